import { decodeFirstValue } from '../bson/decode.js';
import { orderKey } from '../bson/order-key.js';
import type { Doc, Value } from '../bson/value.js';
import type { SessionWrite } from '../engine/sessions.js';
import type { Change } from './change.js';

interface CollectionImage {
  /** Bytes by the order key of `_id`. */
  readonly documents: Map<string, Buffer>;
  readonly indexes: Map<Value, Doc>;
}

/** What the log amounts to: the newest bytes of each document, still undecoded. */
export class Image {
  readonly collections = new Map<string, CollectionImage>();
  readonly sessions = new Map<string, SessionWrite>();

  apply(change: Change): void {
    switch (change.kind) {
      case 'put':
        this.at(change.namespace).documents.set(orderKey(decodeFirstValue(change.bytes)), change.bytes);
        break;
      case 'delete':
        this.at(change.namespace).documents.delete(orderKey(change.id));
        break;
      case 'create':
        this.at(change.namespace);
        break;
      case 'drop':
        this.collections.delete(change.namespace);
        break;
      case 'create-index':
        this.at(change.namespace).indexes.set(change.spec.get('name') ?? null, change.spec);
        break;
      case 'drop-index':
        this.at(change.namespace).indexes.delete(change.name);
        break;
      case 'session':
        this.sessions.set(change.session.session, change.session);
        break;
    }
  }

  private at(namespace: string): CollectionImage {
    const known = this.collections.get(namespace);
    if (known) return known;
    const made: CollectionImage = { documents: new Map(), indexes: new Map() };
    this.collections.set(namespace, made);
    return made;
  }
}
