// node pay.mjs <address of the challenge> <address of Stripe> [payment method]: pays as a program that was not written
// by us would, and prints what came of it as one JSON line.
import { Receipt } from 'mppx';
import { Mppx, stripe } from 'mppx/client';

const [, , url, stripeUrl, paymentMethod = 'pm_card_visa'] = process.argv;

/** The wallet's side: a token for exactly what is asked, from Stripe's test helper. */
async function createToken({ amount, currency, expiresAt, networkId, paymentMethod: method }) {
  const response = await fetch(`${stripeUrl}/v1/test_helpers/shared_payment/granted_tokens`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${process.env.STRIPE_SECRET_KEY}`,
      'content-type': 'application/x-www-form-urlencoded',
      'stripe-version': '2026-07-29.preview',
    },
    body: new URLSearchParams({
      payment_method: method,
      'usage_limits[currency]': currency,
      'usage_limits[max_amount]': amount,
      'usage_limits[expires_at]': String(expiresAt),
      'seller_details[network_id]': networkId,
    }).toString(),
  });
  const token = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(token));
  return token.id;
}

const client = Mppx.create({ methods: [stripe.charge({ createToken, paymentMethod })], polyfill: false });
const response = await client.fetch(url, { method: 'POST' });
const receipt = response.headers.has('payment-receipt') ? Receipt.fromResponse(response) : null;
process.stdout.write(`${JSON.stringify({ status: response.status, body: await response.json(), receipt })}\n`);
