import type { Look } from './reading/look.js';
import type { ProviderDesk } from './reading/provider-desk.js';

/** Everything that the wards share. */
export interface Room {
  readonly look: Look;
  readonly now: () => Date;
  /** False where nothing runs on the database: then nothing can be late. */
  readonly awake: boolean;
  /** Null where the provider is not to be asked. */
  readonly desk: ProviderDesk | null;
  readonly notes: Notes;
}

/** What one ward writes down for a later one. It grows with what is open, and with payments when the provider is asked. */
export class Notes {
  /** Sessions that wait for money, by the provider's id of the session, with their checkout. */
  readonly openSessions = new Map<string, string>();
  /** Payments that must be known to the provider, by its id, with their checkout and account: about 150 bytes each. */
  readonly payments = new Map<string, { checkout: string; account: string }>();
  /** Accounts beside the platform's own in which its key opened sessions, with the tenants they were opened for. */
  readonly accounts = new Map<string, Set<string>>();
}
