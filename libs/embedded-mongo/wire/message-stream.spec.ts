import fc from 'fast-check';
import { MessageStream } from './message-stream.js';

const HEADER_BYTES = 16;

function messageOf(body: Uint8Array): Buffer {
  const message = Buffer.concat([Buffer.alloc(HEADER_BYTES), body]);
  message.writeInt32LE(message.length, 0);
  return message;
}

function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const [size = bytes.length, ...others] = sizes;
  return bytes.length === 0 ? [] : [bytes.subarray(0, size), ...cut(bytes.subarray(size), others)];
}

describe('the bytes of a client', () => {
  it('give the same messages wherever they are cut, each as soon as its last byte is there', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 70 })),
        (bodies, sizes) => {
          const messages = bodies.map(messageOf);
          const stream = new MessageStream();
          const found: Buffer[] = [];
          let arrived = 0;
          for (const chunk of cut(Buffer.concat(messages), sizes)) {
            stream.push(chunk);
            arrived += chunk.length;
            for (let next = stream.next(); next; next = stream.next()) found.push(next);
            expect(found).toHaveLength(wholeWithin(messages, arrived));
          }
          expect(found).toEqual(messages);
        },
      ),
    );
  });

  it('are copied together once for a long message, not for each piece of it that arrives', () => {
    const concat = jest.spyOn(Buffer, 'concat');
    const message = messageOf(new Uint8Array(100_000));
    const stream = new MessageStream();
    concat.mockClear();
    for (const chunk of cut(message, Array<number>(99).fill(1000))) {
      stream.push(chunk);
      if (stream.next()) break;
    }
    expect(concat).toHaveBeenCalledTimes(1);
    concat.mockRestore();
  });

  it.each([15, 0, -1, 50_000_000])('are refused at a length that no message has: %i', (length) => {
    const header = Buffer.alloc(4);
    header.writeInt32LE(length, 0);
    const stream = new MessageStream();
    stream.push(header);
    expect(() => stream.next()).toThrow(`invalid message length ${length}`);
  });
});

function wholeWithin(messages: readonly Buffer[], arrived: number): number {
  let end = 0;
  return messages.filter((message) => (end += message.length) <= arrived).length;
}
