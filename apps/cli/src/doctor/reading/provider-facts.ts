import { Fields, type Doc } from './fields.js';
import { numberIn, partIn, textIn, type Answer } from './provider-desk.js';

/** A payment as the provider knows it. Amounts are our minor units. */
export interface Charged {
  readonly id: string;
  /** `_id` of the checkout it says it is for; null for a payment that is not ours. */
  readonly checkout: string | null;
  readonly received: number;
  /** Promised by the buyer's bank, and not taken yet. */
  readonly authorised: number;
  readonly refunded: number;
  readonly at: Date;
  /** What the platform kept, and whom the rest was passed on to. */
  readonly fee: number;
  readonly transferTo: string | null;
}

/** Stripe counts these with two decimals, ISO 4217 with none. */
const WITH_TWO_DECIMALS: ReadonlySet<string> = new Set(['isk', 'ugx']);

/** What is asked for along with a payment. */
export const WITH_CHARGE = { 'expand[]': 'latest_charge' } as const;
export const LISTED_WITH_CHARGE = { 'expand[]': 'data.latest_charge' } as const;

export function readCharged(intent: Answer): Charged {
  const charge = partIn(intent, 'latest_charge');
  const factor = WITH_TWO_DECIMALS.has(textIn(intent, 'currency') ?? '') ? 100 : 1;
  const seconds = numberIn(charge, 'created') || numberIn(intent, 'created');
  return {
    id: textIn(intent, 'id') ?? '',
    checkout: checkoutIn(intent),
    received: numberIn(intent, 'amount_received') / factor,
    authorised: numberIn(intent, 'amount_capturable') / factor,
    refunded: numberIn(charge, 'amount_refunded') / factor,
    at: new Date(seconds * 1000),
    fee: numberIn(intent, 'application_fee_amount') / factor,
    transferTo: textIn(partIn(intent, 'transfer_data'), 'destination'),
  };
}

/** A page of the provider, or an intent, that can be paid. */
export interface Payable {
  readonly id: string;
  readonly checkout: string | null;
}

/** Null when it cannot be paid any more. */
export function readPayable(session: Answer): Payable | null {
  if (textIn(session, 'status') !== 'open') return null;
  return { id: textIn(session, 'id') ?? '', checkout: checkoutIn(session) };
}

/** Of payments without a session at the provider: the buyer pays on a page of the seller, or a machine does. */
const WITHOUT_PAGE: readonly (string | null)[] = ['stripe-intent', 'stripe-mpp'];

/** An intent that can still be confirmed. One behind a hosted page ends with its page; one that is authorised is not open. */
export function readPayableIntent(intent: Answer): Payable | null {
  const open = /^requires_(?!capture$)/.test(textIn(intent, 'status') ?? '');
  if (!open || !WITHOUT_PAGE.includes(textIn(partIn(intent, 'metadata'), 'rail'))) return null;
  return { id: textIn(intent, 'id') ?? '', checkout: checkoutIn(intent) };
}

function checkoutIn(answer: Answer): string | null {
  const metadata = partIn(answer, 'metadata');
  const [tenant, id] = [textIn(metadata, 'tenant'), textIn(metadata, 'checkout')];
  return tenant && id ? `${tenant}/${id}` : null;
}

/** An invoice or bank transfer, of which the seller says whether it is paid. Its books are in our own database. */
export interface OfflinePayment {
  readonly key: string;
  /** `_id` of the checkout it is for. */
  readonly checkout: string;
  readonly state: string;
  readonly amount: number;
  readonly refundable: number;
  /** When the seller said so. */
  readonly decidedAt: Date | null;
  readonly refunds: readonly { readonly amount: number }[];
}

export function readOfflinePayment(doc: Doc): OfflinePayment {
  const fields = new Fields(doc);
  return {
    key: fields.text('_id'),
    checkout: `${fields.text('tenantId')}/${fields.text('checkoutId')}`,
    state: fields.text('state'),
    amount: fields.number('amount'),
    refundable: fields.number('refundable'),
    decidedAt: fields.dateOrNull('dueAt'),
    refunds: fields.list('refunds').map((refund) => ({ amount: refund.number('amount') })),
  };
}
