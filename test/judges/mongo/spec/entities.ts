import { ClientSession, Db, MongoClient, type CommandStartedEvent, type Document } from 'mongodb';
import type { Lookup } from './matching.js';

const EVENTS = ['commandStartedEvent', 'commandSucceededEvent', 'commandFailedEvent'] as const;
type EventName = (typeof EVENTS)[number];

/** A command event as a test sees it. */
export interface SeenEvent {
  readonly name: string;
  readonly event: Document;
}

/** Commands the unified format keeps out of the observed events. */
const HIDDEN = new Set(['hello', 'ismaster', 'isMaster', 'configureFailPoint', 'killAllSessions', 'ping']);

/** The clients, databases, collections and sessions one test has made. */
export class Entities implements Lookup {
  private readonly known = new Map<string, unknown>();
  private readonly events = new Map<string, SeenEvent[]>();
  /** Every command each client sent, observed or not. */
  readonly started = new Map<string, CommandStartedEvent[]>();

  constructor(private readonly uri: string) {}

  async create(entities: readonly Document[]): Promise<void> {
    for (const entity of entities) {
      const [[kind, spec]] = Object.entries(entity) as [[string, Document]];
      this.known.set(spec.id, await this.make(kind, spec));
    }
  }

  entity(name: string): unknown {
    if (!this.known.has(name)) throw new Error(`the test names an unknown entity: ${name}`);
    return this.known.get(name);
  }

  save(name: string, value: unknown): void {
    this.known.set(name, value);
  }

  session(name: string): ClientSession {
    const session = this.entity(name);
    if (!(session instanceof ClientSession)) throw new Error(`${name} is no session`);
    return session;
  }

  client(name: string): MongoClient {
    const client = this.entity(name);
    if (!(client instanceof MongoClient)) throw new Error(`${name} is no client`);
    return client;
  }

  lsid(session: string): unknown {
    return this.session(session).id;
  }

  eventsOf(client: string): readonly SeenEvent[] {
    return this.events.get(client) ?? [];
  }

  async close(): Promise<void> {
    for (const entity of this.known.values()) if (entity instanceof ClientSession) await entity.endSession();
    for (const entity of this.known.values()) if (entity instanceof MongoClient) await entity.close();
  }

  private async make(kind: string, spec: Document): Promise<unknown> {
    switch (kind) {
      case 'client':
        return this.makeClient(spec);
      case 'database':
        return this.client(spec.client).db(spec.databaseName, spec.databaseOptions ?? {});
      case 'collection':
        return (this.entity(spec.database) as Db).collection(spec.collectionName, spec.collectionOptions ?? {});
      case 'session':
        return this.client(spec.client).startSession(spec.sessionOptions ?? {});
      default:
        throw new Error(`this runner makes no entity of the kind ${kind}`);
    }
  }

  private async makeClient(spec: Document): Promise<MongoClient> {
    const client = new MongoClient(this.uri, {
      monitorCommands: true,
      heartbeatFrequencyMS: 10_000,
      ...(spec.uriOptions as object | undefined),
    });
    const seen: SeenEvent[] = [];
    const started: CommandStartedEvent[] = [];
    const hidden = new Set([...HIDDEN, ...(spec.ignoreCommandMonitoringEvents ?? [])]);
    const record = (name: EventName, event: Document): void => {
      if (!hidden.has(event.commandName) && spec.observeEvents?.includes(name)) seen.push({ name, event });
    };
    client.on('commandStarted', (event) => {
      started.push(event);
      record('commandStartedEvent', event);
    });
    client.on('commandSucceeded', (event) => record('commandSucceededEvent', event));
    client.on('commandFailed', (event) => record('commandFailedEvent', event));
    await client.connect();
    this.events.set(spec.id, seen);
    this.started.set(spec.id, started);
    return client;
  }
}
