import type { CheckoutSnapshot, Subject } from '@comptoir/tenant-kit';
import type { StayChannel } from '../core/price.js';
import type { PropertyRequest } from '../stays/stays.service.js';

/** What `checkoutStay` asks for. */
export interface StaySubject extends Subject, PropertyRequest {
  readonly type: 'stay';
  readonly guestName: string;
  readonly quoteId: string | null;
  /** Null for the channel of the quote. */
  readonly channel: StayChannel | null;
}

/** What is kept with the checkout: also what the guest was shown, should the host change it later. */
export interface KeptStay extends StaySubject {
  readonly channel: StayChannel;
  readonly propertyName: string;
  readonly cancellation: string;
}

/** Only `checkoutStay` makes one, from validated input. */
export function asked(subject: Subject): StaySubject {
  return subject as StaySubject;
}

/** Stored when the checkout was opened. */
export function kept({ subject }: CheckoutSnapshot): KeptStay {
  return subject as KeptStay;
}
