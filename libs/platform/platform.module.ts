import { Global, Module, type DynamicModule } from '@nestjs/common';
import { CLOCK, type Clock } from '@comptoir/kernel';
import { COLLECTIONS, PUBLIC_ADDRESS } from '@comptoir/tenant-kit';
import { Config } from './config/config.js';
import { PublicUrl } from './http/public-url.js';
import { IdempotencyService } from './idempotency/idempotency.service.js';
import { Mailer } from './mail/mailer.js';
import { KindCollections } from './mongo/kind-collections.js';
import { Database } from './mongo/database.js';
import { Secrets } from './secrets/secrets.js';

/** What every module stands on. Built before Nest, so that a wrong setting or a dead database is one clear line. */
@Global()
@Module({})
export class PlatformModule {
  static forRoot(parts: { config: Config; database: Database; clock: Clock }): DynamicModule {
    return {
      module: PlatformModule,
      providers: [
        { provide: Config, useValue: parts.config },
        { provide: Database, useValue: parts.database },
        { provide: Secrets, useValue: new Secrets(parts.config.COMPTOIR_SECRET) },
        { provide: CLOCK, useValue: parts.clock },
        PublicUrl,
        { provide: PUBLIC_ADDRESS, useExisting: PublicUrl },
        Mailer,
        IdempotencyService,
        { provide: COLLECTIONS, useClass: KindCollections },
      ],
      exports: [Config, Database, Secrets, CLOCK, PublicUrl, Mailer, IdempotencyService, COLLECTIONS, PUBLIC_ADDRESS],
    };
  }
}
