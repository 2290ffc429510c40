import { Sessions, type SessionWrite } from './sessions.js';

const NOW = Date.UTC(2026, 0, 1);
const MINUTE = 60_000;

function write(session: string, transaction: bigint, at = NOW): SessionWrite {
  return { session, transaction, reply: Buffer.from(`${session} ${transaction}`), at };
}

const names = (sessions: Sessions): string[] => [...sessions.all()].map(({ session }) => session);

describe('a retryable write', () => {
  const sessions = new Sessions();
  sessions.remember(write('a', 5n));

  it('that was done gets its stored reply, in its own session alone', () => {
    expect(sessions.replyTo('a', 5n)?.toString()).toBe('a 5');
    expect(sessions.replyTo('a', 6n)).toBeUndefined();
    expect(sessions.replyTo('b', 5n)).toBeUndefined();
  });

  it('older than the newest one of its session is refused, not done again', () => {
    expect(() => sessions.replyTo('a', 4n)).toThrow(expect.objectContaining({ code: 225 }));
  });

  it('that is taken back leaves the reply before it, or none', () => {
    const before = sessions.remember(write('a', 6n));
    sessions.restore('a', before);
    expect(sessions.replyTo('a', 5n)?.toString()).toBe('a 5');
    const none = sessions.remember(write('c', 1n));
    sessions.restore('c', none);
    expect(sessions.replyTo('c', 1n)).toBeUndefined();
  });

  it('of a session that has ended is forgotten', () => {
    sessions.remember(write('d', 1n));
    sessions.forget('d');
    expect(sessions.replyTo('d', 1n)).toBeUndefined();
  });
});

describe('stored replies', () => {
  afterEach(() => jest.useRealTimers());

  it('of more than 10,000 sessions are kept for half an hour, no longer', () => {
    const sessions = new Sessions();
    sessions.remember(write('old', 1n, NOW - 31 * MINUTE));
    sessions.remember(write('young', 1n, NOW - 29 * MINUTE));
    for (let n = 0; n < 9_998; n++) sessions.remember(write(`${n}`, 1n));
    expect(sessions.replyTo('old', 1n)).toBeDefined();
    sessions.remember(write('one more', 1n));
    expect(sessions.replyTo('old', 1n)).toBeUndefined();
    expect(sessions.replyTo('young', 1n)).toBeDefined();
    expect(sessions.replyTo('0', 1n)).toBeDefined();
  });

  it('go into a fresh log when they are younger than half an hour', () => {
    jest.useFakeTimers({ now: NOW });
    const known = [write('old', 1n, NOW - 31 * MINUTE), write('young', 1n, NOW - 29 * MINUTE)];
    expect(names(new Sessions(new Map(known.map((one) => [one.session, one]))))).toEqual(['young']);
  });
});
