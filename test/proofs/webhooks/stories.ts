import type { StripeEmulator } from '#stripe-emulator';
import { submitPage } from '../../setup/shopping.js';
import { control } from './deliveries.js';

/** What buyer, bank and provider do with one payment page, one act after the other. */
export interface Story {
  readonly name: string;
  readonly acts: readonly ((stripe: StripeEmulator, pageUrl: string) => Promise<unknown>)[];
}

const submit = (choice: string) => (_stripe: StripeEmulator, url: string) => submitPage(url, choice);
const asked =
  (what: string, body?: object) =>
  (stripe: StripeEmulator, url: string): Promise<void> =>
    control(stripe, `sessions/${url.split('/').at(-1)}/${what}`, body);

export const STORIES: readonly Story[] = [
  { name: 'paid', acts: [submit('pay')] },
  { name: 'declined, then paid', acts: [submit('decline'), submit('insufficient_funds'), submit('pay')] },
  { name: 'bank debit that settles', acts: [submit('debit_succeeds'), asked('settle', { succeeds: true })] },
  { name: 'bank debit that is refused', acts: [submit('debit_fails'), asked('settle', { succeeds: false })] },
  { name: 'expired', acts: [submit('decline'), asked('expire')] },
];
