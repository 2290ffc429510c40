import { MongoClient, type Db, type Document } from 'mongodb';
import { startEmbeddedMongo } from '#embedded-mongo';
import { Config } from '#platform';
import { examine, type Verdict } from '../../../apps/cli/src/doctor/examination.js';
import type { Finding } from '../../../apps/cli/src/doctor/finding.js';
import { Look } from '../../../apps/cli/src/doctor/reading/look.js';
import { ProviderDesk } from '../../../apps/cli/src/doctor/reading/provider-desk.js';
import { Notes } from '../../../apps/cli/src/doctor/room.js';
import { allWards } from '../../../apps/cli/src/doctor/wards/all-wards.js';
import { copied, indexed, indexesOf, quiet, type Stored } from './copy-database.js';
import { buildTown, type Town } from './town.js';

/** Less than any timer of the town, more than a payment needs to be noticed. */
const SETTLED_MS = 15 * 60_000;

export interface Visit {
  verdict: Verdict;
  findings: Finding[];
}

export interface VisitOptions {
  tenant?: string;
  stripe?: boolean;
  awake?: boolean;
  /** What happens between the first look and the second. */
  meanwhile?: () => Promise<void>;
  heard?: (command: string) => void;
}

/**
 * A copy of the town's database on which no gateway works: what is planted in it stays as it is until it is put back. The
 * payment provider is the town's own.
 */
export class CopiedTown {
  private readonly undoing: (() => Promise<unknown>)[] = [];
  private readonly touched = new Set<string>();
  private readonly looks = new Map<string | null, Look>();

  private constructor(
    readonly town: Town,
    readonly uri: string,
    readonly db: Db,
    private readonly original: ReadonlyMap<string, Stored[]>,
    private readonly indexes: ReadonlyMap<string, Document[]>,
    /** When doctor comes: the provider has had the time to tell of every payment. */
    readonly now: Date,
    private readonly close: () => Promise<void>,
  ) {}

  static async build(): Promise<CopiedTown> {
    const town = await buildTown();
    return CopiedTown.copyOf(town).catch(async (error: unknown) => {
      // What is left running would keep Jest from ending.
      await town.product.stop();
      throw error;
    });
  }

  private static async copyOf(town: Town): Promise<CopiedTown> {
    const mongo = await startEmbeddedMongo({ mode: 'inline' });
    const config = town.product.gateway.app.get(Config);
    const source = await new MongoClient(config.MONGODB_URI).connect();
    const target = await new MongoClient(mongo.uri).connect();
    const copy = target.db('copy');
    const product = source.db(config.MONGODB_DATABASE);
    await quiet(product, () => town.product.clock.now());
    // Nobody writes any more: what is copied belongs together.
    await town.product.gateway.close();
    const original = await copied(product, copy);
    const indexes = await indexesOf(product);
    await indexed(copy, indexes);
    await source.close();
    const close = async (): Promise<void> => {
      await target.close();
      await mongo.stop();
      await town.product.stop();
    };
    const now = new Date(town.product.clock.now().getTime() + SETTLED_MS);
    return new CopiedTown(town, mongo.uri, copy, original, indexes, now, close);
  }

  /** Changes one document behind everybody's back. */
  async change(collection: string, _id: string, update: Document): Promise<string> {
    this.touched.add(collection);
    const { matchedCount } = await this.db.collection<Stored>(collection).updateOne({ _id }, update);
    if (matchedCount !== 1) throw new Error(`There is no ${_id} in ${collection}`);
    return _id;
  }

  async set(collection: string, _id: string, fields: Document): Promise<string> {
    return this.change(collection, _id, { $set: fields });
  }

  /** Another document like `_id`, changed by `fields`. */
  async clone(collection: string, _id: string, fields: Document & { _id: string }): Promise<string> {
    this.touched.add(collection);
    await this.db.collection<Stored>(collection).insertOne({ ...(await this.read(collection, _id)), ...fields });
    return fields._id;
  }

  async remove(collection: string, _id: string): Promise<string> {
    this.touched.add(collection);
    const { deletedCount } = await this.db.collection<Stored>(collection).deleteOne({ _id });
    if (deletedCount !== 1) throw new Error(`There is no ${_id} in ${collection}`);
    return _id;
  }

  async dropIndex(collection: string, name: string): Promise<string> {
    await this.db.collection(collection).dropIndex(name);
    this.whenMended(() => indexed(this.db, this.indexes));
    return collection;
  }

  async read(collection: string, _id: string): Promise<any> {
    const found = await this.db.collection<Stored>(collection).findOne({ _id });
    if (!found) throw new Error(`There is no ${_id} in ${collection}`);
    return found;
  }

  /** The first document that `filter` finds. */
  async find(collection: string, filter: Document): Promise<any> {
    const found = await this.db.collection(collection).findOne(filter);
    if (!found) throw new Error(`There is nothing like ${JSON.stringify(filter)} in ${collection}`);
    return found;
  }

  later(milliseconds: number): Date {
    return new Date(this.now.getTime() + milliseconds);
  }

  /** For what was planted elsewhere than in the database. */
  whenMended(undo: () => Promise<unknown>): void {
    this.undoing.push(undo);
  }

  /** Puts everything back as it was copied. */
  async mend(): Promise<void> {
    for (const undo of this.undoing.splice(0)) await undo();
    for (const name of this.touched) {
      await this.db.collection(name).deleteMany({});
      const documents = this.original.get(name) ?? [];
      if (documents.length > 0) await this.db.collection<Stored>(name).insertMany(documents);
    }
    this.touched.clear();
  }

  async doctor(options: VisitOptions = {}): Promise<Visit> {
    const { stripe = false, awake = true, meanwhile = () => Promise.resolve() } = options;
    const look = await this.look(options);
    const desk = stripe ? new ProviderDesk(this.town.product.stripe.url, 'sk_test_comptoir') : null;
    const findings: Finding[] = [];
    const listener = { begun() {}, entered() {}, looked() {}, found: (one: Finding) => void findings.push(one) };
    const wards = await allWards({ look, now: () => this.now, awake, desk, notes: new Notes() });
    return { verdict: await examine(wards, meanwhile, listener), findings };
  }

  /** Connections are kept: making one takes longer than the whole examination. */
  private async look(options: VisitOptions): Promise<Look> {
    const { tenant = null, heard } = options;
    const known = heard ? undefined : this.looks.get(tenant);
    if (known) return known;
    const look = await Look.at(this.uri, 'copy', { tenant, ...(heard ? { heard } : {}) });
    this.looks.set(heard ? 'heard' : tenant, look);
    return look;
  }

  async stop(): Promise<void> {
    for (const look of this.looks.values()) await look.close();
    await this.close();
  }
}
