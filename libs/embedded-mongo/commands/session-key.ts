import { Binary } from 'bson';
import { isDoc, type Value } from '../bson/value.js';

/** A session id (`lsid`) as a map key. */
export function sessionKey(lsid: Value | undefined): string | undefined {
  const id = isDoc(lsid) ? lsid.get('id') : undefined;
  return id instanceof Binary ? id.toString('hex') : undefined;
}
