import { Field, InputType } from '@nestjs/graphql';
import { IsOptional, IsUrl, Length } from 'class-validator';

const URL_RULE = { require_tld: false, require_protocol: true, protocols: ['https', 'http'] };

/** Where a payment page leads back to. */
@InputType({ isAbstract: true })
export class Redirects {
  @Field(() => String, {
    nullable: true,
    description: 'Where the buyer goes after paying; an allowed origin of the tenant',
  })
  @IsOptional()
  @IsUrl(URL_RULE)
  @Length(1, 2000)
  successUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Where the buyer goes after giving up; an allowed origin of the tenant',
  })
  @IsOptional()
  @IsUrl(URL_RULE)
  @Length(1, 2000)
  cancelUrl?: string | null;
}
