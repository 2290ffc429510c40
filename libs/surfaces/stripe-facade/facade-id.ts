/**
 * How ids are spelled here. A session has our own id as Stripe would spell it, `cs_test_…` or `cs_live_…`: it is there
 * before any provider has answered, is the same whichever provider collects, and is none of the provider's own ids, which
 * are longer. Tools that look for `cs_` find it.
 */
const SHOWN = /^cs_(?:test|live)_([0-9a-f]{24})$/;

const LINE = /^li_(\w{1,64})$/;

export function shownSessionId(id: string, live: boolean): string {
  return `cs_${live ? 'live' : 'test'}_${id.slice('ps_'.length)}`;
}

/** Our id of what a caller names; an id that is none of this form names nothing. */
export function sessionIdOf(shown: string): string {
  const [, id] = SHOWN.exec(shown) ?? [];
  return id === undefined ? 'ps_' : `ps_${id}`;
}

export function shownLineId(id: string): string {
  return `li_${id.slice('line_'.length)}`;
}

export function lineIdOf(shown: string): string {
  const [, id] = LINE.exec(shown) ?? [];
  return id === undefined ? 'line_' : `line_${id}`;
}

/** The checkout that a `client_reference_id` names; null where it is a name of the caller's own. */
export function checkoutNamed(reference: string): string | null {
  return /^chk_[0-9a-f]{24}$/.test(reference) ? reference : null;
}

/** Stripe's clients have the id put into the address that the buyer comes back to. */
export function withSessionId(address: string, id: string, live: boolean): string {
  return address.replaceAll('{CHECKOUT_SESSION_ID}', shownSessionId(id, live));
}
