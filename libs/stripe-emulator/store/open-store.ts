import type { ChangeLog } from './store.js';
import { Store } from './store.js';
import { openJournal, readJournal } from './journal.js';
import { lockFolder } from './folder-lock.js';

/** A store and what closes its folder. */
export interface OpenedStore<T extends object> {
  readonly store: Store<T>;
  close(): void;
}

/** A store in a folder, or in memory. `prune` may drop old rows before the journal is compacted. */
export function openStore<T extends object>(
  folder: string | undefined,
  prune: (store: Store<T>) => void,
): OpenedStore<T> {
  if (folder === undefined) return { store: new Store<T>(), close: () => undefined };
  const unlock = lockFolder(folder);
  try {
    const log: { current: ChangeLog | null } = { current: null };
    const store = new Store<T>({ append: (changes) => log.current?.append(changes) });
    for (const changes of readJournal(folder)) {
      for (const [table, account, id, row] of changes) store.apply(table as keyof T, account, id, row as T[keyof T]);
    }
    prune(store);
    const journal = openJournal(folder, store.snapshot());
    log.current = journal;
    return {
      store,
      close: () => {
        journal.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}
