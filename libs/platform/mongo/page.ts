import { InvalidInput } from '@comptoir/kernel';

/** One page of a list that shows the newest first. */
export interface PageRequest {
  /** 1 to {@link MAX_PAGE}. */
  first: number;
  /** `endCursor` of the page before. */
  after?: string | null | undefined;
}

export interface Page<T> {
  nodes: T[];
  /** Null on the last page. */
  endCursor: string | null;
}

const MAX_PAGE = 100;

/** Where a page ended: the instant and, among equal instants, the id. */
export interface PageEnd {
  createdAt: Date;
  id: string;
}

/** So many rows of a list on one side of an end. */
export interface PageRange {
  end: PageEnd | null;
  side: 'after' | 'before';
  limit: number;
}

/** Rows asked for: one more than shown tells whether there is another page. */
export function pageLimit({ first }: PageRequest): number {
  if (first < 1 || first > MAX_PAGE) throw InvalidInput.at('first', 'range', `must be 1 to ${MAX_PAGE}`);
  return first + 1;
}

export function pageEnd({ after }: PageRequest): PageEnd | null {
  if (after === undefined || after === null) return null;
  const [instant = '', id = ''] = Buffer.from(after, 'base64url').toString().split(' ');
  const createdAt = new Date(instant);
  if (Number.isNaN(createdAt.getTime()) || !id) {
    throw InvalidInput.at('after', 'cursor', 'is not a cursor of this list');
  }
  return { createdAt, id };
}

export function pageOf<T extends PageEnd>(rows: readonly T[], { first }: PageRequest): Page<T> {
  const nodes = rows.slice(0, first);
  const last = rows.length > first ? nodes.at(-1) : undefined;
  const cursor = last && Buffer.from(`${last.createdAt.toISOString()} ${last.id}`).toString('base64url');
  return { nodes, endCursor: cursor ?? null };
}
