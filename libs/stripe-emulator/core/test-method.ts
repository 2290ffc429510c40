/** What happens to a payment by a method. */
export type Behaviour = 'succeeds' | 'declined' | 'asks-buyer' | 'debit-succeeds' | 'debit-fails';
/** What happens to a refund: at once, later, or it seemed to work and then did not. */
export type RefundBehaviour = 'succeeds' | 'succeeds-later' | 'fails-later' | 'stays-pending';

/** Why a bank says no. */
export interface Decline {
  readonly code: string;
  readonly declineCode: string;
  readonly message: string;
}

/** How a test payment method behaves. */
export interface TestMethod {
  readonly type: string;
  readonly behaviour: Behaviour;
  readonly last4: string;
  readonly brand?: string;
  readonly decline?: Decline;
  /** `succeeds` when absent. */
  readonly refunds?: RefundBehaviour;
  /** The reason of the dispute that a payment with it meets at once. */
  readonly disputed?: string;
}
