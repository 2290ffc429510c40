import { isCurrency } from '@comptoir/kernel';
import type { RequestPaymentInput, SessionQuery } from '#checkout';
import { fromStripeAmount } from '#payments';
import { checkoutNamed, lineIdOf, sessionIdOf } from './facade-id.js';
import { ParamReader } from './param-reader.js';

type Line = NonNullable<RequestPaymentInput['lines']>[number];

/** Which line items of a session. */
interface LineItemsQuery {
  limit: number;
  after: string | null;
  before: string | null;
}

/** A list's filters and cursors. `matchesNothing`: it is filtered by something that no session here ever has. */
export interface ListParams {
  query: SessionQuery;
  matchesNothing: boolean;
  withLines: boolean;
}

/** Reads the parameters of `checkout.sessions.list`. */
export function listParams(params: ParamReader): ListParams {
  const query = {
    limit: params.int('limit') ?? 10,
    status: params.choice('status', ['open', 'complete', 'expired']),
    paymentId: params.text('payment_intent'),
    email: emailIn(params.part('customer_details')),
    ...created(params),
    ...cursors(params, sessionIdOf),
  };
  // All three name objects of Stripe that sessions of this gateway never belong to.
  const foreign = ['customer', 'customer_account', 'payment_link', 'subscription'].map((name) => params.text(name));
  const withLines = expansions(params, 'data.line_items');
  params.end();
  return { query, matchesNothing: foreign.some((value) => value !== null), withLines };
}

/** Reads the parameters of `checkout.sessions.listLineItems`. */
export function lineItemsParams(params: ParamReader): LineItemsQuery {
  const query = { limit: params.int('limit') ?? 10, ...cursors(params, lineIdOf) };
  expansions(params, null);
  params.end();
  return query;
}

/** Reads what `retrieve` and `expire` take; whether lines are to be shown along. */
export function showParams(params: ParamReader): boolean {
  const withLines = expansions(params, 'line_items');
  params.end();
  return withLines;
}

/** Reads the parameters of `checkout.sessions.create`. */
export function createParams(params: ParamReader): { input: RequestPaymentInput; withLines: boolean } {
  params.choice('mode', ['payment']);
  params.choice('ui_mode', ['hosted_page', 'hosted']);
  const reference = params.text('client_reference_id');
  const named = reference === null ? null : checkoutNamed(reference);
  const { lines, currency } = linesIn(params);
  const sessionCurrency = params.text('currency')?.toUpperCase() ?? currency;
  if (currency !== null && sessionCurrency !== currency)
    params.refuse('currency', 'currency', 'is not that of the lines');
  if (lines === null && named === null) params.refuse('line_items', 'required', 'is required');
  if (lines !== null && named !== null) {
    params.refuse('line_items', 'contradiction', 'cannot go with a client_reference_id that names a checkout');
  }
  const input = {
    checkoutId: named,
    lines,
    currency: sessionCurrency,
    email: params.text('customer_email'),
    reference: named === null ? reference : null,
    metadata: params.entries('metadata'),
    successUrl: params.text('success_url'),
    cancelUrl: params.text('cancel_url'),
  };
  const withLines = expansions(params, 'line_items');
  params.end();
  return { input, withLines };
}

function linesIn(params: ParamReader): { lines: Line[] | null; currency: string | null } {
  const items = params.list('line_items').map((item) => lineOf(item));
  const [first] = items;
  if (!first) return { lines: null, currency: null };
  const other = items.findIndex(({ currency }) => currency !== first.currency);
  if (other >= 0) params.refuse(`line_items[${other}]`, 'currency', 'is in another currency than the first one');
  return { lines: items.map(({ line }) => line), currency: first.currency };
}

function lineOf(item: ParamReader): { line: Line; currency: string } {
  const quantity = item.needed('quantity', item.int('quantity'));
  const price = item.needed('price_data', item.part('price_data'));
  const currency = price.needed('currency', price.text('currency')).toUpperCase();
  const unit = price.needed('unit_amount', price.int('unit_amount'));
  const product = price.needed('product_data', price.part('product_data'));
  const title = product.needed('name', product.text('name'));
  for (const reader of [product, price, item]) reader.end();
  return { line: { title, quantity, unitPrice: unitPrice(price, unit, currency) }, currency };
}

/** Not every amount that can be written is one that can be paid. */
function unitPrice(price: ParamReader, unit: number, currency: string): number {
  if (!isCurrency(currency)) price.refuse('currency', 'currency', 'is no currency');
  try {
    return fromStripeAmount(unit, currency);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return price.refuse('unit_amount', 'range', `is no amount of ${currency}`);
  }
}

/** Instants of Stripe are whole seconds: what is later than one begins with the next. */
function created(params: ParamReader): Pick<SessionQuery, 'createdFrom' | 'createdBefore'> {
  const range = typeOfCreated(params);
  if (typeof range === 'number') return { createdFrom: at(range), createdBefore: at(range + 1) };
  if (range === null) return {};
  const { gt, gte, lt, lte } = range;
  const from = [...(gte === null ? [] : [gte]), ...(gt === null ? [] : [gt + 1])];
  const before = [...(lt === null ? [] : [lt]), ...(lte === null ? [] : [lte + 1])];
  return {
    createdFrom: from.length ? at(Math.max(...from)) : null,
    createdBefore: before.length ? at(Math.min(...before)) : null,
  };
}

type Bounds = Record<'gt' | 'gte' | 'lt' | 'lte', number | null>;

function typeOfCreated(params: ParamReader): number | Bounds | null {
  if (!params.has('created')) return null;
  if (!params.isObject('created')) return params.int('created');
  const part = params.needed('created', params.part('created'));
  const bounds = { gt: part.int('gt'), gte: part.int('gte'), lt: part.int('lt'), lte: part.int('lte') };
  part.end();
  return bounds;
}

/** The largest second that a date can hold; what is beyond it is as late as can be. */
const LAST_SECOND = 8_640_000_000_000 - 1;

function at(seconds: number): Date {
  return new Date(Math.max(-LAST_SECOND, Math.min(seconds, LAST_SECOND)) * 1000);
}

function emailIn(details: ParamReader | null): string | null {
  const email = details?.text('email') ?? null;
  details?.end();
  return email;
}

function cursors(
  params: ParamReader,
  idOf: (shown: string) => string,
): { after: string | null; before: string | null } {
  const [after, before] = [params.text('starting_after'), params.text('ending_before')];
  if (after !== null && before !== null) params.refuse('ending_before', 'contradiction', 'excludes starting_after');
  return { after: after === null ? null : idOf(after), before: before === null ? null : idOf(before) };
}

/** The one thing that can be shown along; whatever else is asked for belongs to Stripe and is refused. */
function expansions(params: ParamReader, known: string | null): boolean {
  const asked = params.texts('expand');
  const foreign = asked.findIndex((name) => name !== known);
  if (foreign >= 0) params.refuse(`expand[${foreign}]`, 'expand', 'names something that cannot be expanded here');
  return asked.length > 0;
}
