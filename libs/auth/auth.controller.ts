import { Body, Controller, Header, HttpCode, Post } from '@nestjs/common';
import { Operation } from '@comptoir/tenant-kit';
import { LoginInput, RefreshTokenInput } from './auth.inputs.js';
import { LogoutSucceeded, type Session } from './auth.types.js';
import { CurrentRequest } from './request/current.decorators.js';
import { AcceptsBrokenToken } from './request/operation.guard.js';
import type { RequestContext } from './request/request-context.js';
import { SessionsService } from './sessions.service.js';
import { ValidInput } from './valid-input.pipe.js';

/** Sessions over REST: the same service and the same input classes as in GraphQL. */
@Controller('v1/auth')
@AcceptsBrokenToken()
export class AuthController {
  constructor(private readonly sessions: SessionsService) {}

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none', tenant: false })
  @Post('login')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async login(
    @Body(new ValidInput(LoginInput)) input: LoginInput,
    @CurrentRequest() request: RequestContext,
  ): Promise<Session> {
    return this.sessions.login(input, request);
  }

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none', tenant: false })
  @Post('refresh')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async refresh(
    @Body(new ValidInput(RefreshTokenInput)) input: RefreshTokenInput,
    @CurrentRequest() { tenantConstraint }: RequestContext,
  ): Promise<Session> {
    return this.sessions.refresh(input.refreshToken, tenantConstraint);
  }

  @Operation({ scope: 'public', risk: 'WRITE', key: 'none', tenant: false })
  @Post('logout')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  async logout(@Body(new ValidInput(RefreshTokenInput)) input: RefreshTokenInput): Promise<LogoutSucceeded> {
    await this.sessions.logout(input.refreshToken);
    return new LogoutSucceeded();
  }
}
