import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Operation, type Caller } from '@comptoir/tenant-kit';
import { Config } from '#platform';
import { checkStripeKeys } from '../stripe/stripe-key-check.js';
import { PaymentKeysService } from './payment-keys.service.js';
import {
  SetStripeKeysInput,
  SetStripeKeysResult,
  SetStripeKeysSucceeded,
  StripeKeysList,
  StripeKeysView,
} from './payment-keys.types.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;

/** Keys of a tenant with a Stripe account of its own, for who administers the tenant. Whether they are used, the platform says. */
@Resolver()
export class PaymentKeysResolver {
  constructor(
    private readonly keys: PaymentKeysService,
    private readonly config: Config,
  ) {}

  @Operation({ scope: 'tenant:admin', risk: 'READ', key: 'none' })
  @Query(() => StripeKeysList, { description: 'Of which Stripe accounts the gateway has keys of this tenant' })
  async stripeKeys(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant }: Caller,
  ): Promise<StripeKeysList> {
    return Object.assign(new StripeKeysList(), { nodes: await this.shown(tenant) });
  }

  @Operation({ scope: 'tenant:admin', risk: 'WRITE', key: 'none' })
  @Mutation(() => SetStripeKeysResult, {
    description:
      'Keeps the keys of a Stripe account of this tenant’s own, in place of those it had of that account. Payments are made with them while `setTenantMoney` says `direct` with `ownKey`',
  })
  async setStripeKeys(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: SetStripeKeysInput,
    @CurrentCaller() { tenant }: Caller,
  ): Promise<SetStripeKeysSucceeded> {
    const { account, secretKey, publishableKey, webhookSecrets } = input;
    const keys = { account, secretKey, publishableKey: publishableKey ?? null, webhookSecrets };
    await checkStripeKeys(this.config, keys);
    await this.keys.put(tenant, keys);
    return Object.assign(new SetStripeKeysSucceeded(), { keys: await this.shown(tenant) });
  }

  private async shown(tenant: Caller['tenant']): Promise<StripeKeysView[]> {
    return (await this.keys.list(tenant)).map((row) => StripeKeysView.of(row));
  }
}
