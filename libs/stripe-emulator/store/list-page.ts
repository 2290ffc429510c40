import { noSuch } from '../core/api-error.js';
import type { Field } from '../params/fields.js';
import { integer, text } from '../params/fields.js';
import type { MomentRange } from '../params/shapes.js';

/** Parameters of every list operation. */
export const cursorParams = {
  limit: integer(1, 100),
  starting_after: text(),
  ending_before: text(),
} satisfies Record<string, Field<unknown>>;

/** The cursor part of a list request. */
export interface Cursor {
  readonly limit?: number | undefined;
  readonly starting_after?: string | undefined;
  readonly ending_before?: string | undefined;
}

/** A list in Stripe's form. */
export interface ListBody<W> {
  readonly object: 'list';
  readonly data: readonly W[];
  readonly has_more: boolean;
  readonly url: string;
}

/**
 * One page of the `items` (newest first) that `keep` accepts. The cursor may name any object of the list, also one that is
 * filtered out: Stripe only asks that it exists.
 */
export function listPage<W extends { readonly id: string }>(
  items: readonly W[],
  keep: (item: W) => boolean,
  cursor: Cursor,
  url: string,
): ListBody<W> {
  const limit = cursor.limit ?? 10;
  if (cursor.ending_before !== undefined) {
    const before = items.slice(0, positionOf(items, cursor.ending_before, 'ending_before')).filter(keep);
    return { object: 'list', data: before.slice(-limit), has_more: before.length > limit, url };
  }
  const after = cursor.starting_after;
  const rest = after === undefined ? items : items.slice(positionOf(items, after, 'starting_after') + 1);
  const kept = rest.filter(keep);
  return { object: 'list', data: kept.slice(0, limit), has_more: kept.length > limit, url };
}

/** Whether a moment lies in a range. */
export function inRange(moment: number, range: MomentRange | undefined): boolean {
  if (range === undefined) return true;
  return (
    moment > (range.gt ?? -Infinity) &&
    moment >= (range.gte ?? -Infinity) &&
    moment < (range.lt ?? Infinity) &&
    moment <= (range.lte ?? Infinity)
  );
}

function positionOf(items: readonly { readonly id: string }[], id: string, param: string): number {
  const position = items.findIndex((item) => item.id === id);
  if (position < 0) throw noSuch('object', id, param, 400);
  return position;
}
