import type { ServerResponse } from 'node:http';
import type { SessionRecord } from '../core/tables.js';
import type { Scope, World } from '../core/world.js';
import { internalScope } from '../core/world.js';
import type { Incoming } from '../http/exchange.js';
import { isEmail } from '../params/fields.js';
import { answerSession, currentSession, paySession } from '../resources/sessions/lifecycle.js';
import type { Answer } from './answer.js';
import { choicesOf } from './choices.js';
import { BANK_ANSWERS, bankPage } from './bank-page.js';
import { noticePage } from './document.js';
import { answerIntent } from './intent-page.js';
import { dueOf, knownEmail, payPage, sellerOf } from './pay-page.js';
import { CONTENT_SECURITY_POLICY } from './style.js';

/** Who pays when a script posts no address. */
const DEFAULT_EMAIL = 'test.buyer@example.com';

/** Where pages are served. */
export const PAY_PATH = '/c/pay/';

/** Serves the page of a session or an intent: GET shows it, POST does what the pressed button says. */
export function servePage(world: World, incoming: Incoming, response: ServerResponse): void {
  const id = incoming.path.slice(PAY_PATH.length);
  const answer = world.store.transaction(() =>
    id.startsWith('pi_') ? answerIntent(world, id, incoming) : answerPage(world, id, incoming),
  );
  const common = {
    'cache-control': 'no-store',
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  };
  if ('redirect' in answer) {
    response.writeHead(303, { ...common, location: answer.redirect });
    response.end();
    return;
  }
  response.writeHead(answer.status, { ...common, 'content-type': 'text/html; charset=utf-8' });
  response.end(answer.page);
}

function answerPage(world: World, id: string, incoming: Incoming): Answer {
  const account = world.store.find('sessions', id)?.account;
  const scope = internalScope(world, account ?? '');
  const record = currentSession(scope, id);
  if (record === undefined || !maySee(record, incoming))
    return notice(404, 'No such payment', 'This test payment page does not exist.');
  const form = new URLSearchParams(incoming.method === 'POST' ? incoming.body : '');
  const choice = form.get('choice');
  if (record.wire.status === 'expired') {
    return notice(410, 'This payment has expired', 'It can no longer be paid. Start again at the seller.', record);
  }
  if (record.wire.status === 'complete') return completed(record, incoming.method === 'POST' && choice !== 'cancel');
  if (incoming.method !== 'POST') return open(scope, record, form, 200);
  if (choice === 'cancel' && record.wire.cancel_url !== null) return redirect(record.wire.cancel_url, record);
  return pay(scope, record, form);
}

function answered(scope: Scope, record: SessionRecord, form: URLSearchParams, confirmed: boolean): Answer {
  const after = answerSession(scope, record, confirmed);
  if (after === null) return open(scope, record, form, 400, 'The bank asks nothing; choose a way to pay below.');
  if (after.wire.status === 'complete') return completed(after, true);
  return open(scope, after, form, 402, 'The bank did not confirm. Nothing was charged; try another way to pay.');
}

/** A second press of the button ends where the first one did; nothing is charged again. */
function completed(record: SessionRecord, pressed: boolean): Answer {
  const target = doneUrl(record);
  if (pressed && target !== null) return redirect(target, record);
  return notice(200, 'This payment is complete', 'It was already submitted; nothing is left to pay.', record);
}

/** A hosted page's address is its secret; elsewhere the page stands in for Stripe.js and needs what Stripe.js needs. */
function maySee({ wire }: SessionRecord, { query }: Incoming): boolean {
  return wire.client_secret === null || new URLSearchParams(query).get('client_secret') === wire.client_secret;
}

function pay(scope: Scope, record: SessionRecord, form: URLSearchParams): Answer {
  const answer = BANK_ANSWERS[form.get('choice') ?? ''];
  if (answer !== undefined) return answered(scope, record, form, answer.confirmed);
  const choice = choicesOf(dueOf(record.wire)).find(({ value }) => value === form.get('choice'));
  if (choice === undefined) return open(scope, record, form, 400, 'Choose one of the ways to pay below.');
  const email = knownEmail(record.wire) ?? form.get('email') ?? DEFAULT_EMAIL;
  if (!isEmail(email)) return open(scope, record, form, 400, 'Enter a complete e-mail address.');
  const after = paySession(scope, record, {
    method: choice.method,
    email,
    name: null,
    shippingRate: form.get('shipping_rate') ?? undefined,
  });
  if (after.wire.status === 'complete') return completed(after, true);
  if (isAsked(scope, after)) return open(scope, after, form, 200);
  const reason = choice.method.decline?.message ?? 'The payment did not succeed.';
  return open(scope, after, form, 402, `${reason} Nothing was charged; try another way to pay.`);
}

function open(scope: Scope, record: SessionRecord, form: URLSearchParams, status: number, problem?: string): Answer {
  const email = form.get('email') ?? DEFAULT_EMAIL;
  const { wire } = record;
  if (problem === undefined && isAsked(scope, record)) {
    const page = bankPage(sellerOf(record, scope.account), wire.amount_total, wire.currency, wire.cancel_url !== null);
    return { status, page };
  }
  const shippingRate = form.get('shipping_rate') ?? undefined;
  return { status, page: payPage(record, { account: scope.account, email, shippingRate, problem }) };
}

/** Whether the buyer's bank waits for an answer. */
function isAsked(scope: Scope, { wire }: SessionRecord): boolean {
  const intent = scope.world.store.get('intents', scope.account, wire.payment_intent ?? '');
  return intent?.wire.status === 'requires_action';
}

/** Where the buyer goes after paying; an embedded page may stay where it is. */
function doneUrl({ wire }: SessionRecord): string | null {
  return wire.success_url ?? wire.return_url ?? null;
}

function notice(status: number, title: string, text: string, record?: SessionRecord): Answer {
  const target = record?.wire.status === 'complete' ? doneUrl(record) : record?.wire.cancel_url;
  const known = record !== undefined && typeof target === 'string';
  const link = known ? { href: filled(target, record), text: 'Back to the seller' } : undefined;
  return { status, page: noticePage(title, text, link) };
}

function redirect(url: string, record: SessionRecord): Answer {
  return { redirect: filled(url, record) };
}

/** The seller's address with the session's id in it, in the form a header can carry. */
function filled(url: string, record: SessionRecord): string {
  return new URL(url.replaceAll('{CHECKOUT_SESSION_ID}', record.wire.id)).href;
}
