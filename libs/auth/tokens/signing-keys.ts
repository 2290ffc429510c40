import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { JWK } from 'jose';
import { after, CLOCK, type Clock } from '@comptoir/kernel';
import { Database, Secrets, type PlatformCollection } from '#platform';
import { importKeyPair, newPrivateJwk, type KeyPair } from './key-pair.js';
import { SIGNING_KEYS, type SigningKeyRecord } from './signing-key.collection.js';

/** An unknown `kid` makes us read the set again, but not more often than this: anybody can invent a `kid`. */
const REREAD_MS = 10_000;
/** A process that issues notices another one's rotation within this time. */
const STALE_MS = 60_000;
/** A new key waits this long, longer than REREAD_MS, before it signs: by then every process can know it. */
const HEAD_START_MS = 15_000;
/** A retired key verifies this long: the life of an access token, STALE_MS and some slack. */
const VERIFIES_AFTER_RETIREMENT_MS = 70 * 60_000;
const MAX_KEYS = 100;

type StoredKey = KeyPair & Pick<SigningKeyRecord, 'createdAt' | 'retiredAt'>;

/**
 * Our own key set. Two processes that boot on an empty database may both add a key: both are valid, and each learns the
 * other's when it meets it.
 */
@Injectable()
export class SigningKeys implements OnModuleInit {
  private readonly records: PlatformCollection<SigningKeyRecord>;
  private keys: ReadonlyMap<string, StoredKey> = new Map();
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | null = null;

  constructor(
    database: Database,
    private readonly secrets: Secrets,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.records = database.platformCollection(SIGNING_KEYS);
  }

  async onModuleInit(): Promise<void> {
    await this.read();
    if (this.signers().length > 0) return;
    await this.create();
    await this.read();
  }

  /** The key that signs now: the newest that every process can know, or the oldest while all of them are new. */
  async current(): Promise<KeyPair> {
    if (this.age() > STALE_MS) await this.read();
    const signers = this.signers();
    const settledAt = after(this.clock.now(), -HEAD_START_MS);
    const key = signers.findLast(({ createdAt }) => createdAt <= settledAt) ?? signers[0];
    if (!key) throw new Error('No signing key is in use; SigningKeys.rotate() adds one');
    return key;
  }

  /** The key with this `kid`, from our set and from nowhere else. */
  async find(kid: string): Promise<KeyPair | null> {
    if (!this.keys.has(kid) && (this.reading || this.age() > REREAD_MS)) await this.read();
    const key = this.keys.get(kid);
    return key && this.verifies(key) ? key : null;
  }

  /** Adds a key and retires the others. Tokens signed before stay valid until they expire. */
  async rotate(): Promise<void> {
    await this.read();
    const old = this.signers();
    await this.create();
    const retiredAt = after(this.clock.now(), HEAD_START_MS);
    await Promise.all(old.map(({ kid }) => this.records.update(kid, { retiredAt: null }, { $set: { retiredAt } })));
    await this.read();
  }

  /** Public keys that verify, for `/.well-known/jwks.json`. */
  async published(): Promise<JWK[]> {
    if (this.age() > STALE_MS) await this.read();
    return [...this.keys.values()].filter((key) => this.verifies(key)).map(({ publicJwk }) => publicJwk);
  }

  private async create(): Promise<void> {
    const { kid, jwk } = await newPrivateJwk();
    const sealed = this.secrets.seal('signing-keys', JSON.stringify(jwk));
    await this.records.insert({ id: kid, sealed, createdAt: this.clock.now(), retiredAt: null });
  }

  /** One read at a time; whoever comes meanwhile waits for it. */
  private async read(): Promise<void> {
    this.reading ??= this.readAll().finally(() => {
      this.reading = null;
    });
    await this.reading;
  }

  private async readAll(): Promise<void> {
    this.readAt = this.clock.now().getTime();
    const found = await this.records.find({}, { sort: { createdAt: -1 }, limit: MAX_KEYS });
    const keys = await Promise.all(found.map((record) => this.usable(record)));
    this.keys = new Map(keys.map((key) => [key.kid, key]));
  }

  /** The key of a record. Opened once; only its retirement can change. */
  private async usable({ id, sealed, createdAt, retiredAt }: SigningKeyRecord): Promise<StoredKey> {
    const pair = this.keys.get(id) ?? (await importKeyPair(id, JSON.parse(this.unseal(id, sealed)) as JWK));
    return { ...pair, createdAt, retiredAt };
  }

  private unseal(kid: string, sealed: string): string {
    try {
      return this.secrets.open('signing-keys', sealed);
    } catch (cause) {
      const advice = 'restore COMPTOIR_SECRET, or delete the document: every session signed with it ends';
      throw new Error(`Signing key ${kid} was sealed with another COMPTOIR_SECRET; ${advice}`, { cause });
    }
  }

  /** Keys that may sign, oldest first; ties are broken the same way in every process. */
  private signers(): StoredKey[] {
    const now = this.clock.now();
    return [...this.keys.values()]
      .filter(({ retiredAt }) => !retiredAt || retiredAt > now)
      .sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.kid < b.kid ? -1 : 1));
  }

  private verifies({ retiredAt }: StoredKey): boolean {
    return !retiredAt || after(retiredAt, VERIFIES_AFTER_RETIREMENT_MS) > this.clock.now();
  }

  private age(): number {
    return this.clock.now().getTime() - this.readAt;
  }
}
