import { Args, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { CurrentCaller, Operation, type Caller } from '@comptoir/tenant-kit';
import {
  ApplicationKeyPage,
  ApplicationKeyView,
  CreateApplicationKeyInput,
  CreateApplicationKeyResult,
  CreateApplicationKeySucceeded,
  RevokeApplicationKeyResult,
  RevokeApplicationKeySucceeded,
} from './application-key.types.js';
import { ApplicationKeys } from './application-keys.service.js';

const TENANT = { type: () => ID, description: 'Tenant handle' } as const;

/** Keys of a tenant's applications, for who administers the tenant. */
@Resolver()
export class ApplicationKeysResolver {
  constructor(private readonly keys: ApplicationKeys) {}

  @Operation({ scope: 'tenant:admin', risk: 'READ', key: 'none' })
  @Query(() => ApplicationKeyPage, { description: 'Keys of the applications of this tenant, newest first' })
  async applicationKeys(
    @Args('tenantId', TENANT) _tenantId: string,
    @CurrentCaller() { tenant }: Caller,
    @Args('first', { type: () => Int, defaultValue: 20, description: '1 to 100' }) first: number,
    @Args('after', { type: () => String, nullable: true, description: '`endCursor` of the page before' })
    after?: string,
  ): Promise<ApplicationKeyPage> {
    const { nodes, endCursor } = await this.keys.list(tenant, { first, after });
    return { nodes: nodes.map((key) => ApplicationKeyView.of(key)), endCursor };
  }

  /** Takes no idempotency key: what is shown once cannot be answered again, and a key too many is revoked. */
  @Operation({ scope: 'tenant:admin', risk: 'WRITE', key: 'none' })
  @Mutation(() => CreateApplicationKeyResult, {
    description: 'Makes a key for an application of this tenant and shows it, once. Each call makes another one.',
  })
  async createApplicationKey(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('input') input: CreateApplicationKeyInput,
    @CurrentCaller() { tenant }: Caller,
  ): Promise<CreateApplicationKeySucceeded> {
    const { key, text } = await this.keys.create(tenant, input);
    return Object.assign(new CreateApplicationKeySucceeded(), { key: ApplicationKeyView.of(key), secret: text });
  }

  @Operation({ scope: 'tenant:admin', risk: 'DESTROY', key: 'none' })
  @Mutation(() => RevokeApplicationKeyResult, { description: 'Ends a key, at once. Repeating it is no failure.' })
  async revokeApplicationKey(
    @Args('tenantId', TENANT) _tenantId: string,
    @Args('keyId', { type: () => ID }) keyId: string,
    @CurrentCaller() { tenant }: Caller,
  ): Promise<RevokeApplicationKeySucceeded> {
    const key = ApplicationKeyView.of(await this.keys.revoke(tenant, keyId));
    return Object.assign(new RevokeApplicationKeySucceeded(), { key });
  }
}
