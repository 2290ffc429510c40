// The least a client can do: BSON over sockets, one command at a time on each. The driver takes two to four times as
// much of a processor for a command as the server does, so with it one measures the driver.
import { connect } from 'node:net';
import { BSON } from 'mongodb';

const OP_MSG = 2013;
const HEADER_BYTES = 16;
const PREFIX_BYTES = HEADER_BYTES + 5;

/** Opens this many connections; `command` runs on the next free one and answers the reply. */
export async function connectWire(uri, connections) {
  const port = Number(new URL(uri).port);
  const lines = await Promise.all(Array.from({ length: connections }, () => openLine(port)));
  const free = [...lines];
  return {
    async command(document) {
      const line = free.pop();
      if (!line) throw new Error(`more than ${connections} commands at once`);
      const reply = await line.ask(document);
      free.push(line);
      if (reply.ok !== 1 || reply.writeErrors) throw new Error(JSON.stringify(reply));
      return reply;
    },
    close: () => lines.forEach((line) => line.close()),
  };
}

async function openLine(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let answer;
  let fail;
  let chunks = [];
  let size = 0;
  let needed = 0;
  socket.on('data', (chunk) => {
    if (size === 0) needed = chunk.readInt32LE(0);
    chunks.push(chunk);
    size += chunk.length;
    if (size < needed) return;
    const message = chunks.length === 1 ? chunk : Buffer.concat(chunks, size);
    chunks = [];
    size = 0;
    answer(BSON.deserialize(message.subarray(PREFIX_BYTES)));
  });
  socket.on('close', () => fail?.(new Error('the server closed the connection')));
  return {
    ask: (document) =>
      new Promise((resolve, reject) => {
        answer = resolve;
        fail = reject;
        socket.write(messageOf(document));
      }),
    close: () => socket.destroy(),
  };
}

function messageOf(document) {
  const body = BSON.serialize(document);
  const message = Buffer.alloc(PREFIX_BYTES + body.length);
  message.writeInt32LE(message.length, 0);
  message.writeInt32LE(OP_MSG, 12);
  message.set(body, PREFIX_BYTES);
  return message;
}
