import type Stripe from 'stripe';
import type { Provider } from '../providers.js';
import { inProcess } from '../providers.js';
import { reportCases } from '../../size.js';
import type { Definition } from './load.js';
import { loadSchemas } from './load.js';

// Every parameter of the SDK's types, at any depth, is known to the emulator: taken, or refused by name as not emulated,
// but never called unknown. What is in no type is called unknown.

const { definitions, params } = loadSchemas();
const DEPTH = 3;

/** Where a type's parameters go, and what else such a request needs. */
const REQUESTS: Record<string, { method?: string; path: string; base?: string }> = {
  'Checkout.SessionCreateParams': {
    path: 'checkout/sessions',
    base: 'mode=payment&success_url=http://a.example/&line_items[0][quantity]=1&line_items[0][price_data][currency]=eur&line_items[0][price_data][unit_amount]=500&line_items[0][price_data][product_data][name]=Oil',
  },
  'Checkout.SessionUpdateParams': { path: 'checkout/sessions/:session' },
  'Checkout.SessionListParams': { method: 'GET', path: 'checkout/sessions' },
  PaymentIntentCreateParams: { path: 'payment_intents', base: 'amount=500&currency=eur' },
  PaymentIntentConfirmParams: { path: 'payment_intents/:intent/confirm' },
  PaymentIntentUpdateParams: { path: 'payment_intents/:intent' },
  PaymentIntentCaptureParams: { path: 'payment_intents/:intent/capture' },
  PaymentIntentCancelParams: { path: 'payment_intents/:other/cancel' },
  PaymentIntentListParams: { method: 'GET', path: 'payment_intents' },
  RefundCreateParams: { path: 'refunds' },
  RefundUpdateParams: { path: 'refunds/:refund' },
  RefundListParams: { method: 'GET', path: 'refunds' },
  ApplicationFeeListParams: { method: 'GET', path: 'application_fees' },
  TransferListParams: { method: 'GET', path: 'transfers' },
  ChargeListParams: { method: 'GET', path: 'charges' },
  CustomerCreateParams: { path: 'customers' },
  CustomerUpdateParams: { path: 'customers/:customer' },
  CustomerListParams: { method: 'GET', path: 'customers' },
  DisputeUpdateParams: { path: 'disputes/:dispute' },
  DisputeListParams: { method: 'GET', path: 'disputes' },
  EventListParams: { method: 'GET', path: 'events' },
  PaymentMethodCreateParams: { path: 'payment_methods' },
  PriceCreateParams: { path: 'prices', base: 'currency=eur' },
  ProductCreateParams: { path: 'products', base: 'name=Oil' },
  WebhookEndpointCreateParams: { path: 'webhook_endpoints', base: 'url=http://127.0.0.1:9/&enabled_events[]=*' },
  WebhookEndpointUpdateParams: { path: 'webhook_endpoints/:endpoint' },
};

/** The names of a type's parameters, as a form spells them. */
function namesOf(schema: Definition, prefix = '', depth = 0): string[] {
  if (schema.$ref !== undefined) return namesOf(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, prefix, depth);
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.flatMap((one) => namesOf(one, prefix, depth)))];
  if (schema.items !== undefined) return namesOf(schema.items, `${prefix}[0]`, depth);
  if (schema.properties === undefined || depth === DEPTH) return [prefix];
  return Object.entries(schema.properties).flatMap(([name, member]) =>
    namesOf(member, prefix === '' ? name : `${prefix}[${name}]`, depth + 1),
  );
}

/** The parameter that was called unknown, if one was. */
async function unknownIn(
  provider: Provider,
  request: { method: string; path: string },
  form: string,
): Promise<string | undefined> {
  const url = `http://stripe/v1/${request.path}`;
  const headers = { authorization: 'Bearer sk_test_judges', 'content-type': 'application/x-www-form-urlencoded' };
  const sent =
    request.method === 'GET'
      ? fetchOf(provider, `${url}?${form}`, { headers })
      : fetchOf(provider, url, { method: 'POST', headers, body: form });
  const body = (await (await sent).json()) as { error?: { code?: string; param?: string } };
  return body.error?.code === 'parameter_unknown' ? body.error.param : undefined;
}

function fetchOf({ emulator }: Provider, url: string, init: RequestInit): Promise<Response> {
  if (emulator === undefined) throw new Error('the emulator is what is judged');
  return emulator.fetch(url, init);
}

/** One object of each kind that a request of the table is about. */
async function somethingOfEach(stripe: Stripe): Promise<Record<string, string>> {
  const held = { amount: 500, currency: 'eur', capture_method: 'manual' } as const;
  const paid = { amount: 500, currency: 'eur', confirm: true } as const;
  const price_data = { currency: 'eur', unit_amount: 500, product_data: { name: 'Oil' } };
  const { id: payment_intent } = await stripe.paymentIntents.create({ ...paid, payment_method: 'pm_card_visa' });
  await stripe.paymentIntents.create({ ...paid, payment_method: 'pm_card_createDispute' });
  const made = {
    ':intent': stripe.paymentIntents.create(held),
    ':other': stripe.paymentIntents.create(held),
    ':session': stripe.checkout.sessions.create({
      mode: 'payment',
      success_url: 'http://a.example/',
      line_items: [{ quantity: 1, price_data }],
    }),
    ':refund': stripe.refunds.create({ payment_intent }),
    ':customer': stripe.customers.create({}),
    ':endpoint': stripe.webhookEndpoints.create({ url: 'http://127.0.0.1:9/', enabled_events: ['charge.expired'] }),
    ':dispute': stripe.disputes.list().then(({ data }) => data[0] ?? { id: 'none' }),
  };
  const named = Object.entries(made).map(async ([name, object]) => [name, (await object).id] as const);
  return Object.fromEntries(await Promise.all(named));
}

describe('the parameters of the SDK’s types', () => {
  it('are all put to the question', () => {
    expect(Object.keys(REQUESTS).toSorted()).toEqual(Object.keys(params).toSorted());
  });

  let provider: Provider;
  /** What the variable parts of the paths stand for. */
  const ids: Record<string, string> = {};

  beforeAll(async () => {
    provider = await inProcess();
    Object.assign(ids, await somethingOfEach(provider.stripe));
  });
  afterAll(() => provider.stop());

  it.each(Object.keys(REQUESTS))('%s: all are known to the emulator, and nothing else is', async (type) => {
    const { method = 'POST', path, base = '' } = REQUESTS[type] ?? { path: '' };
    const request = { method, path: path.replace(/:\w+/, (name) => ids[name] ?? name) };
    const names = namesOf(params[type] ?? {}).filter((name) => !base.includes(`${name}=`));
    expect(names.length).toBeGreaterThan(0);
    const unknown: string[] = [];
    for (const name of names) {
      // A name that is also the start of the base's own ones would be text and members at once.
      const refused = await unknownIn(provider, request, [base, `${name}=x`].filter(Boolean).join('&'));
      if (refused !== undefined) unknown.push(`${name}: ${refused}`);
    }
    reportCases(names.length - unknown.length, unknown.length);
    expect(unknown).toEqual([]);
    expect(await unknownIn(provider, request, [base, 'colour=blue'].filter(Boolean).join('&'))).toBe('colour');
  });
});
