import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CLOCK, newId, type Clock } from '@comptoir/kernel';
import { Database, type TenantCollection } from '#platform';
import { InvalidCredentials } from '../auth.problems.js';
import { isPlatformType, PLATFORM_TENANT } from '../scopes.js';
import type { SessionOwner } from '../tokens/refresh-token.collection.js';
import { ACCOUNTS, type Account, type AccountType } from './account.collection.js';
import { LoginThrottle, type LoginAttempt } from './login-throttle.js';
import { hashPassword, isPassword, warmUp } from './passwords.js';

/** What an account is made of. Operators and applications belong to the tenant `platform`, everybody else to a seller. */
export interface AccountSeed {
  tenantId: string;
  email: string;
  password: string;
  type: AccountType;
  name: string;
}

/** Accounts and their passwords. */
@Injectable()
export class AccountsService implements OnModuleInit {
  private readonly accounts: TenantCollection<Account>;

  constructor(
    database: Database,
    private readonly throttle: LoginThrottle,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.accounts = database.tenantCollection(ACCOUNTS);
  }

  async onModuleInit(): Promise<void> {
    await warmUp();
  }

  /** Creates the account, or makes the one with this e-mail be so. Nothing is written when nothing differs. */
  async ensure(seed: AccountSeed): Promise<SessionOwner> {
    if (isPlatformType(seed.type) !== (seed.tenantId === PLATFORM_TENANT)) {
      throw new Error(`An account of type ${seed.type} cannot belong to the tenant ${seed.tenantId}`);
    }
    const id = normalise(seed.email);
    const account = (await this.accounts.get(seed, id)) ?? (await this.create(seed, id));
    const change = await differences(account, seed);
    if (Object.keys(change).length > 0) await this.accounts.update(seed, id, {}, { $set: change });
    return ownerOf({ ...account, type: seed.type });
  }

  /**
   * The account that the credentials open. An unknown e-mail, a disabled account and a wrong password get one answer
   * after the same work.
   */
  async verify(credentials: LoginAttempt & { password: string }): Promise<SessionOwner> {
    const { tenantId, ip, password } = credentials;
    const email = normalise(credentials.email);
    const attempt = { tenantId, email, ip };
    await this.throttle.enter(attempt);
    const account = await this.accounts.get({ tenantId }, email);
    const matches = await isPassword(password, account?.passwordHash ?? null);
    if (!account || !matches || account.disabledAt) throw new InvalidCredentials();
    await this.throttle.forgive(attempt);
    return ownerOf(account);
  }

  /** Whether the account behind a session still exists and may go on. */
  async isActive({ tenantId, email, principalId }: SessionOwner): Promise<boolean> {
    const account = email === null ? null : await this.accounts.get({ tenantId }, email);
    return account !== null && account.principalId === principalId && !account.disabledAt;
  }

  private async create(seed: AccountSeed, id: string): Promise<Account> {
    const { tenantId, type, name, password } = seed;
    const account = {
      id,
      principalId: newId('acct'),
      type,
      name,
      passwordHash: await hashPassword(password),
      createdAt: this.clock.now(),
      disabledAt: null,
    };
    if (await this.accounts.insert({ tenantId }, account)) return { ...account, tenantId };
    const other = await this.accounts.get({ tenantId }, id);
    if (!other) throw new Error('An account vanished while it was created');
    return other;
  }
}

async function differences(account: Account, { type, name, password }: AccountSeed): Promise<Partial<Account>> {
  const kept = await isPassword(password, account.passwordHash);
  return {
    ...(account.type === type ? {} : { type }),
    ...(account.name === name ? {} : { name }),
    ...(kept ? {} : { passwordHash: await hashPassword(password) }),
  };
}

function ownerOf({ principalId, type, tenantId, id }: Account): SessionOwner {
  return { principalId, type, tenantId, email: id };
}

function normalise(email: string): string {
  return email.normalize('NFC').toLowerCase();
}
