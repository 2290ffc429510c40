import { isDatabaseUnavailable } from './unavailable.js';

const named = (name: string, code?: number | string): Error => Object.assign(new Error('inside'), { name, code });

describe('an error of the database', () => {
  it.each([
    ['nobody answers', named('MongoServerSelectionError')],
    ['an answer takes too long', named('MongoNetworkTimeoutError')],
    ['every connection is busy', named('MongoWaitQueueTimeoutError')],
    ['the pool was emptied because the server went', named('MongoPoolClearedError')],
    ['a connection breaks under a write', named('Error', 'ECONNRESET')],
    ['the disk is full', named('MongoServerError', 14_031)],
    ['there is another primary', named('MongoServerError', 10_107)],
    ['the majority does not confirm in time', named('MongoWriteConcernError', 64)],
  ])('says that it can be used later when %s', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each([
    ['a second document of one id', named('MongoServerError', 11_000)],
    ['a command that is wrong', named('MongoServerError', 9)],
    ['a bug', new TypeError('undefined is not a function')],
    ['no error at all', 14_031],
  ])('does not say so for %s', (_, error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
