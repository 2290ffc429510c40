import type { FormObject } from '../params/form.js';

/** One API request, for assertions. Keys are not kept. */
export interface LogEntry {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly account: string | null;
  readonly requestId: string;
  readonly idempotencyKey: string | null;
  readonly params: FormObject;
  /** Null while unanswered, and for good when a fault swallowed the answer. */
  status: number | null;
  replayed: boolean;
  fault: string | null;
}

const KEPT = 2_000;

/** The latest requests, oldest first. */
export class RequestLog {
  readonly entries: LogEntry[] = [];

  open(entry: Omit<LogEntry, 'status' | 'replayed' | 'fault'>): LogEntry {
    const opened: LogEntry = { ...entry, status: null, replayed: false, fault: null };
    this.entries.push(opened);
    if (this.entries.length > KEPT) this.entries.splice(0, KEPT / 4);
    return opened;
  }

  clear(): void {
    this.entries.length = 0;
  }
}
