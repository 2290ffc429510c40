import { schedule } from '../../core/agenda.js';
import { invalidParam, missingParam, notEmulated } from '../../core/api-error.js';
import { assertChargeable } from '../../core/currency.js';
import type { SessionRecord } from '../../core/tables.js';
import type { CustomerWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { existingCustomer } from '../customers/customer-routes.js';
import type { CreateParams } from './create-params.js';
import { assertConnectTerms, intentTemplate } from './intent-template.js';
import type { Line } from './line-items.js';
import { buildLines } from './line-items.js';
import { newSession } from './session-object.js';
import { buildShipping } from './shipping.js';
import { assertAddresses } from './ui-mode.js';

const HALF_AN_HOUR_S = 1_800;
const A_DAY_S = 86_400;

/** Creates an open session and puts its expiry on the agenda. */
export function createSession(scope: Scope, params: CreateParams): SessionRecord {
  const created = scope.world.clock.nowSeconds();
  assertEmulated(params);
  const { currency, lines } = checkedLines(scope, params, created);
  assertExpiry(params.expires_at, created);
  const subtotal = lines.reduce((sum, line) => sum + line.amount, 0);
  const shipping = buildShipping(params.shipping_options ?? [], currency, created);
  const totals = shipping.length === 0 ? [subtotal] : shipping.map((way) => subtotal + way.choice.shipping_amount);
  for (const total of totals) assertTotal(total, currency);
  const intent = intentTemplate(params.payment_intent_data, 'payment_intent_data');
  assertConnectTerms(scope, intent, Math.min(...totals), 'payment_intent_data');
  const customer = customerOf(scope, params);
  const wire = newSession({
    customer,
    params,
    created,
    currency,
    subtotal,
    shipping: shipping.map((way) => way.choice),
  });
  const record: SessionRecord = {
    wire,
    lineItems: lines.map((line) => line.wire),
    shippingRates: shipping.map((way) => way.rate),
    seller: sellerName(params.branding_settings),
    intent,
  };
  scope.world.store.put('sessions', scope.account, wire.id, record);
  schedule(scope, wire.id, 'expire-session', wire.expires_at * 1000);
  return record;
}

function assertEmulated(params: CreateParams): void {
  if (params.mode !== 'payment') throw notEmulated(`mode=${params.mode}`);
  if (params.automatic_tax?.enabled === true) throw notEmulated('automatic_tax');
  if (params.invoice_creation?.enabled === true) throw notEmulated('invoice_creation');
  assertAddresses(params);
}

function customerOf(scope: Scope, { customer, customer_email }: CreateParams): CustomerWire | null {
  if (customer === undefined) return null;
  if (customer_email === undefined) return existingCustomer(scope, customer, 'customer', 400);
  throw invalidParam('customer_email', 'You may only specify one of these parameters: customer, customer_email.');
}

function checkedLines(scope: Scope, params: CreateParams, created: number): { currency: string; lines: Line[] } {
  const lines = buildLines(scope, params.line_items ?? [], created);
  const currency = lines[0]?.currency;
  if (currency === undefined) throw missingParam('line_items');
  if (params.currency !== undefined && params.currency !== currency) {
    throw invalidParam('currency', `The prices of the line items are in ${currency}, not ${params.currency}.`);
  }
  return { currency, lines };
}

function assertExpiry(expiresAt: number | undefined, created: number): void {
  if (expiresAt === undefined) return;
  if (expiresAt < created + HALF_AN_HOUR_S) {
    throw invalidParam('expires_at', 'The `expires_at` timestamp must be at least 30 minutes from creation.');
  }
  if (expiresAt > created + A_DAY_S) {
    throw invalidParam('expires_at', 'The `expires_at` timestamp must be less than 24 hours from creation.');
  }
}

/** A session may be free of charge, but not cost next to nothing. */
function assertTotal(total: number, currency: string): void {
  if (total !== 0) assertChargeable(total, currency, 'line_items');
}

function sellerName(branding: unknown): string | null {
  if (typeof branding !== 'object' || branding === null || !('display_name' in branding)) return null;
  return typeof branding.display_name === 'string' ? branding.display_name : null;
}
