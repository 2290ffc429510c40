import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, InvalidInput, type Clock } from '@comptoir/kernel';
import { Database, Secrets, type TenantCollection, type TenantRef } from '#platform';
import { PAYMENT_KEYS, type PaymentKeysRow } from './payment-keys.collection.js';

/** Accounts of one tenant: the one it has, and those it had. */
const MAX_ACCOUNTS = 10;

/** Keys as they are used. Never shown, never logged. */
export interface PaymentKeys {
  account: string;
  secretKey: string;
  publishableKey: string | null;
  webhookSecrets: string[];
}

/** Keys of tenants with accounts of their own: encrypted at rest, and read anew for each use, so that a new key counts at once. */
@Injectable()
export class PaymentKeysService {
  private readonly rows: TenantCollection<PaymentKeysRow>;

  constructor(
    database: Database,
    private readonly secrets: Secrets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.rows = database.tenantCollection(PAYMENT_KEYS);
  }

  /** Keeps the keys of an account in place of those it had. */
  async put(tenant: TenantRef, { account, secretKey, publishableKey, webhookSecrets }: PaymentKeys): Promise<void> {
    const others = (await this.list(tenant)).filter(({ id }) => id !== account);
    if (others.length >= MAX_ACCOUNTS) {
      throw InvalidInput.at('input.account', 'tooMany', `a tenant has keys of ${MAX_ACCOUNTS} accounts at most`);
    }
    const now = this.clock.now();
    const change = {
      secretKey: this.secrets.seal('payment-keys', secretKey),
      secretKeyEnding: secretKey.slice(-4),
      publishableKey,
      webhookSecrets: webhookSecrets.map((secret) => this.secrets.seal('payment-keys', secret)),
      updatedAt: now,
    };
    await this.rows.update(tenant, account, {}, { $set: change, $setOnInsert: { createdAt: now } }, { upsert: true });
  }

  async get(tenant: TenantRef, account: string): Promise<PaymentKeys | null> {
    const row = await this.rows.get(tenant, account);
    return row && this.opened(row);
  }

  /** As they lie there, sealed. */
  list(tenant: TenantRef): Promise<PaymentKeysRow[]> {
    return this.rows.find(tenant, {}, { sort: { _id: 1 }, limit: MAX_ACCOUNTS });
  }

  async all(tenant: TenantRef): Promise<PaymentKeys[]> {
    return (await this.list(tenant)).map((row) => this.opened(row));
  }

  private opened({ id, secretKey, publishableKey, webhookSecrets }: PaymentKeysRow): PaymentKeys {
    const open = (sealed: string): string => this.secrets.open('payment-keys', sealed);
    return {
      account: id,
      secretKey: open(secretKey),
      publishableKey,
      webhookSecrets: webhookSecrets.map((secret) => open(secret)),
    };
  }
}
