import { formatMoney } from '../core/currency.js';
import { document } from './document.js';
import { html } from './html.js';

/** The buyer's answers to the bank, by the `choice` they post. */
export const BANK_ANSWERS: Record<string, { readonly confirmed: boolean } | undefined> = {
  bank_confirms: { confirmed: true },
  bank_refuses: { confirmed: false },
};

/** The question of the buyer's bank (3-D Secure), as a page with two answers. */
export function bankPage(seller: string, amount: number, currency: string, mayCancel: boolean): string {
  const cancel = html`<button name="choice" value="cancel">Cancel and return to the seller</button>`;
  const content = html`<h1>The test bank asks</h1>
    <p>Do you confirm the payment of ${formatMoney(amount, currency)} to ${seller}?</p>
    <form method="post">
      <button name="choice" value="bank_confirms" class="main">Yes, confirm the payment</button>
      <button name="choice" value="bank_refuses" class="other">No, refuse it</button>
      ${mayCancel ? cancel : ''}
    </form>`;
  return document(`Test bank: confirm the payment to ${seller}`, content);
}
