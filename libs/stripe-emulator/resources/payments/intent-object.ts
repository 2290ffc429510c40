import { newId, randomAlphanumeric } from '../../core/ids.js';
import type { IntentTemplate } from '../../core/tables.js';
import type { IntentWire } from '../../core/wire.js';

/** What a new PaymentIntent is made of. */
export interface IntentSeed extends IntentTemplate {
  readonly amount: number;
  readonly currency: string;
  readonly created: number;
  readonly customer: string | null;
  readonly paymentMethodTypes: readonly string[];
  readonly automatic: boolean;
}

/** A PaymentIntent nobody has tried to pay yet, with every member of the API version. */
export function newIntent(seed: IntentSeed): IntentWire {
  const id = newId('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: seed.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: seed.application_fee_amount,
    automatic_payment_methods: seed.automatic ? { allow_redirects: 'always', enabled: true } : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: seed.capture_method,
    client_secret: `${id}_secret_${randomAlphanumeric(25)}`,
    confirmation_method: 'automatic',
    created: seed.created,
    currency: seed.currency,
    customer: seed.customer,
    customer_account: null,
    description: seed.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: seed.metadata,
    next_action: null,
    on_behalf_of: seed.on_behalf_of,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: seed.paymentMethodTypes,
    payment_record: null,
    processing: null,
    receipt_email: seed.receipt_email,
    review: null,
    setup_future_usage: seed.setup_future_usage,
    shipping: seed.shipping ?? null,
    source: null,
    statement_descriptor: seed.statement_descriptor,
    statement_descriptor_suffix: seed.statement_descriptor_suffix,
    status: 'requires_payment_method',
    transfer_data: seed.transfer_data,
    transfer_group: seed.transfer_group,
  };
}
