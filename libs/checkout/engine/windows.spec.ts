import { PaymentRail } from '@comptoir/tenant-kit';
import { withSession } from '../payment/new-session.js';
import type { CheckoutDocument } from './checkout-document.js';
import { checkoutWith, at, PRICING, T0 } from './spec-support/documents.fixture.js';
import { freshWindows, windowsUntil, windowsWithout, type Windows } from './windows.js';

const MINUTE = 60_000;
const DAY = 24 * 60;
const { OFFLINE, STRIPE_CHECKOUT, STRIPE_INTENT } = PaymentRail;

/** A tenant that lets its checkouts wait so many minutes, and transfers so many hours. */
function tenant(checkoutWindowMinutes: number, windowHours = 120) {
  const payment = { providers: [], offline: { instructions: 'Transfer it', windowHours } };
  return { id: 'shop', checkoutWindowMinutes, payment };
}

/** A checkout that began at T0. */
function begun(window: number): CheckoutDocument {
  const ready = checkoutWith(['done', 'done', 'done'], { checkout: { pricing: PRICING } });
  return { ...ready, ...freshWindows(tenant(window), T0) };
}

/** The same with a session on this rail, so many minutes after T0. */
function opened(
  checkout: CheckoutDocument,
  window: number,
  rail: PaymentRail,
  when: number,
  hours?: number,
): CheckoutDocument {
  const chosen = { provider: 'fake', rail, score: 100, reasons: [], skipped: [], asked: null };
  const request = { chosen, tenant: tenant(window, hours), successUrl: null, cancelUrl: null };
  return withSession(checkout, request, at(when * MINUTE));
}

const minute = (date: Date): number => (date.getTime() - T0.getTime()) / MINUTE;
const minutes = ({ expiresAt, holdUntil }: Windows): number[] => [minute(expiresAt), minute(holdUntil)];
const sessionEnd = ({ payment }: CheckoutDocument): number => minute(payment.sessions.at(-1)!.expiresAt);

describe('a checkout with a session', () => {
  it.each([
    ['a page', STRIPE_CHECKOUT, 30, 0, 31, [31, DAY]],
    ['a page of a long window', STRIPE_CHECKOUT, 120, 5, 125, [125, DAY]],
    // The provider has no page that short: the checkout's own timer closes it.
    ['a page of a short window', STRIPE_CHECKOUT, 10, 5, 36, [15, DAY]],
    ['an intent', STRIPE_INTENT, 10, 5, 15, [15, DAY]],
    ['a page that would outlast the hold', STRIPE_CHECKOUT, 120, DAY - 60, DAY, [DAY, DAY]],
    ['an intent that would outlast the hold', STRIPE_INTENT, 120, DAY - 60, DAY, [DAY, DAY]],
    ['a page right before the end of the hold', STRIPE_CHECKOUT, 120, DAY - 10, DAY + 21, [DAY, DAY]],
    ['a transfer', OFFLINE, 30, 5, 5 * DAY + 5, [5 * DAY + 5, 5 * DAY + 5]],
  ] as const)('waits as long as that can be paid, and its goods with it: %s', (...given) => {
    const [, rail, window, when, end, expected] = given;
    const checkout = opened(begun(window), window, rail, when);
    expect([sessionEnd(checkout), minutes(checkout)]).toEqual([end, expected]);
  });
});

describe('a checkout whose session was closed unpaid', () => {
  it.each([
    ['a page, at once', STRIPE_CHECKOUT, 120, 5, 6, [125, DAY]],
    ['a page that ended', STRIPE_CHECKOUT, 120, 5, 125, [125, DAY]],
    ['an intent', STRIPE_INTENT, 10, 5, 6, [15, DAY]],
    ['a transfer, at once', OFFLINE, 45, 5, 6, [51, DAY]],
    ['a transfer of a tenant that waits long', OFFLINE, 600, 5, 6, [606, DAY]],
    ['a transfer, days later', OFFLINE, 45, 5, 3 * DAY, [3 * DAY + 45, 3 * DAY + 45]],
    ['a transfer that is almost over', OFFLINE, 45, 5, 5 * DAY, [5 * DAY + 5, 5 * DAY + 5]],
    ['a transfer that was given less than any other', OFFLINE, DAY, 5, 6, [DAY, DAY], 1],
  ] as const)('has no more time than without it, and no less than at the beginning: %s', (...given) => {
    const [, rail, window, when, end, expected, hours] = given;
    const checkout = opened(begun(window), window, rail, when, hours);
    expect(minutes(windowsWithout(checkout, at(end * MINUTE)))).toEqual(expected);
  });

  it('waits no longer for money that was in flight and did not come', () => {
    const paying = opened(begun(20), 20, STRIPE_INTENT, 0);
    const inFlight = { ...paying, ...windowsUntil(paying, at(3 * DAY * MINUTE)) };
    expect(minutes(windowsWithout(inFlight, at(2 * DAY * MINUTE)))).toEqual([2 * DAY + 20, 2 * DAY + 20]);
  });

  it('keeps its time where the session was written before sessions remembered what was before them', () => {
    const checkout = opened(begun(45), 45, OFFLINE, 5);
    const sessions = checkout.payment.sessions.map((session) => ({ ...session, without: undefined }));
    const older = { ...checkout, payment: { ...checkout.payment, sessions } };
    expect(windowsWithout(older as CheckoutDocument, at(6 * MINUTE))).toEqual({
      expiresAt: checkout.expiresAt,
      holdUntil: checkout.holdUntil,
    });
  });
});
