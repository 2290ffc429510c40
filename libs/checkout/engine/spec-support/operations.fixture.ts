import { CheckoutStatus, PaymentRail, type TenantContext } from '@comptoir/tenant-kit';
import { paymentOf, withSession } from '../../payment/new-session.js';
import type { CheckoutDocument } from '../checkout-document.js';
import { waitsForBuyer } from '../due-at.js';
import { restart, resume, stamped, turnBack, whenDue } from '../engine.js';
import { checkoutRun } from '../run.js';
import { begin, run } from '../runner.js';
import type { Actor } from './actor.fixture.js';
import { failureOf, freshCheckout, PLAN } from './documents.fixture.js';
import { chooseFake, factsOf, SHOP } from './fake-steps.fixture.js';
import { observe, write } from './observer.fixture.js';

/** What a buyer asks for. */
function session(checkout: CheckoutDocument, rail: PaymentRail | null): Parameters<typeof withSession>[1] {
  const chosen = chooseFake({ tenantId: 'shop' } as TenantContext, paymentOf(checkout, rail));
  return { chosen, tenant: SHOP, successUrl: null, cancelUrl: null };
}

/** What callers and timers do to the one checkout: `CheckoutService` and the sweeper without their surroundings. */
export const OPERATIONS = { start, pay, transfer, update, cancel, retry, wake, hear };

async function start(actor: Actor): Promise<void> {
  await begin(actor, resume(freshCheckout(actor.clock.now()), 'start'));
}

function pay(actor: Actor): Promise<void> {
  return payOn(actor, null);
}

/** A rail on which money is waited for for days. */
function transfer(actor: Actor): Promise<void> {
  return payOn(actor, PaymentRail.OFFLINE);
}

async function payOn(actor: Actor, rail: PaymentRail | null): Promise<void> {
  const checkout = await unleased(actor);
  if (checkout?.status !== CheckoutStatus.pending) return;
  await run(actor, checkout, withSession(resume(checkout, 'pay'), session(checkout, rail), actor.clock.now()));
}

/** Another address: the order is drafted anew. Unlike the real one it closes no session whose opening was unclear. */
async function update(actor: Actor): Promise<void> {
  const before = await unleased(actor);
  const key = before?.status === CheckoutStatus.payment_pending ? before.payment.sessions.at(-1)?.providerId : null;
  if (before && key) await observe(actor, before, factsOf(actor.clock.close(key)));
  const checkout = await unleased(actor);
  if (checkout?.status !== CheckoutStatus.pending) return;
  const steps = checkoutRun(checkout).steps.map((step) => {
    const isDrafted = step.does === 'draft' && step.state === 'done';
    return isDrafted ? { ...step, state: 'ready' as const, attempt: step.attempt + 1 } : step;
  });
  const runs = checkout.runs.map((other) => (other === checkoutRun(checkout) ? { ...other, steps } : other));
  await write(actor, checkout, stamped({ ...checkout, runs }, actor.clock.now()));
}

async function cancel(actor: Actor): Promise<void> {
  const checkout = await unleased(actor);
  if (checkout && waitsForBuyer(checkout)) await run(actor, checkout, turnBack(checkout, 'cancelled'));
}

async function retry(actor: Actor): Promise<void> {
  const checkout = await unleased(actor);
  if (checkout?.status !== CheckoutStatus.compensated || !checkout.failure?.retryable) return;
  await run(actor, checkout, restart(checkout, PLAN));
}

/** One round of a sweeper: first those who listen are told. */
async function wake(actor: Actor): Promise<void> {
  actor.tell();
  const checkout = await unleased(actor);
  const due = checkout && whenDue(checkout, failureOf(true), actor.clock.now());
  if (due) await run(actor, checkout, due);
}

/** A webhook, a return or a status read: the provider is asked about every session. */
async function hear(actor: Actor): Promise<void> {
  for (const session of actor.clock.all()) {
    const checkout = await unleased(actor);
    if (checkout) await observe(actor, checkout, factsOf(session));
  }
}

async function unleased(actor: Actor): Promise<CheckoutDocument | null> {
  const checkout = await actor.store.load('shop', 'chk');
  return checkout?.lease && checkout.lease.until > actor.clock.now() ? null : checkout;
}
