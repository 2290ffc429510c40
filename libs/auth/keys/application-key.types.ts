import { Field, GraphQLISODateTime, ID, InputType, ObjectType } from '@nestjs/graphql';
import { ArrayNotEmpty, ArrayUnique, IsIn, IsString, Length } from 'class-validator';
import { resultUnion, type Scope } from '@comptoir/tenant-kit';
import type { ApplicationKey } from './application-key.collection.js';
import { KEY_SCOPES } from './application-keys.service.js';

@InputType({ description: 'A key for an application of this tenant, such as its shop or its back office' })
export class CreateApplicationKeyInput {
  @Field(() => String, { description: 'For whoever looks through the list, 1 to 100 characters' })
  @IsString()
  @Length(1, 100)
  name: string;

  @Field(() => [String], {
    defaultValue: ['checkout:write', 'payment:read'],
    description: `What it may do, of: ${KEY_SCOPES.join(', ')}. \`order:read\` and \`payment:read\` show what all buyers of the tenant ordered and paid`,
  })
  @ArrayNotEmpty()
  @ArrayUnique()
  @IsIn(KEY_SCOPES, { each: true })
  scopes: Scope[];
}

@ObjectType('ApplicationKey', {
  description: 'By which an application calls. The key itself is shown once and not kept.',
})
export class ApplicationKeyView {
  @Field(() => ID, { description: 'Also the principal that owns what the application makes' })
  id: string;

  @Field()
  name: string;

  @Field(() => [String])
  scopes: readonly string[];

  @Field(() => GraphQLISODateTime)
  createdAt: Date;

  @Field(() => GraphQLISODateTime, { nullable: true, description: 'From then on it opens nothing' })
  revokedAt: Date | null;

  static of({ id, name, scopes, createdAt, revokedAt }: ApplicationKey): ApplicationKeyView {
    return Object.assign(new ApplicationKeyView(), { id, name, scopes, createdAt, revokedAt });
  }
}

@ObjectType({ description: 'One page of application keys, newest first' })
export class ApplicationKeyPage {
  @Field(() => [ApplicationKeyView])
  nodes: ApplicationKeyView[];

  @Field(() => String, { nullable: true, description: 'Pass it as `after` for the next page; null on the last' })
  endCursor: string | null;
}

@ObjectType({ description: 'The key is made' })
export class CreateApplicationKeySucceeded {
  @Field(() => ApplicationKeyView)
  key: ApplicationKeyView;

  @Field(() => String, {
    description:
      'Shown this once: `ck_…`. Send it as `Authorization: Bearer …`, or as Basic user name without a password. Tools of Stripe take it spelled `rk_test_…` or `rk_live_…` in place of `ck_…`.',
  })
  secret: string;
}

@ObjectType({ description: 'The key opens nothing any more' })
export class RevokeApplicationKeySucceeded {
  @Field(() => ApplicationKeyView)
  key: ApplicationKeyView;
}

export const CreateApplicationKeyResult = resultUnion(
  'CreateApplicationKeyResult',
  CreateApplicationKeySucceeded,
  () => [],
);

export const RevokeApplicationKeyResult = resultUnion(
  'RevokeApplicationKeyResult',
  RevokeApplicationKeySucceeded,
  () => [],
);
