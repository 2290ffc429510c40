import { CODES } from '../../../apps/cli/src/doctor/codes/index.js';
import { CopiedTown } from './copied-town.js';
import { CHECKOUT_FAULTS } from './faults/checkouts.js';
import { GOODS_FAULTS } from './faults/goods.js';
import { OFFLINE_FAULTS } from './faults/offline.js';
import { MONEY_FAULTS } from './faults/money.js';
import { PROVIDER_FAULTS } from './faults/provider.js';
import { RECORD_FAULTS } from './faults/records.js';

const FAULTS = [
  ...CHECKOUT_FAULTS,
  ...MONEY_FAULTS,
  ...OFFLINE_FAULTS,
  ...GOODS_FAULTS,
  ...RECORD_FAULTS,
  ...PROVIDER_FAULTS,
];

const DAY = 24 * 3_600_000;

describe('comptoir doctor', () => {
  let copy: CopiedTown;

  beforeAll(async () => {
    copy = await CopiedTown.build();
  });
  afterEach(() => copy?.mend());
  afterAll(() => copy?.stop());

  it('finds nothing where all is well, whatever buyers did', async () => {
    const { findings, verdict } = await copy.doctor({ stripe: true });
    expect(findings).toEqual([]);
    expect(verdict).toMatchObject({ faults: 0, unsettled: 0, checked: { checkouts: 23, orders: 13, bookings: 1 } });
    for (const [ward, looked] of Object.entries(verdict.checked)) expect([ward, looked]).not.toEqual([ward, 0]);
  });

  it.each(FAULTS)('finds $what: $code', async ({ code, plant, also = [], stripe = false }) => {
    const id = await plant(copy);
    const { findings, verdict } = await copy.doctor({ stripe });
    expect(new Set(findings.map((finding) => finding.code))).toEqual(new Set([code, ...also]));
    expect(findings.filter((finding) => finding.code === code).map((finding) => finding.id)).toEqual([id]);
    expect(verdict.faults).toBe(findings.length);
  });

  it.each([
    [13, ['SESSION_OPEN_AFTER_END']],
    [15, []],
  ])('knows for how long money on its way is waited for: %i days of it make %j', async (days, codes) => {
    const checkout = await copy.read('checkouts', copy.town.cancelled);
    const [session] = checkout.payment.sessions;
    const openedAt = new Date(checkout.runs[0].endedAt.getTime() - days * DAY);
    await copy.set('checkouts', checkout._id, {
      'payment.sessions.0.state': 'processing',
      'payment.sessions.0.openedAt': openedAt,
      'payment.sessions.0.providerId': 'cs_other',
    });
    await copy.set('payment-sessions', `${checkout.tenantId}/${session.id}`, {
      status: 'complete',
      providerId: 'cs_other',
    });
    expect((await copy.doctor({})).findings.map(({ code }) => code)).toEqual(codes);
  });

  it('has met every fault that it knows', () => {
    const planted = new Set(FAULTS.map(({ code }) => code));
    expect(Object.keys(CODES).filter((code) => !planted.has(code as never))).toEqual([]);
  });
});
