import { Field, ID, InputType } from '@nestjs/graphql';
import { IsEmail, IsString, Length, MaxLength } from 'class-validator';
import { EmailAddressScalar } from '@comptoir/tenant-kit';

@InputType({ description: 'E-mail and password of an account' })
export class LoginInput {
  @Field(() => ID, {
    description: 'Tenant handle that the account belongs to; `platform` for operators and applications',
  })
  @IsString()
  @Length(2, 63)
  tenantId: string;

  @Field(() => EmailAddressScalar, { description: 'E-mail of the account; upper and lower case are the same' })
  @IsString()
  @MaxLength(254)
  @IsEmail()
  email: string;

  @Field(() => String, { description: 'Password of the account, up to 256 characters' })
  @IsString()
  @Length(1, 256)
  password: string;
}

@InputType({ description: 'The refresh token of a session' })
export class RefreshTokenInput {
  @Field(() => String, { description: '`refreshToken` of the session' })
  @IsString()
  @Length(1, 200)
  refreshToken: string;
}
