import { Field, GraphQLISODateTime, ID, ObjectType } from '@nestjs/graphql';
import { resultUnion, type Principal } from '@comptoir/tenant-kit';
import { InvalidCredentials, RateLimited, RefreshTokenInvalid, TenantMismatch } from './auth.problems.js';
import { TenantNotFound } from '#tenants';

@ObjectType('Principal', { description: 'Who calls, as the access token says' })
export class PrincipalView {
  @Field(() => ID, { description: 'Opaque; owns carts, checkouts and orders' })
  id: string;

  @Field(() => String, {
    description: '`anonymous`, `guest`, `shopper`, `tenant-admin`, `operator`, `application` or `agent`',
  })
  type: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The only tenant this caller may act at; null when not bound to one',
  })
  tenantId: string | null;

  @Field(() => [String], { description: 'What this caller may do, such as `cart:write`' })
  scopes: readonly string[];

  static of({ id, type, tenantId, scopes }: Principal): PrincipalView {
    return Object.assign(new PrincipalView(), { id, type, tenantId, scopes });
  }
}

@ObjectType({ description: 'Proof of who you are, for a while' })
export class Session {
  @Field(() => String, { description: 'Send it as `Authorization: Bearer …`' })
  accessToken: string;

  @Field(() => String, {
    description: 'Exchange it once, by `refreshSession`, for a new session. Using it twice ends the session',
  })
  refreshToken: string;

  @Field(() => GraphQLISODateTime, { description: 'When the access token ends' })
  expiresAt: Date;

  @Field(() => PrincipalView)
  principal: PrincipalView;
}

/** Base of the answers that bring a session; no type of its own. */
@ObjectType({ isAbstract: true })
abstract class SessionGranted {
  @Field(() => Session)
  session: Session;

  constructor(session: Session) {
    this.session = session;
  }
}

@ObjectType({ description: 'You are signed in' })
export class LoginSucceeded extends SessionGranted {}

@ObjectType({ description: 'The session goes on with new tokens; the old refresh token is used up' })
export class RefreshSessionSucceeded extends SessionGranted {}

@ObjectType({ description: 'You have a guest session at one tenant' })
export class CreateGuestSessionSucceeded extends SessionGranted {}

@ObjectType({ description: 'The session is over' })
export class LogoutSucceeded {
  @Field(() => Boolean, { description: 'Always true: logging out twice is no failure' })
  loggedOut: boolean = true;
}

export const LoginResult = resultUnion('LoginResult', LoginSucceeded, () => [
  InvalidCredentials,
  RateLimited,
  TenantMismatch,
  TenantNotFound,
]);

export const RefreshSessionResult = resultUnion('RefreshSessionResult', RefreshSessionSucceeded, () => [
  RefreshTokenInvalid,
  TenantMismatch,
]);

export const LogoutResult = resultUnion('LogoutResult', LogoutSucceeded, () => []);

export const CreateGuestSessionResult = resultUnion('CreateGuestSessionResult', CreateGuestSessionSucceeded, () => [
  TenantMismatch,
  TenantNotFound,
]);
