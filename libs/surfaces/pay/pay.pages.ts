import { formatMoney } from '@comptoir/kernel';
import { CheckoutStatus, type Tenant } from '@comptoir/tenant-kit';
import { totals, type CheckoutDocument } from '#checkout';
import { html, type Html } from './html.js';

/** Seller, what is bought, the total and one button. Works without JavaScript, by keyboard and on a phone. */
export function landingPage(tenant: Tenant, checkout: CheckoutDocument, trouble?: string): string {
  const instructions = toldTo(checkout);
  const payable = checkout.status === CheckoutStatus.pending || checkout.status === CheckoutStatus.payment_pending;
  const action = instructions
    ? told(instructions)
    : payable && checkout.pricing
      ? html`<form method="post">
          <button>Pay ${formatMoney(totals(checkout.pricing, checkout.currency).total, checkout.currency)}</button>
        </form>`
      : html`<p role="status">${STATES[checkout.status]}</p>`;
  return page(
    `Pay ${tenant.name}`,
    html`<h1>${tenant.name}</h1>
      ${summary(checkout)}${trouble ? html`<p role="alert">${trouble}</p>` : html``}${action}`,
    checkout.status === CheckoutStatus.in_progress ? RENEW : html``,
  );
}

/** What the buyer was told where there is no page to pay at; null where there is one. */
function toldTo({ status, payment }: CheckoutDocument): Told | null {
  const session = payment.sessions.at(-1);
  const open = status === CheckoutStatus.payment_pending && session?.state === 'open';
  return (open && session.instructions) || null;
}

type Told = NonNullable<CheckoutDocument['payment']['sessions'][number]['instructions']>;

function told({ text, reference }: Told): Html {
  return html`<p class="told" role="status">${text}</p>
    <p>Name this reference: <strong>${reference}</strong></p>`;
}

/** Says how the payment stands; while it is on its way the page renews itself. */
export function returnPage(tenant: Tenant, checkout: CheckoutDocument): string {
  const waiting = checkout.status === CheckoutStatus.payment_pending || checkout.status === CheckoutStatus.in_progress;
  const body = html`<h1>${tenant.name}</h1>
    <p role="status">${STATES[checkout.status]}</p>
    ${summary(checkout)}`;
  return page(tenant.name, body, waiting ? RENEW : html``);
}

/** While something is on its way, the page looks again by itself. */
const RENEW = html`<meta http-equiv="refresh" content="3" />`;

const STATES: Record<CheckoutStatus, string> = {
  pending: 'This order is not paid yet.',
  in_progress: 'Your order is being confirmed.',
  payment_pending: 'Waiting for your payment.',
  completed: 'Thank you. Your order is paid and confirmed.',
  handed_off: 'The seller takes it from here.',
  failed: 'This order could not be completed.',
  compensating: 'This order could not be completed; any payment is being returned.',
  compensated: 'This order could not be completed. Nothing is owed.',
  cancelled: 'This order was cancelled.',
  expired: 'This order was not paid in time.',
};

function summary({ pricing, currency }: CheckoutDocument): Html {
  if (!pricing) return html``;
  const { lines, shipping, tax, discount, shippingOption } = pricing;
  const rows: [string, number][] = [
    ...lines.map(({ quantity, title, total }): [string, number] => [`${quantity} × ${title}`, total]),
    [shippingOption?.name ?? 'Delivery', shipping],
    ['Tax', tax],
    ['Discount', -discount],
  ];
  const shown = rows.filter(([, amount], index) => amount !== 0 || index < lines.length);
  const total = totals(pricing, currency).total;
  return html`<table>
    ${shown.map(
      ([name, amount]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${formatMoney(amount, currency)}</td>
        </tr>`,
    )}
    <tr class="total">
      <th scope="row">Total</th>
      <td>${formatMoney(total, currency)}</td>
    </tr>
  </table>`;
}

function page(title: string, body: Html, head: Html = html``): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        ${head}
        <style>
          body {
            font:
              1.1rem/1.5 system-ui,
              sans-serif;
            max-width: 34rem;
            margin: 2rem auto;
            padding: 0 1rem;
          }
          form {
            margin-top: 1.5rem;
          }
          button {
            font: inherit;
            padding: 0.7rem 1.6rem;
            border: 0;
            border-radius: 0.4rem;
            background: #1a3c34;
            color: #fff;
            cursor: pointer;
          }
          button:focus-visible {
            outline: 3px solid #7fb8a8;
            outline-offset: 2px;
          }
          table {
            width: 100%;
            border-collapse: collapse;
          }
          th {
            text-align: left;
            font-weight: 400;
          }
          td {
            text-align: right;
          }
          th,
          td {
            padding: 0.3rem 0;
            border-bottom: 1px solid #ddd;
          }
          .told {
            white-space: pre-line;
          }
          .total * {
            font-weight: 700;
          }
        </style>
      </head>
      <body>
        <main>${body}</main>
      </body>
    </html>`.text;
}
