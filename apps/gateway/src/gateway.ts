import 'reflect-metadata';
import helmet from '@fastify/helmet';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Logger, LoggerModule } from 'nestjs-pino';
import { systemClock, type Clock } from '@comptoir/kernel';
import { AuthModule, requestIdOf, takeTenant } from '#auth';
import { CheckoutModule, LINES_KIND, setKindProblems } from '#checkout';
import { InventoryModule } from '#inventory';
import { PaymentsModule } from '#payments';
import { openDatabase, PlatformModule, PublicUrl, type Config, type Database } from '#platform';
import { ShopModule } from '#shop';
import { nameAnswers, openInBrowser, parseBodies, refuseAddress, SurfacesModule } from '#surfaces';
import { loadKinds, TenantsModule, type KindRegistry } from '#tenants';
import { Drain } from './drain.js';

/** Largest body of an ordinary request, bytes. */
const BODY_LIMIT = 256 * 1024;

@Module({})
class GatewayModule {
  static forRoot(parts: { config: Config; database: Database; clock: Clock; kinds: KindRegistry }): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        LoggerModule.forRoot({ pinoHttp: { level: parts.config.LOG_LEVEL, autoLogging: false, redact: REDACTED } }),
        PlatformModule.forRoot(parts),
        TenantsModule.forRoot(parts.kinds),
        AuthModule,
        InventoryModule,
        ShopModule,
        PaymentsModule,
        CheckoutModule,
        SurfacesModule,
      ],
    };
  }
}

const REDACTED = ['req.headers.authorization', 'req.headers.cookie', 'req.headers["stripe-signature"]'];

/** A running gateway. */
export interface Gateway {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** Answers what is under way, tells callers to ask elsewhere, then closes. */
  drain(): Promise<void>;
  /** Closes; requests under way are answered, connections that are idle end at once. */
  close(): Promise<void>;
}

/** What only tests and benches change. */
export interface GatewayOptions {
  clock?: Clock;
  /** Hears the name of every database command. */
  onDatabaseCommand?: (command: string) => void;
}

/** Boots the gateway: kinds first (their types are part of the schema), then the database, then Nest. */
export async function startGateway(config: Config, options: GatewayOptions = {}): Promise<Gateway> {
  const clock = options.clock ?? systemClock;
  const kinds = (await loadKinds(config.COMPTOIR_KINDS)).with(LINES_KIND);
  setKindProblems(kinds);
  const { onDatabaseCommand: onCommand } = options;
  const warnings: string[] = [];
  const onWarning = (line: string): void => void warnings.push(line);
  const database = await openDatabase(config, { onWarning, ...(onCommand ? { onCommand } : {}) });
  let app: NestFastifyApplication | undefined;
  let drain: Drain;
  try {
    app = await createApp({ config, database, clock, kinds });
    for (const line of warnings) app.get(Logger).warn(line);
    drain = new Drain(app.getHttpAdapter().getInstance());
    await app.listen({ port: config.PORT, host: config.HOST });
  } catch (error) {
    await app?.close();
    await database.close();
    throw error;
  }
  const url = `http://${config.HOST}:${portOf(app)}`;
  if (!config.PUBLIC_URL) app.get(PublicUrl).set(url);
  const close = async (): Promise<void> => {
    // First of all: shutdown hooks take apart what requests under way still need.
    await drain.close();
    await app.close();
    await database.close();
  };
  return { url, app, close, drain: () => drain.drain().then(close) };
}

async function createApp(parts: Parameters<typeof GatewayModule.forRoot>[0]): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    // A payment link names tenant and checkout and carries a code.
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: refuseAddress,
    genReqId: requestIdOf,
    trustProxy: parts.config.TRUST_PROXY,
    rewriteUrl: takeTenant,
  });
  const app = await NestFactory.create<NestFastifyApplication>(GatewayModule.forRoot(parts), adapter, {
    bufferLogs: true,
    bodyParser: false,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  await app.register(helmet);
  parseBodies(app.getHttpAdapter().getInstance());
  nameAnswers(app.getHttpAdapter().getInstance());
  openInBrowser(app.getHttpAdapter().getInstance());
  try {
    // Everything that has a collection is built by now, and nothing has begun to work.
    const made = await parts.database.syncIndexes();
    if (made.length) app.get(Logger).log(`Made indexes: ${made.join('; ')}`);
    await app.init();
  } catch (error) {
    // A sweep at work, or a connection, would outlive the reason.
    await app.close();
    throw error;
  }
  return app;
}

function portOf(app: NestFastifyApplication): number {
  const address = app.getHttpServer().address();
  if (!address || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
