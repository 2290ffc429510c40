import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Operation, type TenantMoney } from '@comptoir/tenant-kit';
import { TenantsService } from '../tenants.service.js';
import { PLATFORM } from './money-rules.js';
import {
  SetTenantMoneyInput,
  SetTenantMoneyResult,
  SetTenantMoneySucceeded,
  TenantMoneyView,
} from './tenant-money.types.js';

/** Whose money: the platform says, the tenant may see. */
@Resolver()
export class TenantMoneyResolver {
  constructor(private readonly tenants: TenantsService) {}

  @Operation({ scope: 'tenant:admin', risk: 'READ', key: 'none' })
  @Query(() => TenantMoneyView, { description: 'Where the money of a tenant’s buyers goes' })
  async tenantMoney(
    @Args('tenantId', { type: () => ID, description: 'Tenant handle' }) tenantId: string,
  ): Promise<TenantMoneyView> {
    return TenantMoneyView.of((await this.tenants.resolve(tenantId)).tenant.money);
  }

  @Operation({ scope: 'platform:admin', risk: 'WRITE', key: 'none' })
  @Mutation(() => SetTenantMoneyResult, {
    description:
      'Says where the money of a tenant’s buyers goes, and what the platform keeps. Sessions that are open, and refunds of what was paid, keep what they were opened with',
  })
  async setTenantMoney(
    @Args('tenantId', { type: () => ID, description: 'Tenant handle' }) tenantId: string,
    @Args('input') input: SetTenantMoneyInput,
  ): Promise<SetTenantMoneySucceeded> {
    const money = stored(input);
    await this.tenants.setMoney(await this.tenants.resolve(tenantId), money);
    return new SetTenantMoneySucceeded(TenantMoneyView.of(money));
  }
}

/** Plain data, as it is kept. */
function stored({ mode, account, ownKey, onBehalfOf, fee, capture }: SetTenantMoneyInput): TenantMoney {
  const { basisPoints, fixed, refunded } = fee ?? PLATFORM.fee;
  const amounts = fixed.map(({ currency, amount }) => ({ currency, amount }));
  const rule = { basisPoints, fixed: amounts, refunded };
  return { mode, account: account ?? null, ownKey, onBehalfOf, fee: rule, capture };
}
