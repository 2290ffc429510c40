import { invalidParam, invalidState } from '../../core/api-error.js';
import { assertChargeable } from '../../core/currency.js';
import type { IntentTemplate, SessionRecord } from '../../core/tables.js';
import type { IntentWire, SessionWire, ShippingChoice } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { oneOf, text } from '../../params/fields.js';
import { address, orEmpty } from '../../params/postal.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, object, patchMetadata, required } from '../../params/shapes.js';
import { assertConnectTerms } from './intent-template.js';
import { updatedLinesParam, updateLines } from './line-items.js';
import { save } from './lifecycle.js';
import { priced } from './session-object.js';
import { buildShipping, shippingOptionsParam } from './shipping.js';

const intentDataParam = {
  description: orEmpty(text(1000)),
  metadata: metadata(),
  setup_future_usage: orEmpty(oneOf('off_session', 'on_session')),
  statement_descriptor: orEmpty(text(22)),
  statement_descriptor_suffix: orEmpty(text(22)),
};

/** Parameters of an update. */
export const updateShape = {
  ...expandable,
  collected_information: object({ shipping_details: object({ address: required(address()), name: required(text()) }) }),
  line_items: updatedLinesParam,
  metadata: metadata(),
  payment_intent_data: object(intentDataParam),
  shipping_options: orEmpty(shippingOptionsParam),
};

type UpdateParams = Values<typeof updateShape>;

/** Changes a session: its metadata always, everything else while it is open. */
export function updateSession(scope: Scope, record: SessionRecord, params: UpdateParams): SessionRecord {
  const { expand: _expand, metadata: patch, ...changes } = params;
  const labelled = save(scope, record, { metadata: patchMetadata(record.wire.metadata, patch) });
  if (Object.values(changes).every((change) => change === undefined)) return labelled;
  if (record.wire.status !== 'open') {
    throw invalidState(`Only an open Checkout Session can be updated. This one has a status of ${record.wire.status}.`);
  }
  assertModes(record.wire, params);
  const template = changedTemplate(record.intent, params.payment_intent_data);
  const after = reprice(scope, { ...labelled, intent: template }, params);
  assertConnectTerms(scope, template, after.wire.amount_total, 'payment_intent_data');
  if (after.wire.amount_total !== record.wire.amount_total || template !== record.intent) abandonAttempt(scope, after);
  const details = params.collected_information?.shipping_details;
  const collected = { business_name: null, individual_name: null, shipping_details: details };
  return save(scope, after, details === undefined ? {} : { collected_information: collected });
}

/** The seller may change what a page of its own shows; a hosted one asks the buyer itself. */
function assertModes({ ui_mode }: SessionWire, params: UpdateParams): void {
  if (params.collected_information !== undefined && ui_mode === 'hosted_page') {
    throw invalidParam('collected_information', 'Can only be set when ui_mode is embedded_page or elements.');
  }
  if (params.payment_intent_data !== undefined && ui_mode !== 'elements') {
    throw invalidParam('payment_intent_data', 'Can only be updated when ui_mode is elements.');
  }
}

function changedTemplate(before: IntentTemplate, data: UpdateParams['payment_intent_data']): IntentTemplate {
  if (data === undefined) return before;
  const { metadata: patch, ...named } = data;
  const changed = Object.entries(named).filter(([, value]) => value !== undefined);
  const labels = patchMetadata(before.metadata, patch, 'payment_intent_data[metadata]');
  return { ...before, ...(Object.fromEntries(changed) as Partial<IntentTemplate>), metadata: labels };
}

/** The session with its new lines and ways of shipping, and what it costs then. */
function reprice(scope: Scope, record: SessionRecord, params: UpdateParams): SessionRecord {
  const { wire } = record;
  const now = scope.world.clock.nowSeconds();
  const lines =
    params.line_items === undefined ? undefined : updateLines(scope, record.lineItems, params.line_items, now);
  if (lines !== undefined && lines[0]?.currency !== wire.currency) {
    throw invalidParam('line_items', `A Checkout Session in ${wire.currency} needs lines in it.`);
  }
  const subtotal = lines?.reduce((sum, { amount }) => sum + amount, 0) ?? wire.amount_subtotal;
  const ways =
    params.shipping_options === undefined
      ? undefined
      : buildShipping(params.shipping_options ?? [], wire.currency, now);
  const choices = ways?.map(({ choice }) => choice) ?? wire.shipping_options;
  for (const choice of choices) assertTotal(subtotal + choice.shipping_amount, wire.currency);
  const amounts = priced(subtotal, chosen(wire, choices));
  assertTotal(amounts.amount_total, wire.currency);
  return {
    ...record,
    lineItems: lines?.map((line) => line.wire) ?? record.lineItems,
    shippingRates: ways?.map(({ rate }) => rate) ?? record.shippingRates,
    wire: {
      ...wire,
      ...amounts,
      payment_status: amounts.amount_total === 0 ? 'no_payment_required' : 'unpaid',
      shipping_options: choices,
    },
  };
}

/** The way of shipping that was chosen before, while it is still offered. */
function chosen(wire: SessionWire, choices: readonly ShippingChoice[]): ShippingChoice | undefined {
  const { shipping_rate } = (wire['shipping_cost'] ?? {}) as { readonly shipping_rate?: string };
  return choices.find((choice) => choice.shipping_rate === shipping_rate) ?? choices[0];
}

function assertTotal(total: number, currency: string): void {
  if (total !== 0) assertChargeable(total, currency, 'line_items');
}

/** What the buyer's bank was asked, it was asked about another payment: the buyer begins anew. */
function abandonAttempt(scope: Scope, { wire, intent: template }: SessionRecord): void {
  const { store } = scope.world;
  const intent = store.get('intents', scope.account, wire.payment_intent ?? '');
  if (intent === undefined) return;
  const {
    description,
    metadata: labels,
    setup_future_usage,
    statement_descriptor,
    statement_descriptor_suffix,
  } = template;
  const changed: IntentWire = {
    ...intent.wire,
    ...{ description, setup_future_usage, statement_descriptor, statement_descriptor_suffix },
    amount: wire.amount_total,
    metadata: labels,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
  };
  store.put('intents', scope.account, changed.id, { ...intent, wire: changed });
}
