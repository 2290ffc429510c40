import { key, type Client } from '../../setup/client.js';

export const INSTRUCTIONS = 'Transfer it to FR76 3000 6000 0112 3456 7890 189 within five days.';

/** Five days for the money, and no other way to pay. */
export const OFFLINE_ONLY = {
  providers: [{ provider: 'offline', preference: 100 }],
  offline: { instructions: INSTRUCTIONS, windowHours: 120 },
};

/** By card, or by transfer for whoever asks for it. */
export const BOTH = {
  ...OFFLINE_ONLY,
  providers: [
    { provider: 'stripe', preference: 100 },
    { provider: 'offline', preference: 10 },
  ],
};

const PAYMENT = 'id checkoutId state reference amount currency email refunds { id amount state }';
const RESULT = `__typename ... on Problem { code retryable }
  ... on OfflinePaymentSucceeded { replayed payment { ${PAYMENT} } }`;

/** What a seller does with payments by bank transfer, one method per operation. */
export class Bookkeeper {
  constructor(
    private readonly client: Client,
    private readonly tenantId: string,
  ) {}

  async waiting(what = 'FOR_MONEY'): Promise<any[]> {
    const { nodes } = await this.client.ask(
      `query ($tenantId: ID!, $what: OfflineWaiting) {
        offlinePayments(tenantId: $tenantId, waiting: $what, first: 100) { nodes { ${PAYMENT} } } }`,
      { tenantId: this.tenantId, what },
    );
    return nodes;
  }

  /** The payment of a checkout that waits. */
  async of(checkoutId: string, what?: string): Promise<any> {
    return (await this.waiting(what)).find((payment) => payment.checkoutId === checkoutId);
  }

  decide(paymentId: string, outcome: 'PAID' | 'REFUSED', one = key()): Promise<any> {
    return this.client.ask(
      `mutation ($tenantId: ID!, $input: DecideOfflinePaymentInput!, $key: IdempotencyKey) {
        decideOfflinePayment(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${RESULT} ... on OfflinePaymentOver { state } } }`,
      { tenantId: this.tenantId, input: { paymentId, outcome }, key: one },
    );
  }

  paidBack(paymentId: string, refundId: string, one = key()): Promise<any> {
    return this.client.ask(
      `mutation ($tenantId: ID!, $input: ConfirmOfflineRefundInput!, $key: IdempotencyKey) {
        confirmOfflineRefund(tenantId: $tenantId, input: $input, idempotencyKey: $key) { ${RESULT} } }`,
      { tenantId: this.tenantId, input: { paymentId, refundId }, key: one },
    );
  }

  refund(orderId: string, amount?: number): Promise<any> {
    return this.client.ask(
      `mutation ($tenantId: ID!, $input: RefundOrderInput!, $key: IdempotencyKey) {
        refundOrder(tenantId: $tenantId, input: $input, idempotencyKey: $key) { __typename ... on Problem { code }
          ... on RefundOrderSucceeded { refundable refund { id state amount } } } }`,
      { tenantId: this.tenantId, input: { orderId, amount }, key: key() },
    );
  }
}
