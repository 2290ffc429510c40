import { isDoc, type Value } from '../bson/value.js';
import { unsupported } from '../errors.js';

/** Strings compare by their bytes here; only the collation that says so is accepted. */
export function refuseCollation(value: Value | undefined): void {
  if (value === undefined) return;
  if (isDoc(value) && (value.size === 0 || (value.size === 1 && value.get('locale') === 'simple'))) return;
  throw unsupported("the option 'collation'");
}
