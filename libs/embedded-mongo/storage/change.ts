import type { Doc, Value } from '../bson/value.js';
import type { SessionWrite } from '../engine/sessions.js';

/** One thing the log remembers. Documents are after-images, so replaying the log twice changes nothing. */
export type Change =
  | { readonly kind: 'put'; readonly namespace: string; readonly bytes: Buffer }
  | { readonly kind: 'delete'; readonly namespace: string; readonly id: Value }
  | { readonly kind: 'create'; readonly namespace: string }
  | { readonly kind: 'drop'; readonly namespace: string }
  | { readonly kind: 'create-index'; readonly namespace: string; readonly spec: Doc }
  | { readonly kind: 'drop-index'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'session'; readonly session: SessionWrite };

/** Where collections report their changes, each with the way to take it back. */
export interface ChangeSink {
  push(change: Change, undo: () => void): void;
}
