import { Injectable } from '@nestjs/common';
import { InvalidInput, newId, Problem } from '@comptoir/kernel';
import { ANONYMOUS, type Principal, type TenantContext } from '@comptoir/tenant-kit';
import { TenantMismatch, TokenExpired, Unauthenticated } from '../auth.problems.js';
import { AccessTokens } from '../tokens/access-tokens.js';

/** What is known about a request before its operation begins. One per request, the same on every surface. */
export interface RequestContext {
  requestId: string;
  principal: Principal;
  /** The tenant that header and token bind this request to; null when neither does. */
  tenantConstraint: string | null;
  idempotencyKey: string | null;
  /** Tenants resolved so far, by handle. */
  tenants: Map<string, TenantContext>;
  ip: string;
  /** What is wrong with the request's own headers; the operation guard throws it. */
  authProblem: Problem | null;
}

type Headers = Record<string, string | string[] | undefined>;

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;
const BEARER = /^Bearer +([^\s]+)$/i;

/** Builds the {@link RequestContext} of a request, whichever surface it came in by. */
@Injectable()
export class RequestContextFactory {
  constructor(private readonly tokens: AccessTokens) {}

  /** Never throws for what the caller did wrong: that is kept in `authProblem`, for the guard. */
  async build(headers: Headers, ip: string): Promise<RequestContext> {
    const caller = await this.caller(headers['authorization']);
    const tenant = agreedTenant([headers['x-tenant-id'], caller.principal.tenantId]);
    const key = idempotencyKey(headers['idempotency-key']);
    return {
      requestId: requestId(headers['x-request-id']),
      principal: caller.principal,
      tenantConstraint: tenant.agreed,
      idempotencyKey: key.value,
      tenants: new Map(),
      ip,
      // The graver one first: a broken token is forgiven at login, a contradiction is not.
      authProblem: tenant.problem ?? key.problem ?? caller.problem,
    };
  }

  private async caller(
    header: string | string[] | undefined,
  ): Promise<{ principal: Principal; problem: Problem | null }> {
    if (header === undefined) return { principal: ANONYMOUS, problem: null };
    const token = typeof header === 'string' ? BEARER.exec(header)?.[1] : undefined;
    try {
      if (token === undefined) throw new Unauthenticated('The Authorization header must be one Bearer token.');
      return { principal: await this.tokens.verify(token), problem: null };
    } catch (error) {
      if (isTokenProblem(error)) return { principal: ANONYMOUS, problem: error };
      throw error;
    }
  }
}

/** Whether something is wrong with the token alone: who signs in or refreshes may well send an old one along. */
export function isTokenProblem(problem: unknown): problem is Problem {
  return problem instanceof Unauthenticated || problem instanceof TokenExpired;
}

/** The one place where the sources that name a tenant for the whole request are compared. */
function agreedTenant(sources: readonly (string | string[] | null | undefined)[]): {
  agreed: string | null;
  problem: Problem | null;
} {
  const named = new Set(sources.flat().filter((source) => typeof source === 'string'));
  if (named.size > 1) return { agreed: null, problem: new TenantMismatch() };
  return { agreed: [...named][0] ?? null, problem: null };
}

function requestId(header: string | string[] | undefined): string {
  return typeof header === 'string' && REQUEST_ID.test(header) ? header : newId('req');
}

/** A key that cannot be kept is refused: to ignore it would be to forget a promise. */
function idempotencyKey(header: string | string[] | undefined): { value: string | null; problem: Problem | null } {
  if (header === undefined) return { value: null, problem: null };
  if (typeof header === 'string' && IDEMPOTENCY_KEY.test(header)) return { value: header, problem: null };
  const rule = 'must be 1 to 255 printable ASCII characters without spaces';
  return { value: null, problem: InvalidInput.at('Idempotency-Key', 'idempotencyKey', rule) };
}
