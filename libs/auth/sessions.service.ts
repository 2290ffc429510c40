import { Injectable } from '@nestjs/common';
import { newId } from '@comptoir/kernel';
import type { Principal } from '@comptoir/tenant-kit';
import { TenantsService } from '#tenants';
import { AccountsService } from './accounts/accounts.service.js';
import type { LoginInput } from './auth.inputs.js';
import { RefreshTokenInvalid, TenantMismatch } from './auth.problems.js';
import { PrincipalView, Session } from './auth.types.js';
import { AccessTokens } from './tokens/access-tokens.js';
import type { SessionOwner } from './tokens/refresh-token.collection.js';
import { RefreshTokens } from './tokens/refresh-tokens.js';
import { isPlatformType, PLATFORM_TENANT, scopesOf } from './scopes.js';

/** Where a login comes from. */
interface LoginOrigin {
  ip: string;
  /** Tenant that the request is bound to, if any. */
  tenantConstraint: string | null;
}

/** Sessions: an access token for an hour and a refresh token to go on. */
@Injectable()
export class SessionsService {
  constructor(
    private readonly tenants: TenantsService,
    private readonly accounts: AccountsService,
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  async login({ tenantId, email, password }: LoginInput, from: LoginOrigin): Promise<Session> {
    if (from.tenantConstraint !== null && from.tenantConstraint !== tenantId) throw new TenantMismatch();
    if (tenantId !== PLATFORM_TENANT) await this.tenants.resolve(tenantId);
    return this.begin(await this.accounts.verify({ tenantId, email, password, ip: from.ip }));
  }

  /** A session for somebody without an account, at a tenant that the operation guard has resolved. */
  async guest(tenantId: string): Promise<Session> {
    return this.begin({ principalId: newId('guest'), type: 'guest', tenantId, email: null });
  }

  async refresh(refreshToken: string, tenantConstraint: string | null = null): Promise<Session> {
    if (tenantConstraint !== null) await this.refuseElsewhere(refreshToken, tenantConstraint);
    const { owner, token } = await this.refreshTokens.rotate(refreshToken);
    if (owner.type !== 'guest' && !(await this.accounts.isActive(owner))) {
      await this.refreshTokens.revoke(token);
      throw new RefreshTokenInvalid();
    }
    return this.session(owner, token);
  }

  /** Ends the session. Repeating it, or a token that names none, is no failure. */
  async logout(refreshToken: string): Promise<void> {
    await this.refreshTokens.revoke(refreshToken);
  }

  /** Before the token is used up: at the right address it is still good. */
  private async refuseElsewhere(refreshToken: string, tenantConstraint: string): Promise<void> {
    const tenantId = await this.refreshTokens.tenantOf(refreshToken);
    if (![null, PLATFORM_TENANT, tenantConstraint].includes(tenantId)) throw new TenantMismatch();
  }

  private async begin(owner: SessionOwner): Promise<Session> {
    return this.session(owner, await this.refreshTokens.begin(owner));
  }

  private async session(owner: SessionOwner, refreshToken: string): Promise<Session> {
    const principal = principalFor(owner);
    const { token, expiresAt } = await this.accessTokens.issue(principal);
    return Object.assign(new Session(), {
      accessToken: token,
      refreshToken,
      expiresAt,
      principal: PrincipalView.of(principal),
    });
  }
}

function principalFor({ principalId, type, tenantId }: SessionOwner): Principal {
  return { type, id: principalId, tenantId: isPlatformType(type) ? null : tenantId, scopes: scopesOf(type) };
}
