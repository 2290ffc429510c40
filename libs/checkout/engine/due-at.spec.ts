import { CheckoutStatus as S } from '@comptoir/tenant-kit';
import type { CheckoutDocument, Run } from './checkout-document.js';
import { dueAt } from './due-at.js';
import { at, checkoutWith } from './spec-support/documents.fixture.js';

const lease = { owner: 'somebody', until: at(30_000) };
const times = { updatedAt: at(1), expiresAt: at(1_800_000) };

function due(checkout: Partial<CheckoutDocument>, run: Partial<Run> = {}): number | null {
  return dueAt(checkoutWith([], { run, checkout: { ...times, ...checkout } }))?.getTime() ?? null;
}

describe('a checkout is looked at again', () => {
  it.each(Object.values(S))('when its lease ends, while it is %s and leased', (status) => {
    expect(due({ status, lease }, { retryAt: at(500) })).toBe(lease.until.getTime());
  });

  it.each([S.pending, S.payment_pending])('when its time is up, while it is %s', (status) => {
    expect(due({ status })).toBe(times.expiresAt.getTime());
  });

  it.each([S.in_progress, S.compensating, S.cancelled, S.expired])('at its next try, while it is %s', (status) => {
    expect(due({ status }, { retryAt: at(500) })).toBe(at(500).getTime());
  });

  it.each([S.pending, S.payment_pending])('at its next try, while it is %s and its till is being closed', (status) => {
    expect(due({ status }, { direction: 'undo', retryAt: at(500) })).toBe(at(500).getTime());
  });

  it('at once, when work is left and no time is set', () => {
    expect(due({ status: S.in_progress })).toBe(times.updatedAt.getTime());
  });

  it.each([S.payment_pending, S.completed])('at once, while it is %s and a session is still to be listed', (status) => {
    expect(due({ status, untoldSessions: ['ps'] }, { endedAt: at(0) })).toBe(times.updatedAt.getTime());
  });

  it.each([S.completed, S.handed_off, S.compensated, S.cancelled, S.expired])(
    'never again, when it is %s and no run is left',
    (status) => {
      expect(due({ status }, { endedAt: at(0) })).toBeNull();
    },
  );
});
