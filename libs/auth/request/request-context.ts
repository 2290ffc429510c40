import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidInput, Problem } from '@comptoir/kernel';
import { ANONYMOUS, type CallContext, type Capability, type TenantContext } from '@comptoir/tenant-kit';
import type { Principal } from '@comptoir/tenant-kit';
import { TenantNotFound, TenantsService } from '#tenants';
import { TenantMismatch, TokenExpired, Unauthenticated } from '../auth.problems.js';
import { ApplicationKeys } from '../keys/application-keys.service.js';
import { keyInBasic, keyPartsOf } from '../keys/key-text.js';
import { AccessTokens } from '../tokens/access-tokens.js';
import { tenantInPath } from './tenant-path.js';

/** What is known about a request before its operation begins. One per request, the same on every surface. */
export interface RequestContext extends CallContext {
  requestId: string;
  /** The tenant that host, path, header and token bind this request to; null when none of them does. */
  tenantConstraint: string | null;
  /** Tenants resolved so far, by handle. */
  tenants: Map<string, TenantContext>;
  ip: string;
  /** What is wrong with the request itself, before any operation; the operation guard throws it. */
  authProblem: Problem | null;
}

/** What is read of an HTTP request. A proxy's `X-Forwarded-…` is in it already, if that proxy is trusted. */
export type RequestSource = Pick<FastifyRequest, 'id' | 'headers' | 'ip' | 'hostname' | 'raw'>;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;
const BEARER = /^Bearer +([^\s]+)$/i;

/** Builds the {@link RequestContext} of a request, whichever surface it came in by. */
@Injectable()
export class RequestContextFactory {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly keys: ApplicationKeys,
    private readonly tenants: TenantsService,
  ) {}

  /** Never throws for what the caller did wrong: that is kept in `authProblem`, for the guard. */
  async build({ id, headers, ip, hostname, raw }: RequestSource): Promise<RequestContext> {
    const caller = await this.caller(headers['authorization']);
    const inPath = tenantInPath(raw);
    const atHost = await this.tenants.atHost(hostname);
    const tenant = agreedTenant([inPath, atHost, headers['x-tenant-id'], caller.principal.tenantId]);
    const key = idempotencyKey(headers['idempotency-key']);
    const context: RequestContext = {
      requestId: id,
      principal: caller.principal,
      tenantConstraint: tenant.agreed,
      idempotencyKey: key.value,
      tenants: new Map(),
      ip,
      // The graver one first: a broken token is forgiven at login, a contradiction is not.
      authProblem: tenant.problem ?? key.problem ?? caller.problem,
      tenant: (tenantId, capability) => this.resolve(context, tenantId, capability),
    };
    // An address that names nobody is told so whatever is asked there, also what belongs to no tenant.
    if (inPath !== null && !tenant.problem) context.authProblem = (await this.closed(inPath)) ?? context.authProblem;
    return context;
  }

  private async resolve(request: RequestContext, tenantId: string, capability?: Capability): Promise<TenantContext> {
    const { authProblem, principal, tenantConstraint, tenants } = request;
    if (authProblem) throw authProblem;
    // Before the tenant is looked up: whether another one exists is nothing that a bound caller learns.
    if ((principal.tenantId ?? tenantId) !== tenantId || (tenantConstraint ?? tenantId) !== tenantId) {
      throw new TenantMismatch();
    }
    const tenant = tenants.get(tenantId) ?? (await this.tenants.resolve(tenantId));
    tenants.set(tenantId, tenant);
    if (capability) this.tenants.require(tenant, capability);
    return tenant;
  }

  private async closed(tenantId: string): Promise<Problem | null> {
    try {
      await this.tenants.resolve(tenantId);
      return null;
    } catch (error) {
      if (error instanceof TenantNotFound) return error;
      throw error;
    }
  }

  private async caller(
    header: string | string[] | undefined,
  ): Promise<{ principal: Principal; problem: Problem | null }> {
    if (header === undefined) return { principal: ANONYMOUS, problem: null };
    const token = typeof header === 'string' ? (BEARER.exec(header)?.[1] ?? keyInBasic(header)) : null;
    try {
      if (token === null) throw new Unauthenticated('The Authorization header must be one Bearer token.');
      return { principal: await (keyPartsOf(token) ? this.keys : this.tokens).verify(token), problem: null };
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

/** A key that cannot be kept is refused: to ignore it would be to forget a promise. */
function idempotencyKey(header: string | string[] | undefined): { value: string | null; problem: Problem | null } {
  if (header === undefined) return { value: null, problem: null };
  if (typeof header === 'string' && IDEMPOTENCY_KEY.test(header)) return { value: header, problem: null };
  const rule = 'must be 1 to 255 printable ASCII characters without spaces';
  return { value: null, problem: InvalidInput.at('Idempotency-Key', 'idempotencyKey', rule) };
}
