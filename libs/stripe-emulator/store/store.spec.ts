import type { Change } from './store.js';
import { Store } from './store.js';

interface Rows {
  things: { readonly count: number };
}

function logged() {
  const lines: (readonly Change[])[] = [];
  const store = new Store<Rows>({ append: (changes) => lines.push([...changes]) });
  return { store, lines };
}

describe('the store', () => {
  it('logs a transaction as one line, and nothing of one that throws', () => {
    const { store, lines } = logged();
    store.put('things', 'a', '1', { count: 1 });
    expect(() =>
      store.transaction(() => {
        store.put('things', 'a', '1', { count: 2 });
        store.put('things', 'a', '2', { count: 1 });
        throw new Error('no');
      }),
    ).toThrow('no');
    expect([...store.rows('things', 'a')]).toEqual([['1', { count: 1 }]]);
    expect(lines).toEqual([[['things', 'a', '1', { count: 1 }]]]);
  });

  it('undoes only the inner part when the outer one goes on', () => {
    const { store, lines } = logged();
    store.transaction(() => {
      store.put('things', 'a', '1', { count: 1 });
      expect(() =>
        store.transaction(() => {
          store.delete('things', 'a', '1');
          throw new Error('inner');
        }),
      ).toThrow('inner');
    });
    expect(store.get('things', 'a', '1')).toEqual({ count: 1 });
    expect(lines).toEqual([[['things', 'a', '1', { count: 1 }]]]);
  });

  it('undoes a transaction that the log could not take', () => {
    const store = new Store<Rows>({
      append: () => {
        throw new Error('disk full');
      },
    });
    expect(() => store.put('things', 'a', '1', { count: 1 })).toThrow('disk full');
    expect(store.get('things', 'a', '1')).toBeUndefined();
  });
});
