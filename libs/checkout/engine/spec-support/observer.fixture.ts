import type { PaymentFacts } from '#payments';
import { isNews, moneyPatch, sessionPatch } from '../../payment/payment-record.js';
import { withRefund } from '../../after-sale/refund-record.js';
import type { CheckoutDocument, SessionRecord, StepRecord } from '../checkout-document.js';
import { waitsForBuyer } from '../due-at.js';
import { moneyThere, stamped, tillClosed } from '../engine.js';
import { checkoutRun, currentRun, refundRun, stepKey, withRun } from '../run.js';
import { ClaimLost, run, type Engine } from '../runner.js';
import { factsOf } from './fake-steps.fixture.js';
import type { World } from './world.fixture.js';

/** An engine, and the provider. */
type Knowing = Engine & { readonly clock: World };

/** Tells the engine what the provider says, as `PaymentObserver` does. Done again later when it throws. */
export async function observe(engine: Knowing, checkout: CheckoutDocument, facts: PaymentFacts): Promise<void> {
  const session = checkout.payment.sessions.find(({ key }) => key === facts.providerId);
  if (!session) return;
  if (facts.state === 'paid') return paid(engine, checkout, session, facts);
  if (facts.state === 'authorised') return authorised(engine, checkout, session, facts);
  const step = waitingStep(checkout, session);
  if (!step) return;
  const noted = { ...checkout, ...sessionPatch(checkout, session, facts) };
  if (facts.state === 'closed' && waitsForBuyer(checkout)) {
    await write(engine, checkout, tillClosed(noted, step, engine.clock.now()));
  } else if (isNews(facts.state, session.state)) {
    await write(engine, checkout, stamped(noted, engine.clock.now()));
  }
}

async function authorised(
  engine: Knowing,
  checkout: CheckoutDocument,
  session: SessionRecord,
  facts: PaymentFacts,
): Promise<void> {
  if (session.state === 'authorised' || session.state === 'paid') return;
  const noted = { ...checkout, ...sessionPatch(checkout, session, facts) };
  const step = waitingStep(checkout, session);
  if (step && waitsForBuyer(checkout)) {
    await run(engine, checkout, moneyThere(noted, step, engine.clock.now()));
  } else if (!currentRun(checkout)) {
    const left = factsOf(engine.clock.abandon(facts.providerId));
    const given = { ...checkout, ...sessionPatch(checkout, session, left) };
    await write(engine, checkout, stamped(given, engine.clock.now()));
  }
}

async function paid(
  engine: Engine,
  checkout: CheckoutDocument,
  session: SessionRecord,
  facts: PaymentFacts,
): Promise<void> {
  if (session.state === 'paid') return;
  const noted = { ...checkout, ...moneyPatch(checkout, { session, facts }, engine.clock.now()) };
  const step = waitingStep(checkout, session);
  if (step && waitsForBuyer(checkout)) {
    await run(engine, checkout, moneyThere(noted, step, engine.clock.now()));
  } else if (!currentRun(checkout)) {
    const { run: late, key } = refundRun(checkout, 'late-money');
    const { amount, currency } = session;
    const intent = { provider: 'fake', paymentId: facts.providerId, key, amount, currency, reason: 'late' as const };
    const payment = withRefund(noted.payment, intent, engine.clock.now());
    await run(engine, checkout, { ...noted, payment, runs: withRun(noted.runs, late) });
  }
}

export async function write(engine: Engine, from: CheckoutDocument, to: CheckoutDocument): Promise<void> {
  if (!(await engine.store.save(from, to))) throw new ClaimLost(from.id);
}

function waitingStep(checkout: CheckoutDocument, session: SessionRecord): StepRecord | null {
  const current = currentRun(checkout);
  const step = current && checkoutRun(checkout).steps.find(({ does }) => does === 'collect');
  if (!step || (step.state !== 'waiting' && step.state !== 'started')) return null;
  return stepKey(checkout, current, step) === session.key ? step : null;
}
