import { createHmac } from 'node:crypto';
import {
  challengeFor,
  challengeHeader,
  credentialIn,
  receiptHeader,
  type PaymentChallenge,
  type PaymentDemand,
} from './payment-challenge.js';

const code = (text: string) => createHmac('sha256', 'a key').update(text).digest('base64url');

const DEMAND: PaymentDemand = {
  realm: 'pay.example',
  amount: 2600,
  currency: 'eur',
  checkoutId: 'chk_1',
  sessionId: 'ses_1',
  networkId: 'profile_test_1',
  expiresAt: new Date('2026-11-22T12:00:00Z'),
};

const OPEN = challengeFor(DEMAND, code);

const answer = (challenge: object = OPEN, payload: object = { spt: 'spt_1', externalId: 'chk_1' }) =>
  `Payment ${Buffer.from(JSON.stringify({ challenge, payload })).toString('base64url')}`;

const json = (text: string) => JSON.parse(Buffer.from(text, 'base64url').toString());

describe('a payment challenge', () => {
  it('says what is to be paid, to whom, for which checkout, until when', () => {
    expect(challengeHeader(OPEN)).toMatch(
      /^Payment id="[\w-]{43}", realm="pay.example", method="stripe", intent="charge", request="[\w-]+", expires="2026-11-22T12:00:00.000Z", opaque="[\w-]+"$/,
    );
    expect(json(OPEN.request)).toEqual({
      amount: '2600',
      currency: 'eur',
      externalId: 'chk_1',
      methodDetails: { networkId: 'profile_test_1', paymentMethodTypes: ['card'] },
    });
  });

  it('is the same for the same demand, and another for any other', () => {
    expect(challengeFor({ ...DEMAND }, code)).toEqual(OPEN);
    const others: Partial<PaymentDemand>[] = [
      { realm: 'other.example' },
      { amount: 2601 },
      { currency: 'usd' },
      { checkoutId: 'chk_2' },
      { sessionId: 'ses_2' },
      { networkId: 'profile_test_2' },
      { expiresAt: new Date('2026-11-22T12:00:01Z') },
    ];
    const ids = others.map((other) => challengeFor({ ...DEMAND, ...other }, code).id);
    expect(new Set([OPEN.id, ...ids]).size).toBe(others.length + 1);
  });
});

describe('a credential', () => {
  it('gives its token when it answers the challenge that is open', () => {
    expect(credentialIn(answer(), OPEN)).toEqual({ type: 'token', token: 'spt_1' });
    expect(credentialIn(`Bearer abc, ${answer()}`, OPEN)).toEqual({ type: 'token', token: 'spt_1' });
  });

  it.each<[keyof PaymentChallenge]>([['id'], ['realm'], ['method'], ['intent'], ['request'], ['expires'], ['opaque']])(
    'is refused when its %s is another, missing or no text',
    (field) => {
      for (const value of [`${OPEN[field]}A`, '', undefined, 7, [OPEN[field]]]) {
        expect(credentialIn(answer({ ...OPEN, [field]: value }), OPEN).type).toBe('refused');
      }
    },
  );

  it('is refused when it answers the challenge of another checkout of ours', () => {
    const other = challengeFor({ ...DEMAND, checkoutId: 'chk_2' }, code);
    expect(credentialIn(answer(other, { spt: 'spt_1', externalId: 'chk_2' }), OPEN).type).toBe('refused');
    expect(credentialIn(answer(OPEN, { spt: 'spt_1', externalId: 'chk_2' }), OPEN).type).toBe('refused');
  });

  it.each([['{}'], ['[]'], ['null'], ['nonsense'], ['{"challenge":{}}'], ['{"challenge":1,"payload":2}']])(
    'is refused when it is %s',
    (text) => {
      expect(credentialIn(`Payment ${Buffer.from(text).toString('base64url')}`, OPEN).type).toBe('refused');
    },
  );

  it('is refused without a token that can be one', () => {
    for (const spt of [undefined, '', 'pm_card_visa', 'spt_', 'spt_x y', 5]) {
      expect(credentialIn(answer(OPEN, { spt, externalId: 'chk_1' }), OPEN).type).toBe('refused');
    }
  });

  it('is absent where another scheme is used, or none', () => {
    for (const header of [undefined, '', 'Bearer payment', 'Basic cGF5bWVudDo=', 'Payments abc']) {
      expect(credentialIn(header, OPEN)).toEqual({ type: 'none' });
    }
  });
});

it('a receipt names the payment at Stripe and the checkout', () => {
  const receipt = { checkoutId: 'chk_1', paymentId: 'pi_1', at: new Date('2026-11-22T12:00:00Z') };
  expect(json(receiptHeader(receipt))).toEqual({
    externalId: 'chk_1',
    method: 'stripe',
    reference: 'pi_1',
    status: 'success',
    timestamp: '2026-11-22T12:00:00.000Z',
  });
});
