/** One change: table, account, id, and the new row (absent: deleted). Written as one JSON array. */
export type Change = readonly [table: string, account: string, id: string, row?: unknown];

/** Where committed changes go. A commit is written as a whole or not at all. */
export interface ChangeLog {
  append(changes: readonly Change[]): void;
}

/** Changes not yet logged; `undo` has one entry for each. */
interface Transaction {
  readonly changes: Change[];
  readonly undo: (() => void)[];
}

type Rows<T> = { [K in keyof T]?: Map<string, Map<string, T[K]>> };

/**
 * Tables of plain rows, per account, in insertion order. Everything is synchronous: a transaction is applied and logged in
 * one turn of the event loop, or undone when it throws.
 */
export class Store<T extends object> {
  readonly #rows: Rows<T> = {};
  readonly #log: ChangeLog | null;
  readonly #commitListeners: (() => void)[] = [];
  #open: Transaction | null = null;

  constructor(log: ChangeLog | null = null) {
    this.#log = log;
  }

  get<K extends keyof T>(table: K, account: string, id: string): T[K] | undefined {
    return this.#rows[table]?.get(account)?.get(id);
  }

  /** The row of whichever account has this id: for pages, whose address names no account. */
  find<K extends keyof T>(table: K, id: string): { account: string; row: T[K] } | undefined {
    for (const [account, rows] of this.#rows[table] ?? []) {
      const row = rows.get(id);
      if (row !== undefined) return { account, row };
    }
    return undefined;
  }

  /** Rows of one account, oldest first. */
  rows<K extends keyof T>(table: K, account: string): IterableIterator<[string, T[K]]> {
    return (this.#rows[table]?.get(account) ?? new Map<string, T[K]>()).entries();
  }

  /** Rows of every account. */
  *everywhere<K extends keyof T>(table: K): Generator<{ account: string; id: string; row: T[K] }> {
    for (const [account, rows] of this.#rows[table] ?? []) {
      for (const [id, row] of rows) yield { account, id, row };
    }
  }

  put<K extends keyof T & string>(table: K, account: string, id: string, row: T[K]): void {
    this.#change([table, account, id, row], () => this.apply(table, account, id, row), table, account, id);
  }

  delete<K extends keyof T & string>(table: K, account: string, id: string): void {
    this.#change([table, account, id], () => this.apply(table, account, id, undefined), table, account, id);
  }

  /** Runs `work`; its changes are logged together, or undone together when it or the log throws. Inner ones join in. */
  transaction<R>(work: () => R): R {
    if (this.#open !== null) return this.#undoable(this.#open, work);
    const open: Transaction = { changes: [], undo: [] };
    this.#open = open;
    let result: R;
    try {
      result = this.#undoable(open, () => {
        const outcome = work();
        if (open.changes.length > 0) this.#log?.append(open.changes);
        return outcome;
      });
    } finally {
      this.#open = null;
    }
    if (open.changes.length > 0) for (const listener of this.#commitListeners) listener();
    return result;
  }

  /** Called after each committed transaction that changed something. */
  onCommit(listener: () => void): void {
    this.#commitListeners.push(listener);
  }

  /** Sets or removes a row without logging: for replaying a log. */
  apply<K extends keyof T>(table: K, account: string, id: string, row: T[K] | undefined): void {
    const accounts = (this.#rows[table] ??= new Map<string, Map<string, T[K]>>());
    let rows = accounts.get(account);
    if (rows === undefined) accounts.set(account, (rows = new Map<string, T[K]>()));
    if (row === undefined) rows.delete(id);
    else rows.set(id, row);
  }

  /** Every row as a change, in an order that a replay restores. */
  *snapshot(): Generator<Change> {
    for (const table of Object.keys(this.#rows) as (keyof T & string)[]) {
      for (const { account, id, row } of this.everywhere(table)) yield [table, account, id, row];
    }
  }

  #undoable<R>(open: Transaction, work: () => R): R {
    const mark = open.undo.length;
    try {
      return work();
    } catch (error) {
      for (const undo of open.undo.splice(mark).reverse()) undo();
      open.changes.splice(mark);
      throw error;
    }
  }

  #change<K extends keyof T & string>(change: Change, run: () => void, table: K, account: string, id: string): void {
    this.transaction(() => {
      const before = this.get(table, account, id);
      run();
      this.#open?.changes.push(change);
      this.#open?.undo.push(() => this.apply(table, account, id, before));
    });
  }
}
