import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type { Clock } from '@comptoir/kernel';
import type { Tenant, TenantContext } from '@comptoir/tenant-kit';
import { Secrets, type Config, type Database, type TypedCollection } from '#platform';
import { NotOfferedByTenant, TenantNotFound, type TenantsService } from '#tenants';
import { AccountsService } from './accounts/accounts.service.js';
import { LoginThrottle } from './accounts/login-throttle.js';
import { ApplicationKeys } from './keys/application-keys.service.js';
import { RequestContextFactory, type RequestSource } from './request/request-context.js';
import { requestIdOf } from './request/request-id.js';
import { takeTenant } from './request/tenant-path.js';
import { SessionsService } from './sessions.service.js';
import { AccessTokens } from './tokens/access-tokens.js';
import { RefreshTokens } from './tokens/refresh-tokens.js';
import { SigningKeys } from './tokens/signing-keys.js';

type Row = Record<string, unknown>;

/** A clock that stands until it is moved. */
export class TestClock implements Clock {
  private at = new Date('2026-11-02T10:00:00.000Z').getTime();

  now(): Date {
    return new Date(this.at);
  }

  pass(milliseconds: number): void {
    this.at += milliseconds;
  }
}

/** Collections in memory with the operators that libs/auth uses, for specs about rules rather than about the database. */
export class MemoryDatabase {
  readonly rows = new Map<string, Map<string, Row>>();

  get asDatabase(): Database {
    return this as unknown as Database;
  }

  tenantCollection({ name }: TypedCollection<unknown>): unknown {
    const all = this.table(name);
    const key = (tenant: { tenantId: string }, id: string): string => `${tenant.tenantId}/${id}`;
    return {
      get: async (tenant: { tenantId: string }, id: string) => read(all, key(tenant, id), id),
      insert: async (tenant: { tenantId: string }, { id, ...row }: { id: string }) =>
        insert(all, key(tenant, id), { ...row, tenantId: tenant.tenantId }),
      update: async (tenant: { tenantId: string }, id: string, guard: Row, change: { $set: Row }) =>
        update(all, key(tenant, id), guard, change) ? read(all, key(tenant, id), id) : null,
    };
  }

  platformCollection({ name }: TypedCollection<unknown>): unknown {
    const all = this.table(name);
    return {
      get: async (id: string) => read(all, id, id),
      find: async () => [...all.keys()].map((id) => read(all, id, id)),
      insert: async ({ id, ...row }: { id: string }) => insert(all, id, row),
      update: async (id: string, guard: Row, change: { $set: Row }) =>
        update(all, id, guard, change) ? read(all, id, id) : null,
    };
  }

  private table(name: string): Map<string, Row> {
    const table = this.rows.get(name) ?? new Map<string, Row>();
    this.rows.set(name, table);
    return table;
  }
}

function read(all: Map<string, Row>, key: string, id: string): Row | null {
  const row = all.get(key);
  return row ? { ...structuredClone(row), id } : null;
}

function insert(all: Map<string, Row>, key: string, row: Row): boolean {
  if (all.has(key)) return false;
  all.set(key, structuredClone(row));
  return true;
}

function update(all: Map<string, Row>, key: string, guard: Row, change: { $set: Row }): boolean {
  const row = all.get(key);
  if (!row || !Object.entries(guard).every(([field, wanted]) => meets(row[field], wanted))) return false;
  all.set(key, { ...row, ...structuredClone(change.$set) });
  return true;
}

function meets(value: unknown, wanted: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null && '$gt' in wanted) return (value as Date) > (wanted.$gt as Date);
  return (value ?? null) === wanted;
}

/** Two open tenants of the same shape; `alpha` sells, also at `alpha.example`; `beta` offers nothing. */
export function fakeTenants(): TenantsService {
  const open = new Map<string, TenantContext>([tenant('alpha', ['catalog', 'cart']), tenant('beta', [])]);
  const fake: Pick<TenantsService, 'resolve' | 'require' | 'atHost'> = {
    atHost: async (host) => (host === 'alpha.example' ? 'alpha' : null),
    resolve: async (handle) => {
      const found = open.get(handle);
      if (!found) throw new TenantNotFound();
      return found;
    },
    require: (context, capability) => {
      if (!context.tenant.capabilities.includes(capability)) throw new NotOfferedByTenant(capability);
    },
  };
  return fake as TenantsService;
}

function tenant(id: string, capabilities: Tenant['capabilities']): [string, TenantContext] {
  return [id, { tenantId: id, tenant: { id, capabilities } as Tenant }];
}

export const TEST_CONFIG = { PUBLIC_URL: 'https://pay.example' } as Config;
const TEST_SECRETS = new Secrets('a master secret of more than 32 characters');

/** A request that brings these headers, to the gateway's own address or to another one. */
export function requestWith(
  headers: Record<string, string | string[] | undefined>,
  { hostname = 'localhost', url = '/graphql' } = {},
): RequestSource {
  const raw = Object.assign(new IncomingMessage(new Socket()), { url });
  takeTenant(raw);
  const sent = headers as RequestSource['headers'];
  return { id: requestIdOf({ headers: sent }), headers: sent, ip: '10.0.0.1', hostname, raw };
}

/** All services of libs/auth on one database; a second call with the same database is a second process. */
export async function authOn(database: Database, clock: Clock = new TestClock()) {
  const tenants = fakeTenants();
  const keys = new SigningKeys(database, TEST_SECRETS, clock);
  await keys.onModuleInit();
  const accessTokens = new AccessTokens(TEST_CONFIG, keys, clock);
  const refreshTokens = new RefreshTokens(database, clock);
  const accounts = new AccountsService(database, new LoginThrottle(), clock);
  await accounts.onModuleInit();
  const applicationKeys = new ApplicationKeys(database, clock);
  const sessions = new SessionsService(tenants, accounts, accessTokens, refreshTokens);
  return {
    tenants,
    keys,
    accessTokens,
    accounts,
    sessions,
    applicationKeys,
    contexts: new RequestContextFactory(accessTokens, applicationKeys, tenants),
  };
}
