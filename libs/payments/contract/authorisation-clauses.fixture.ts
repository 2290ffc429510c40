import { PLATFORM_MONEY } from '../money/money-terms.js';
import { failure, isClear, same, type Clause } from './clause.fixture.js';
import { openRequest, refOf, type PaymentStage } from './payment-stage.fixture.js';

/** A session that its buyer has paid as far as a buyer can; null where money is never authorised first. */
async function authorised(stage: PaymentStage) {
  if (!stage.authorises) return null;
  const request = openRequest(stage, { money: { ...PLATFORM_MONEY, capture: 'manual' } });
  const session = await stage.provider.open(request);
  await stage.pay(session);
  return { request, ref: refOf(session), key: `${request.key}:capture` };
}

/** What a provider keeps of money that is authorised first; all but the last say nothing of one that never does that. */
export const AUTHORISATION_CLAUSES: Record<string, Clause> = {
  'authorises and takes nothing: not when it is read, not when it is closed': async (stage) => {
    const made = await authorised(stage);
    if (!made) return;
    const read = await stage.provider.read(made.ref);
    same([read.state, read.amount], ['authorised', made.request.amount], 'read() of an authorised session');
    same((await stage.provider.close(made.ref)).state, 'authorised', 'close() of an authorised session');
    same((await stage.books(made.request.checkoutId)).received, 0, 'received');
  },

  'takes what was authorised, all of it and once, however often it is asked': async (stage) => {
    const made = await authorised(stage);
    if (!made) return;
    for (const key of [made.key, made.key, `${made.key}:other`]) {
      const { state, amount } = await stage.provider.capture(made.ref, key);
      same([state, amount], ['paid', made.request.amount], 'capture()');
    }
    same((await stage.provider.abandon(made.ref)).state, 'paid', 'abandon() of what is taken');
    const { received, returned } = await stage.books(made.request.checkoutId);
    same([received, returned], [made.request.amount, 0], 'money at the provider');
  },

  'finds the money whose taking was never answered, and takes it once': async (stage) => {
    const made = await authorised(stage);
    if (!made) return;
    await stage.loseAnswer('capture');
    const error = await failure(stage.provider.capture(made.ref, made.key), 'an answer that was lost');
    same(isClear(error), false, 'a lost answer taken for a refusal');
    same((await stage.provider.capture(made.ref, made.key)).state, 'paid', 'capture() once more');
    same((await stage.books(made.request.checkoutId)).received, made.request.amount, 'received');
  },

  'gives an authorisation up: nothing was taken, nothing goes back, and nothing can be taken later': async (stage) => {
    const made = await authorised(stage);
    if (!made) return;
    same((await stage.provider.abandon(made.ref)).state, 'closed', 'abandon()');
    same((await stage.provider.abandon(made.ref)).state, 'closed', 'abandon() once more');
    same((await stage.provider.capture(made.ref, made.key)).state, 'closed', 'capture() of what was given up');
    const { received, returned } = await stage.books(made.request.checkoutId);
    same([received, returned], [0, 0], 'money at the provider');
  },

  'neither takes nor gives up what is not authorised': async (stage) => {
    const request = openRequest(stage);
    const session = await stage.provider.open(request);
    const ref = refOf(session);
    same((await stage.provider.capture(ref, `${request.key}:capture`)).state, 'open', 'capture() of an open session');
    same((await stage.provider.abandon(ref)).state, 'open', 'abandon() of an open session');
    await stage.pay(session);
    same((await stage.provider.abandon(ref)).state, 'paid', 'abandon() of a paid session');
    same((await stage.books(request.checkoutId)).received, request.amount, 'received');
  },
};
