import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccountsService } from './accounts/accounts.service.js';
import { LoginThrottle } from './accounts/login-throttle.js';
import { AuthController } from './auth.controller.js';
import { AuthResolver } from './auth.resolver.js';
import { ApplicationKeys } from './keys/application-keys.service.js';
import { ApplicationKeysResolver } from './keys/application-keys.resolver.js';
import { OperationGuard } from './request/operation.guard.js';
import { RequestContextFactory } from './request/request-context.js';
import { SessionsService } from './sessions.service.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { JwksController } from './tokens/jwks.controller.js';
import { RefreshTokens } from './tokens/refresh-tokens.js';
import { SigningKeys } from './tokens/signing-keys.js';

/** Who calls and what they may do. Stands on PlatformModule and TenantsModule; its guard covers every operation. */
@Global()
@Module({
  controllers: [AuthController, JwksController],
  providers: [
    SigningKeys,
    AccessTokens,
    RefreshTokens,
    LoginThrottle,
    AccountsService,
    SessionsService,
    ApplicationKeys,
    RequestContextFactory,
    AuthResolver,
    ApplicationKeysResolver,
    { provide: APP_GUARD, useClass: OperationGuard },
  ],
  exports: [AccountsService, SessionsService, RequestContextFactory, SigningKeys],
})
export class AuthModule {}
