import { defineCollection } from '#platform';

/** The key that a call without one was given, while a repeat of it gets the same. */
export interface DerivedKey {
  /** Hash of caller, operation and arguments. */
  id: string;
  key: string;
  expiresAt: Date;
}

export const DERIVED_KEYS = defineCollection<DerivedKey>({
  name: 'derived_keys',
  fields: { key: String, expiresAt: Date },
  indexes: [{ keys: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } }],
});
