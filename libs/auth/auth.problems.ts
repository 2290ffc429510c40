import { Problem, ProblemType } from '@comptoir/kernel';

@ProblemType({
  code: 'UNAUTHENTICATED',
  status: 401,
  retryable: false,
  description: 'The call needs a valid access token and brought none, or one that this platform did not issue.',
  advice: 'Sign in with `login` or `createGuestSession` and send the token as `Authorization: Bearer …`.',
})
export class Unauthenticated extends Problem {
  constructor(message = 'This call needs a valid access token.') {
    super(message);
  }
}

@ProblemType({
  code: 'TOKEN_EXPIRED',
  status: 401,
  retryable: false,
  description: 'The access token was valid and has expired.',
  advice: 'Call `refreshSession` with the refresh token, then send this call again with the new access token.',
})
export class TokenExpired extends Problem {
  constructor() {
    super('The access token has expired.');
  }
}

@ProblemType({
  code: 'SCOPE_INSUFFICIENT',
  status: 403,
  retryable: false,
  description: 'The token is valid but does not carry the scope that this operation needs.',
  advice: 'Sign in as somebody whose token carries the named scope.',
})
export class ScopeInsufficient extends Problem {
  constructor(scope: string) {
    super(`This operation needs the scope ${scope}.`);
  }
}

@ProblemType({
  code: 'INVALID_CREDENTIALS',
  status: 401,
  retryable: false,
  description: 'No account of this tenant has this e-mail and this password. Which of the two is wrong is not said.',
  advice: 'Check the tenant, the e-mail and the password.',
})
export class InvalidCredentials extends Problem {
  constructor() {
    super('The e-mail or the password is wrong.');
  }
}

@ProblemType({
  code: 'RATE_LIMITED',
  status: 429,
  retryable: true,
  description: 'Too many attempts in a short time.',
  advice: 'Wait `retryAfterSeconds`, then try again.',
})
export class RateLimited extends Problem {
  constructor(retryAfterSeconds: number) {
    super('Too many attempts; wait a moment.', { retryAfterSeconds });
  }
}

@ProblemType({
  code: 'TENANT_MISMATCH',
  status: 403,
  retryable: false,
  description: 'Argument, header and token name different tenants, or one writing document names two.',
  advice: 'Name one tenant in every place, and use a token that was issued for it.',
})
export class TenantMismatch extends Problem {
  constructor(message = 'This call names different tenants in different places.') {
    super(message);
  }
}

@ProblemType({
  code: 'REFRESH_TOKEN_INVALID',
  status: 401,
  retryable: false,
  description: 'The refresh token is unknown, expired, revoked or was used before. Using one twice ends its session.',
  advice: 'Sign in again with `login` or `createGuestSession`.',
})
export class RefreshTokenInvalid extends Problem {
  constructor() {
    super('This refresh token is not valid (any more).');
  }
}
