import type { Guard, KindChange } from '../../ports/collections.port.js';
import { canonical, copy, isDate } from '../plain.js';
import { meets } from './match-document.js';

/** What a kind keeps. */
export interface Document {
  id: string;
  [field: string]: unknown;
}

type Step = (before: unknown, operand: unknown) => unknown;

const STEPS: Readonly<Record<string, Step>> = {
  $set: (_before, operand) => operand,
  $unset: () => undefined,
  $inc: (before, operand) => Number(before ?? 0) + Number(operand),
  $push: (before, operand) => pushed(listed(before), operand),
  $pull: (before, operand) => listed(before).filter((each) => !isPulled(each, operand)),
};

/** The document after an update; the one that was given stays as it is. */
export function changed(document: Document, change: KindChange): Document {
  const next = copy(document);
  for (const [operator, fields] of Object.entries(change)) {
    const step = STEPS[operator];
    if (!step) throw new Error(`${operator} is not an operator of changes`);
    for (const [path, operand] of Object.entries(fields as Record<string, unknown>)) {
      write(next, path.split('.'), (before) => copy(step(before, operand)));
    }
  }
  return next;
}

function write(target: Record<string, unknown>, [name, ...rest]: string[], step: (before: unknown) => unknown): void {
  if (name === undefined) return;
  if (name.startsWith('$')) throw new Error(`${name} in a path is not supported`);
  if (rest.length > 0) {
    target[name] ??= {};
    return write(target[name] as Record<string, unknown>, rest, step);
  }
  const after = step(target[name]);
  if (after === undefined) delete target[name];
  else target[name] = after;
}

function pushed(before: unknown[], operand: unknown): unknown[] {
  if (typeof operand !== 'object' || operand === null || !('$each' in operand)) return [...before, operand];
  const { $each, $slice } = operand as { $each: unknown[]; $slice?: number };
  const all = [...before, ...$each];
  if ($slice === undefined) return all;
  return $slice < 0 ? all.slice($slice) : all.slice(0, $slice);
}

function isPulled(each: unknown, operand: unknown): boolean {
  const isCondition = typeof operand === 'object' && operand !== null && !isDate(operand);
  return isCondition ? meets(each, operand as Guard) : canonical(each) === canonical(operand);
}

function listed(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new Error('Only a list can be pushed to or pulled from');
  return value;
}
