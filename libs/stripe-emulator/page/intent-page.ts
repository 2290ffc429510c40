import { formatMoney } from '../core/currency.js';
import type { IntentRecord } from '../core/tables.js';
import type { IntentWire } from '../core/wire.js';
import type { Scope, World } from '../core/world.js';
import { internalScope } from '../core/world.js';
import type { Incoming } from '../http/exchange.js';
import { isWebAddress } from '../params/fields.js';
import { storeMethod } from '../resources/methods/find-method.js';
import { answerBank, attemptPayment } from '../resources/payments/attempt.js';
import type { Answer } from './answer.js';
import { BANK_ANSWERS, bankPage } from './bank-page.js';
import { choicesOf } from './choices.js';
import { document, noticePage } from './document.js';
import { html } from './html.js';
import { waysToPay } from './pay-page.js';

const OPEN = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

interface Visit {
  readonly scope: Scope;
  readonly record: IntentRecord;
  /** Where the seller's page would have told Stripe.js to send the buyer. */
  readonly returnUrl: string | null;
}

/**
 * The page that stands in for Stripe.js where a seller has a page of its own: it needs what Stripe.js is given, the client
 * secret and the address to return to. An intent behind a session is paid on the session's page.
 */
export function answerIntent(world: World, id: string, { method, query, body }: Incoming): Answer {
  const given = new URLSearchParams(query);
  const found = world.store.find('intents', id);
  if (
    found === undefined ||
    found.row.session !== null ||
    found.row.wire['client_secret'] !== given.get('client_secret')
  )
    return notice(404, 'No such payment', 'This test payment page does not exist.');
  const returnUrl = given.get('return_url');
  if (returnUrl !== null && !isWebAddress(returnUrl))
    return notice(400, 'No way back', 'The return_url of this page is not an http(s) address.');
  const visit: Visit = { scope: internalScope(world, found.account), record: found.row, returnUrl };
  const { status } = found.row.wire;
  if (status === 'canceled') return notice(410, 'This payment was cancelled', 'It can no longer be paid.');
  if (!OPEN.includes(status)) return finished(visit, method === 'POST');
  return method === 'POST' ? press(visit, new URLSearchParams(body).get('choice') ?? '') : open(visit, 200);
}

function press(visit: Visit, choice: string): Answer {
  const { scope, record } = visit;
  const bank = BANK_ANSWERS[choice];
  if (bank !== undefined) return answered(visit, bank.confirmed);
  const chosen = choicesOf(dueOf(record.wire)).find(({ value }) => value === choice);
  if (chosen === undefined) return open(visit, 400, 'Choose one of the ways to pay below.');
  const payer = { email: record.wire.receipt_email, name: null };
  const after = { ...visit, record: attemptPayment(scope, record, storeMethod(scope, chosen.method, payer)) };
  const { status } = after.record.wire;
  if (!OPEN.includes(status)) return finished(after, true);
  if (status === 'requires_action') return open(after, 200);
  const reason = chosen.method.decline?.message ?? 'The payment did not succeed.';
  return open(after, 402, `${reason} Nothing was charged; try another way to pay.`);
}

function answered(visit: Visit, confirmed: boolean): Answer {
  const record = answerBank(visit.scope, visit.record.wire.id, confirmed);
  if (record === null) return open(visit, 400, 'The bank asks nothing; choose a way to pay below.');
  const after = { ...visit, record };
  if (!OPEN.includes(record.wire.status)) return finished(after, true);
  return open(after, 402, 'The bank did not confirm. Nothing was charged; try another way to pay.');
}

function open({ scope, record }: Visit, status: number, problem?: string): Answer {
  const { wire } = record;
  const seller = `test seller ${scope.account}`;
  if (problem === undefined && wire.status === 'requires_action') {
    return { status, page: bankPage(seller, wire.amount, wire.currency, false) };
  }
  const content = html`<h1>Pay ${seller}</h1>
    ${problem === undefined ? '' : html`<p class="error" role="alert">${problem}</p>`}
    <p>${wire.description ?? 'Your order'}: <strong>${formatMoney(wire.amount, wire.currency)}</strong></p>
    <form method="post">${waysToPay(dueOf(wire))}</form>`;
  return { status, page: document(`Test payment to ${seller}`, content) };
}

/** A second press of the button ends where the first one did; nothing is charged again. */
function finished(visit: Visit, pressed: boolean): Answer {
  const href = doneUrl(visit);
  if (pressed && href !== null) return { redirect: href };
  const title = 'This payment is complete';
  return notice(200, title, 'It was already submitted; nothing is left to pay.', href);
}

/** The seller's address with what Stripe.js adds to it. */
function doneUrl({ record: { wire }, returnUrl }: Visit): string | null {
  if (returnUrl === null) return null;
  const url = new URL(returnUrl);
  url.searchParams.set('payment_intent', wire.id);
  url.searchParams.set('payment_intent_client_secret', String(wire['client_secret']));
  url.searchParams.set('redirect_status', wire.status === 'processing' ? 'pending' : 'succeeded');
  return url.href;
}

function dueOf({ amount, currency, payment_method_types: types }: IntentWire) {
  return { amount, currency, types };
}

function notice(status: number, title: string, text: string, href: string | null = null): Answer {
  return { status, page: noticePage(title, text, href === null ? undefined : { href, text: 'Back to the seller' }) };
}
