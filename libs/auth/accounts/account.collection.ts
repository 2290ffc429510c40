import { defineCollection } from '#platform';
import type { SessionType } from '../scopes.js';

/** Who can have an account. */
export type AccountType = Exclude<SessionType, 'guest'>;

export interface Account {
  /** E-mail in lower case: one account per tenant and e-mail. */
  id: string;
  tenantId: string;
  principalId: string;
  type: AccountType;
  /** argon2id, with its salt and costs. */
  passwordHash: string;
  name: string;
  createdAt: Date;
  /** From then on the account answers as if it were not there. */
  disabledAt: Date | null;
}

export const ACCOUNTS = defineCollection<Account>({
  name: 'accounts',
  fields: { principalId: String, type: String, passwordHash: String, name: String, createdAt: Date, disabledAt: Date },
  indexes: [],
});
