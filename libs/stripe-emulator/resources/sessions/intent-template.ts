import { invalidParam } from '../../core/api-error.js';
import type { IntentTemplate } from '../../core/tables.js';
import type { Scope } from '../../core/world.js';
import { PLATFORM_ACCOUNT } from '../../core/world.js';
import { patchMetadata } from '../../params/shapes.js';
import { assertDestination, assertMayCharge } from '../accounts/account-lifecycle.js';
import type { IntentData } from './create-params.js';

/** The stored form of `payment_intent_data`, or of the same members given to a PaymentIntent directly. */
export function intentTemplate(data: IntentData | undefined, prefix: string): IntentTemplate {
  const transfer = data?.transfer_data;
  return {
    metadata: patchMetadata({}, data?.metadata, prefix === '' ? 'metadata' : `${prefix}[metadata]`),
    description: data?.description ?? null,
    receipt_email: data?.receipt_email ?? null,
    statement_descriptor: data?.statement_descriptor ?? null,
    statement_descriptor_suffix: data?.statement_descriptor_suffix ?? null,
    setup_future_usage: data?.setup_future_usage ?? null,
    capture_method: data?.capture_method ?? 'automatic_async',
    application_fee_amount: data?.application_fee_amount ?? null,
    on_behalf_of: data?.on_behalf_of ?? null,
    transfer_data: transfer === undefined ? null : withoutUndefined(transfer.destination, transfer.amount),
    transfer_group: data?.transfer_group ?? null,
    shipping: data?.shipping ?? null,
  };
}

/** Refuses fees and transfers that Stripe Connect refuses: no connected account involved, or more than the payment. */
export function assertConnectTerms(scope: Scope, template: IntentTemplate, amount: number, prefix: string): void {
  const at = (name: string): string => (prefix === '' ? name : `${prefix}[${name}]`);
  const fee = template.application_fee_amount;
  const direct = scope.account !== PLATFORM_ACCOUNT;
  assertMayCharge(scope.world, scope.account);
  if (template.transfer_data !== null) {
    assertDestination(scope.world, template.transfer_data.destination, at('transfer_data[destination]'));
  }
  if (template.on_behalf_of !== null) assertDestination(scope.world, template.on_behalf_of, at('on_behalf_of'));
  if (fee !== null && !direct && template.transfer_data === null) {
    throw invalidParam(
      at('application_fee_amount'),
      'An application fee needs a connected account: send Stripe-Account, or transfer_data[destination].',
    );
  }
  if (fee !== null && fee > amount) {
    throw invalidParam(at('application_fee_amount'), 'The application fee is larger than the payment.');
  }
  if (fee !== null && template.transfer_data?.amount !== undefined) {
    throw invalidParam(at('transfer_data[amount]'), 'Specify either an application fee or transfer_data[amount].');
  }
  if ((template.transfer_data?.amount ?? 0) > amount) {
    throw invalidParam(at('transfer_data[amount]'), 'The transfer is larger than the payment.');
  }
}

function withoutUndefined(destination: string, amount: number | undefined): { destination: string; amount?: number } {
  return amount === undefined ? { destination } : { destination, amount };
}
