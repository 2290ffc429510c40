import { randomUUID } from 'node:crypto';
import { PLATFORM_MONEY } from '../money/money-terms.js';
import type { PaymentFacts, RefundFacts, SessionRef } from '../payment-provider.js';
import { PaymentDeclined, PaymentRefused } from '../payments.problems.js';
import { AUTHORISATION_CLAUSES } from './authorisation-clauses.fixture.js';
import { ClauseBroken, failure, isClear, same, type Clause } from './clause.fixture.js';
import { openRequest, refOf, refundRequest, type PaymentStage } from './payment-stage.fixture.js';

async function paid(stage: PaymentStage, change: Parameters<typeof openRequest>[1] = {}) {
  const request = openRequest(stage, change);
  const session = await stage.provider.open(request);
  await stage.pay(session);
  return { request, facts: await stage.provider.read(refOf(session)) };
}

export const CLAUSES: Record<string, Clause> = {
  'opens a session that waits for its buyer, over exactly the amount, with the names of whose it is': async (stage) => {
    const request = openRequest(stage);
    const { providerId, ...facts } = await stage.provider.open(request);
    const { tenantId } = request.tenant;
    const { rail, amount, currency, checkoutId, sessionId } = request;
    same(pick(facts), { state: 'open', rail, amount, currency, tenantId, checkoutId, sessionId }, 'open()');
    same(pick(await stage.provider.read({ ...facts, providerId })), pick(facts), 'read()');
  },

  'opens one session per key, however often it is asked': async (stage) => {
    const request = openRequest(stage);
    const answers = [await stage.provider.open(request)];
    answers.push(...(await Promise.all([stage.provider.open(request), stage.provider.open(request)])));
    same(new Set(answers.map(({ providerId }) => providerId)).size, 1, 'sessions named by one key');
    same((await stage.books(request.checkoutId)).sessions, 1, 'sessions at the provider');
  },

  'opens another session under another key': async (stage) => {
    const request = openRequest(stage);
    const first = await stage.provider.open(request);
    const key = `${request.key}:again`;
    const second = await stage.provider.open({ ...request, key, sessionId: `${request.sessionId}b` });
    same(first.providerId === second.providerId, false, 'one session for two keys');
  },

  'finds the session whose answer was lost, under the same key': async (stage) => {
    const request = openRequest(stage);
    await stage.loseAnswer('open');
    const error = await failure(stage.provider.open(request), 'an answer that was lost');
    // "Refused" would say that nothing was opened, and nobody would ever close it.
    same(isClear(error), false, 'a lost answer taken for a refusal');
    const found = await stage.provider.open(request);
    same([found.state, found.sessionId], ['open', request.sessionId], 'open() once more');
    same((await stage.books(request.checkoutId)).sessions, 1, 'sessions at the provider');
  },

  'says a request it can never take as a refusal, which is a problem and opens nothing': async (stage) => {
    const request = openRequest(stage, stage.impossible);
    const error = await failure(stage.provider.open(request), 'an impossible request');
    same(error instanceof PaymentRefused, true, `refused with ${String(error)}`);
    same((await stage.books(request.checkoutId)).sessions, 0, 'sessions at the provider');
  },

  'counts in minor units, whatever the decimals of the currency': async (stage) => {
    for (const { currency, amount } of stage.amounts) {
      const { request, facts } = await paid(stage, { currency, amount });
      same([facts.state, facts.amount, facts.currency], ['paid', amount, currency], 'read() of a paid session');
      same((await stage.books(request.checkoutId)).received, amount, `received in ${currency}`);
    }
  },

  'says paid once the money is there, and names the payment': async (stage) => {
    const { request, facts } = await paid(stage);
    const { tenantId } = request.tenant;
    const { rail, amount, currency, checkoutId, sessionId } = request;
    same(pick(facts), { state: 'paid', rail, amount, currency, tenantId, checkoutId, sessionId }, 'read()');
    same(typeof facts.paymentId, 'string', 'the payment');
  },

  'closes before it is paid: from then on nobody can pay': async (stage) => {
    const session = await stage.provider.open(openRequest(stage));
    same((await stage.provider.close(refOf(session))).state, 'closed', 'close()');
    await failure(stage.pay(session), 'paid after it was closed');
    same((await stage.provider.read(refOf(session))).state, 'closed', 'read() after close()');
  },

  'closes after it was paid: says paid, and takes nothing back': async (stage) => {
    const { request, facts } = await paid(stage);
    const closed = await stage.provider.close(refOf(facts));
    same([closed.state, closed.paymentId], ['paid', facts.paymentId], 'close() of a paid session');
    const { received, returned } = await stage.books(request.checkoutId);
    same([received, returned], [request.amount, 0], 'money at the provider');
  },

  'closes as often as it is asked': async (stage) => {
    const session = await stage.provider.open(openRequest(stage));
    await stage.provider.close(refOf(session));
    same((await stage.provider.close(refOf(session))).state, 'closed', 'close() once more');
  },

  'never calls a session closed that it does not know': async (stage) => {
    const { providerId, account } = await stage.provider.open(openRequest(stage));
    const unknown = { account, providerId: `${providerId.slice(0, -6)}000000` };
    await failure(stage.provider.read(unknown), 'read() of an unknown session');
    await failure(stage.provider.close(unknown), 'close() of an unknown session');
  },

  'confirms an open session in place of its buyer, where its rail has that, and leaves a closed one alone': async (
    stage,
  ) => {
    const request = openRequest(stage);
    const session = await stage.provider.open(request);
    const confirm = (method: string) =>
      stage.provider.confirm(refOf(session), { method, returnUrl: request.returnUrl });
    if (stage.methods) {
      const { good, declined } = stage.methods;
      same((await failure(confirm(declined), 'a declined method')) instanceof PaymentDeclined, true, 'declined');
      same((await stage.provider.read(refOf(session))).state, 'open', 'read() after a decline');
      same((await confirm(good)).state, 'paid', 'confirm()');
      same((await confirm(good)).state, 'paid', 'confirm() once more');
      same((await stage.books(request.checkoutId)).received, request.amount, 'received');
    } else {
      await stage.provider.close(refOf(session));
      same((await confirm('pm_card_visa')).state, 'closed', 'confirm() of a closed session');
    }
  },

  ...AUTHORISATION_CLAUSES,

  'gives back once per key': async (stage) => {
    const { request, facts } = await paid(stage);
    const refund = refundRequest(facts, 400);
    const answers = [await stage.provider.refund(refund), await stage.provider.refund(refund)];
    same(new Set(answers.map(({ providerId }) => providerId)).size, 1, 'refunds named by one key');
    same((await stage.books(request.checkoutId)).returned, 400, 'given back');
    same((await stage.provider.readRefund(named(answers[0]))).state === 'failed', false, 'readRefund(): failed');
  },

  'finds the refund whose answer was lost, and gives back once': async (stage) => {
    const { request, facts } = await paid(stage);
    const refund = refundRequest(facts, 400);
    await stage.loseAnswer('refund');
    const error = await failure(stage.provider.refund(refund), 'an answer that was lost');
    same(isClear(error), false, 'a lost answer taken for a refusal');
    await stage.provider.refund(refund);
    same((await stage.books(request.checkoutId)).returned, 400, 'given back');
  },

  'never gives back more than was paid': async (stage) => {
    const { request, facts } = await paid(stage);
    const tooMuch = await failure(stage.provider.refund(refundRequest(facts, request.amount + 1)), 'a refund of more');
    same(tooMuch instanceof PaymentRefused, true, `refused with ${String(tooMuch)}`);
    await stage.provider.refund(refundRequest(facts, request.amount - 100));
    const rest = await failure(stage.provider.refund(refundRequest(facts, 101)), 'a refund of more than is left');
    same(rest instanceof PaymentRefused, true, `refused with ${String(rest)}`);
    await stage.provider.refund(refundRequest(facts, 100, randomUUID()));
    same((await stage.books(request.checkoutId)).returned, request.amount, 'given back');
  },

  'tells what was given back of a payment, each under the key that it was given under': async (stage) => {
    const { request, facts } = await paid(stage);
    const refund = refundRequest(facts, 400);
    await stage.provider.refund(refund);
    if (!facts.paymentId) throw new ClauseBroken('A paid session names its payment');
    const told = await stage.provider.readAfterSale({ paymentId: facts.paymentId, account: facts.account });
    same(
      told.refunds.map(({ key, amount }) => [key, amount]),
      [[refund.key, 400]],
      'refunds',
    );
    same([told.checkoutId, told.sessionId, told.dispute], [request.checkoutId, request.sessionId, 'none'], 'names');
  },
};

function pick({ state, rail, amount, currency, tenantId, checkoutId, sessionId }: Omit<PaymentFacts, 'providerId'>) {
  return { state, rail, amount, currency, tenantId, checkoutId, sessionId };
}

function named(refund: RefundFacts | undefined): SessionRef {
  if (!refund?.providerId) throw new ClauseBroken('A refund that was taken has no name');
  return { providerId: refund.providerId, account: PLATFORM_MONEY.account };
}
