import type { Model } from 'mongoose';

/** A document as it lies in the database. */
export interface StoredDocument {
  _id: string;
  [field: string]: unknown;
}

export type StoredModel = Model<StoredDocument>;
