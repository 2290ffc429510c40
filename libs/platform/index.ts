export { Config, ConfigError, loadConfig } from './config/config.js';
export { PlatformModule } from './platform.module.js';
export { Database } from './mongo/database.js';
export { openDatabase } from './mongo/boot/open-database.js';
export { defineCollection, type TypedCollection } from './mongo/collection-definition.js';
export { TenantCollection, type TenantRef } from './mongo/tenant-collection.js';
export { PlatformCollection } from './mongo/platform-collection.js';
export { DueCollection, type DueDocument } from './mongo/due-collection.js';
export { isDatabaseUnavailable } from './mongo/unavailable.js';
export { isDuplicateKey, type Change, type Filter } from './mongo/change.js';
export { Secrets } from './secrets/secrets.js';
export { PublicUrl } from './http/public-url.js';
export { Mailer } from './mail/mailer.js';
export { IdempotencyService } from './idempotency/idempotency.service.js';
export {
  IdempotencyInFlight,
  IdempotencyKeyMismatch,
  IdempotencyKeyRequired,
} from './idempotency/idempotency.problems.js';
export { DueWork } from './work/due-work.js';
export type { Page, PageRange, PageRequest } from './mongo/page.js';
