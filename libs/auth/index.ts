export { AccountsService, type AccountSeed } from './accounts/accounts.service.js';
export { AuthModule } from './auth.module.js';
export {
  InvalidCredentials,
  RateLimited,
  RefreshTokenInvalid,
  ScopeInsufficient,
  TenantMismatch,
  TokenExpired,
  Unauthenticated,
} from './auth.problems.js';
export { CurrentPrincipal, CurrentRequest, CurrentTenant } from './request/current.decorators.js';
export { currentRequest } from './request/current-request.js';
export { RequestContextFactory, type RequestContext, type RequestSource } from './request/request-context.js';
export { requestIdOf } from './request/request-id.js';
export { takeTenant } from './request/tenant-path.js';
export { SessionsService } from './sessions.service.js';
export { SigningKeys } from './tokens/signing-keys.js';
