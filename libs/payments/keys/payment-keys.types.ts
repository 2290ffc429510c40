import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayMaxSize, IsArray, IsOptional, Matches, MaxLength } from 'class-validator';
import { resultUnion } from '@comptoir/tenant-kit';
import { PaymentServiceError } from '../payments.problems.js';
import type { PaymentKeysRow } from './payment-keys.collection.js';

/** As long as any that is made today, several times over. */
const LONGEST = 255;

@InputType()
export class SetStripeKeysInput {
  @Field({ description: 'The account these keys belong to, such as `acct_1A2b`' })
  @Matches(/^acct_[A-Za-z0-9]{1,64}$/, { message: 'must look like acct_…' })
  account: string;

  @Field({ description: '`sk_…` or, better, a restricted `rk_…`. Test or live as the gateway is. Never shown again' })
  @MaxLength(LONGEST)
  @Matches(/^(sk|rk)_(test|live)_\w+$/, { message: 'must look like sk_test_… or rk_live_…' })
  secretKey: string;

  @Field(() => String, {
    nullable: true,
    description: '`pk_…`, which pages of clients pay with; without it they must know it themselves',
  })
  @IsOptional()
  @MaxLength(LONGEST)
  @Matches(/^pk_(test|live)_\w+$/, { message: 'must look like pk_test_… or pk_live_…' })
  publishableKey?: string | null;

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Signing secrets (`whsec_…`) of the endpoint `/webhooks/stripe/{tenantId}` at this account; two during a rotation. Never shown again',
  })
  @IsArray()
  @ArrayMaxSize(2)
  @MaxLength(LONGEST, { each: true })
  @Matches(/^whsec_\w+$/, { each: true, message: 'must look like whsec_…' })
  webhookSecrets: string[];
}

@ObjectType({ description: 'That there are keys of an account; what they are is not shown' })
export class StripeKeysView {
  @Field(() => ID, { description: 'The account they belong to' })
  account: string;

  @Field({ description: 'Last four characters of the secret key' })
  secretKeyEnding: string;

  @Field(() => String, { nullable: true })
  publishableKey: string | null;

  @Field({ description: 'Whether events of the account are taken at `/webhooks/stripe/{tenantId}`' })
  hasWebhookSecret: boolean;

  @Field(() => GraphQLISODateTime)
  updatedAt: Date;

  static of({ id, secretKeyEnding, publishableKey, webhookSecrets, updatedAt }: PaymentKeysRow): StripeKeysView {
    const hasWebhookSecret = webhookSecrets.length > 0;
    return Object.assign(new StripeKeysView(), {
      account: id,
      secretKeyEnding,
      publishableKey,
      hasWebhookSecret,
      updatedAt,
    });
  }
}

@ObjectType({ description: 'The keys of a tenant’s accounts: the one it has, and those it had' })
export class StripeKeysList {
  @Field(() => [StripeKeysView])
  nodes: StripeKeysView[];
}

@ObjectType({ description: 'They count from the next call to Stripe on' })
export class SetStripeKeysSucceeded {
  @Field(() => [StripeKeysView], { description: 'All that the tenant has' })
  keys: StripeKeysView[];
}

export const SetStripeKeysResult = resultUnion('SetStripeKeysResult', SetStripeKeysSucceeded, () => [
  PaymentServiceError,
]);
