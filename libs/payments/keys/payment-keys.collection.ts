import { defineCollection } from '#platform';

/** What reaches one account of a tenant's own. An account that the tenant leaves keeps its keys: old payments are read, and given back, there. */
export interface PaymentKeysRow {
  /** The provider's name of the account. */
  id: string;
  tenantId: string;
  /** Sealed. */
  secretKey: string;
  /** Last four characters, to tell one from another. */
  secretKeyEnding: string;
  publishableKey: string | null;
  /** Sealed; two during a rotation. */
  webhookSecrets: string[];
  createdAt: Date;
  updatedAt: Date;
}

export const PAYMENT_KEYS = defineCollection<PaymentKeysRow>({
  name: 'payment_keys',
  fields: {
    secretKey: String,
    secretKeyEnding: String,
    publishableKey: String,
    webhookSecrets: [String],
    createdAt: Date,
    updatedAt: Date,
  },
  indexes: [{ keys: { tenantId: 1 } }],
});
