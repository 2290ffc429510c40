import { Args, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Operation, type Principal } from '@comptoir/tenant-kit';
import { LoginInput, RefreshTokenInput } from './auth.inputs.js';
import {
  CreateGuestSessionResult,
  CreateGuestSessionSucceeded,
  LoginResult,
  LoginSucceeded,
  LogoutResult,
  LogoutSucceeded,
  PrincipalView,
  RefreshSessionResult,
  RefreshSessionSucceeded,
} from './auth.types.js';
import { CurrentPrincipal, CurrentRequest } from './request/current.decorators.js';
import { AcceptsBrokenToken } from './request/operation.guard.js';
import type { RequestContext } from './request/request-context.js';
import { SessionsService } from './sessions.service.js';
import { ValidInput } from './valid-input.pipe.js';

@Resolver()
export class AuthResolver {
  constructor(private readonly sessions: SessionsService) {}

  @Operation({ scope: 'public', risk: 'READ', key: 'none', tenant: false })
  @Query(() => PrincipalView, { description: 'Who you are and what you may do' })
  me(@CurrentPrincipal() principal: Principal): PrincipalView {
    return PrincipalView.of(principal);
  }

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none', tenant: false })
  @AcceptsBrokenToken()
  @Mutation(() => LoginResult, {
    description: 'Sign in with e-mail and password. Five failures a minute are the limit',
  })
  async login(
    @Args('input', { type: () => LoginInput, description: 'Who signs in, and where' }, new ValidInput(LoginInput))
    input: LoginInput,
    @CurrentRequest() request: RequestContext,
  ): Promise<LoginSucceeded> {
    return new LoginSucceeded(await this.sessions.login(input, request));
  }

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none', tenant: false })
  @AcceptsBrokenToken()
  @Mutation(() => RefreshSessionResult, { description: 'Go on with a session: new tokens for a refresh token' })
  async refreshSession(
    @Args('input', { type: () => RefreshTokenInput, description: 'The session' }, new ValidInput(RefreshTokenInput))
    input: RefreshTokenInput,
    @CurrentRequest() { tenantConstraint }: RequestContext,
  ): Promise<RefreshSessionSucceeded> {
    return new RefreshSessionSucceeded(await this.sessions.refresh(input.refreshToken, tenantConstraint));
  }

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none', tenant: false })
  @AcceptsBrokenToken()
  @Mutation(() => LogoutResult, {
    description: 'End a session. Its refresh tokens stop at once, its access token within the hour',
  })
  async logout(
    @Args('input', { type: () => RefreshTokenInput, description: 'The session' }, new ValidInput(RefreshTokenInput))
    input: RefreshTokenInput,
  ): Promise<LogoutSucceeded> {
    await this.sessions.logout(input.refreshToken);
    return new LogoutSucceeded();
  }

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none' })
  @Mutation(() => CreateGuestSessionResult, {
    description: 'Begin without an account: a session that owns its own cart, checkouts and orders',
  })
  async createGuestSession(
    @Args('tenantId', { type: () => ID, description: 'Tenant handle' }) tenantId: string,
  ): Promise<CreateGuestSessionSucceeded> {
    return new CreateGuestSessionSucceeded(await this.sessions.guest(tenantId));
  }
}
