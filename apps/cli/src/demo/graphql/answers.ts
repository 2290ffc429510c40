/** What the demo's documents ask for. */

export interface Totals {
  readonly currency: string;
  readonly subtotal: number;
  readonly shipping: number;
  readonly tax: number;
  readonly discount: number;
  readonly total: number;
  readonly includedTax: number;
}

export interface Order {
  readonly id: string;
  readonly status: string;
  readonly totals: Totals;
}

export interface FullOrder extends Order {
  readonly email: string | null;
  readonly paidAt: string | null;
  readonly lines: readonly { sku: string; title: string; quantity: number; unitPrice: number; total: number }[];
}

export interface ShippingOption {
  readonly carrierId: string;
  readonly serviceId: string;
  readonly name: string;
  readonly price: number;
}

/** What the buyer does next; the handoff's words are there when it is one. */
export interface NextAction {
  readonly __typename: string;
  readonly url?: string;
  readonly landingUrl?: string;
  readonly seller?: string;
  readonly storefrontUrl?: string;
  readonly disclaimer?: string;
  readonly items?: readonly { readonly title: string; readonly link: string | null }[];
}

export interface Checkout {
  readonly id: string;
  readonly kind: string;
  readonly status: string;
  readonly terminal: boolean;
  readonly nextPollAfterMs: number | null;
  readonly completedSteps: readonly string[];
  readonly totals: Totals;
  readonly shippingOption: ShippingOption | null;
  readonly nextAction: NextAction;
  readonly paymentSession: { readonly id: string; readonly state: string; readonly amount: number } | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly order: FullOrder | null;
}

export interface Product {
  readonly id: string;
  readonly title: string;
  readonly variants: readonly { sku: string; title: string; price: number; inStock: boolean }[];
}

export interface Cart {
  readonly id: string;
  readonly itemCount: number;
  readonly subtotal: number;
  readonly purchasable: boolean;
  readonly deliveryEligible: boolean | null;
}
