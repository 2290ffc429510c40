import { formatMoney } from '../core/currency.js';
import type { SessionRecord } from '../core/tables.js';
import type { SessionWire, ShippingChoice } from '../core/wire.js';
import type { Due } from './choices.js';
import { choicesOf } from './choices.js';
import { document } from './document.js';
import type { Html } from './html.js';
import { html } from './html.js';

/** What the page shows beside the session. */
export interface PayPageState {
  readonly account: string;
  readonly email: string;
  readonly shippingRate?: string | undefined;
  /** Why the last try did not work. */
  readonly problem?: string | undefined;
}

/** The seller's name, as the page shows it. */
export function sellerOf(record: SessionRecord, account: string): string {
  return record.seller ?? `test seller ${account}`;
}

/** The page of an open session: what is bought, and one form with a button for each way to pay. */
export function payPage(record: SessionRecord, state: PayPageState): string {
  const { wire } = record;
  const seller = sellerOf(record, state.account);
  const cancel = html`<button name="choice" value="cancel" formnovalidate>Cancel and return to the seller</button>`;
  const content = html` <h1>Pay ${seller}</h1>
    ${state.problem === undefined ? '' : html`<p class="error" role="alert">${state.problem}</p>`} ${orderTable(record)}
    <form method="post">
      ${emailField(record, state.email)} ${shippingFields(record, state.shippingRate)} ${waysToPay(dueOf(wire))}
      ${wire.cancel_url === null ? '' : cancel}
    </form>`;
  return document(`Test payment to ${seller}`, content);
}

/** One button for each way to pay. */
export function waysToPay(due: Due): Html {
  const buttons = choicesOf(due).map(
    ({ value, label }, index) =>
      html`<button name="choice" value="${value}" class="${index === 0 ? 'main' : 'other'}">${label}</button>`,
  );
  return html`<fieldset>
    <legend>How to pay</legend>
    ${buttons}
  </fieldset>`;
}

/** What a session is about, for its buttons. */
export function dueOf(wire: SessionWire): Due {
  return { amount: wire.amount_total, currency: wire.currency, types: wire.payment_method_types };
}

/** The buyer's address, when the seller gave it or the buyer is the seller's customer. */
export function knownEmail(wire: SessionWire): string | null {
  return wire.customer_email ?? (wire.customer === null ? null : (wire.customer_details?.email ?? null));
}

function orderTable({ wire, lineItems }: SessionRecord): Html {
  const money = (amount: unknown): string => formatMoney(Number(amount), wire.currency);
  const rows = lineItems.map(
    (item) =>
      html`<tr>
        <td>${String(item['description'])}</td>
        <td>${Number(item['quantity'])}</td>
        <td>${money(item['amount_total'])}</td>
      </tr>`,
  );
  const shipping = Number(wire.total_details['amount_shipping']);
  const shippingRow = html`<tr>
    <td colspan="2">Shipping</td>
    <td>${money(shipping)}</td>
  </tr>`;
  return html`<table>
    <caption>
      Your order
    </caption>
    <thead>
      <tr>
        <th scope="col">Item</th>
        <th scope="col">Quantity</th>
        <th scope="col">Amount</th>
      </tr>
    </thead>
    <tbody>
      ${rows}${wire.shipping_options.length === 0 ? '' : shippingRow}
    </tbody>
    <tfoot>
      <tr>
        <td colspan="2">Total</td>
        <td>${money(wire.amount_total)}</td>
      </tr>
    </tfoot>
  </table>`;
}

function emailField({ wire }: SessionRecord, email: string): Html {
  const known = knownEmail(wire);
  if (known !== null) return html`<p>E-mail: ${known}</p>`;
  return html`<label for="email">E-mail</label>
    <input id="email" name="email" type="email" autocomplete="email" required value="${email}" />`;
}

function shippingFields(record: SessionRecord, chosen: string | undefined): Html {
  const { wire, shippingRates } = record;
  if (wire.shipping_options.length < 2) return html``;
  const selected = chosen ?? wire.shipping_options[0]?.shipping_rate;
  const options = wire.shipping_options.map((option: ShippingChoice) => {
    const name = shippingRates.find((rate) => rate.id === option.shipping_rate)?.['display_name'];
    const total = formatMoney(wire.amount_subtotal + option.shipping_amount, wire.currency);
    const text = `${String(name)}: ${formatMoney(option.shipping_amount, wire.currency)}, total ${total}`;
    const mark = option.shipping_rate === selected ? html`checked` : '';
    return html`<label
      ><input type="radio" name="shipping_rate" value="${option.shipping_rate}" ${mark} /> ${text}</label
    >`;
  });
  return html`<fieldset>
    <legend>Shipping</legend>
    ${options}
  </fieldset>`;
}
