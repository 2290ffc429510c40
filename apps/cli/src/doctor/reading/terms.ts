import type { Fields } from './fields.js';

/** Whose money a session collects, as it was agreed when the session was written down. */
export interface Terms {
  readonly mode: string;
  /** Empty for the platform's, `acct_…` for one that its key reaches, `<tenant>:acct_…` for one with a key of its own. */
  readonly account: string;
  /** The tenant and the account, where that is reached by the tenant's own key. */
  readonly own: { readonly tenant: string; readonly account: string } | null;
  /** Account that the money is passed on to. */
  readonly transferTo: string | null;
  readonly fee: number;
}

/** What holds where nothing is said, as in a document from before there was a choice. */
const PLATFORM: Terms = { mode: 'platform', account: '', own: null, transferTo: null, fee: 0 };

export function readTerms(owner: Fields): Terms {
  const money = owner.partOrNull('money');
  if (!money) return PLATFORM;
  const account = money.text('account');
  return {
    mode: money.text('mode'),
    account,
    own: ownAccount(account),
    transferTo: money.textOrNull('transferTo'),
    fee: money.number('fee'),
  };
}

function ownAccount(name: string): Terms['own'] {
  const [tenant = '', account] = name.split(':');
  return account === undefined ? null : { tenant, account };
}
