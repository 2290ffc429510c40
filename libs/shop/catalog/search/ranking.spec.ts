import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './page-cursor.js';
import { byRank, scoreOf, type Rank } from './ranking.js';

const product = (title: string, tags: string[] = [], category = '') => ({
  id: title,
  sortKey: title,
  title,
  tags,
  category,
});

describe('ranking', () => {
  it('puts a title before a tag or category, and those before a description', () => {
    const scores = [
      scoreOf(['tea'], product('Tea')),
      scoreOf(['tea'], product('Teapot')),
      scoreOf(['tea'], product('Pot', ['tea'])),
      scoreOf(['tea'], product('Pot', [], 'Teapots')),
      scoreOf(['tea'], product('Pot')),
    ];
    expect([...scores].sort((a, b) => b - a)).toEqual(scores);
    expect(new Set(scores).size).toBe(scores.length);
  });

  it('adds up the words, so that more hits in the title win', () => {
    const query = ['blue', 'mug'];
    expect(scoreOf(query, product('Blue mug'))).toBeGreaterThan(scoreOf(query, product('Mug', ['blue'])));
  });

  const rank: fc.Arbitrary<Rank> = fc.record({ score: fc.integer({ min: 0, max: 20 }), sortKey: fc.string() });

  it('orders every list in one way only: total, and the same whatever the order it came in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(rank, { selector: ({ sortKey }) => sortKey }), (ranks) => {
        const sorted = [...ranks].sort(byRank);
        expect([...ranks].reverse().sort(byRank)).toEqual(sorted);
        for (let i = 1; i < sorted.length; i += 1) expect(byRank(sorted[i - 1]!, sorted[i]!)).toBeLessThan(0);
      }),
    );
  });

  it('gets every row back from its cursor', () => {
    fc.assert(fc.property(rank, (row) => expect(decodeCursor(encodeCursor(row))).toEqual(row)));
  });

  it.each(['', 'x', '!!', 'bnVsbA', Buffer.from('[1]').toString('base64url'), Buffer.from('{}').toString('base64url')])(
    'takes %p for invalid input: it is no cursor of ours',
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ code: 'INVALID_INPUT' }));
    },
  );
});
