import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { startEmbeddedMongo, type EmbeddedMongo } from '#embedded-mongo';
import { CliProcess } from '../../setup/cli.js';

interface Ending {
  code: number | null;
  lines: string[];
  /** The last line. */
  last: any;
  errors: string;
}

/** The built command, as an operator runs it. */
async function doctor(args: string[], env: Record<string, string> = {}): Promise<Ending> {
  const process = new CliProcess(['doctor', ...args], env);
  const code = await process.ended;
  const lines = process.output.trim().split('\n');
  return { code, lines, last: JSON.parse(lines.at(-1)!), errors: process.errors };
}

// In this order: the last one needs the database to be at rest.
describe('the command comptoir doctor', () => {
  let folder: string;
  let mongo: EmbeddedMongo;

  const write = async (work: (client: MongoClient) => Promise<unknown>): Promise<void> => {
    const client = await new MongoClient(mongo.uri).connect();
    await work(client);
    await client.close();
  };
  const stock = (client: MongoClient) => client.db('comptoir').collection<any>('inventory');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'comptoir-doctor-'));
    mongo = await startEmbeddedMongo({ dataDir: join(folder, 'mongo'), mode: 'inline' });
    await writeFile(join(folder, 'mongo', 'address'), mongo.uri);
    await write(async (client) => {
      await client.db('comptoir').collection<any>('tenants').insertOne({ _id: 'alpha' });
      const units = { onHand: 5, available: 5, unlimited: false, holds: [], sold: [] };
      await stock(client).insertOne({ _id: 'alpha/MUG', tenantId: 'alpha', ...units });
    });
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with 0 and says so in the last line where all is well, in the folder that is in use', async () => {
    const { code, last, lines } = await doctor(['--data', folder]);
    expect({ code, last }).toMatchObject({ code: 0, last: { doctor: 'ok', faults: 0, checked: { inventory: 1 } } });
    expect(lines.join('\n')).toContain('Nothing is wrong');
  });

  it('ends with 1 where something is wrong, and says what, what it means and how to mend it', async () => {
    await write((client) => stock(client).updateOne({ _id: 'alpha/MUG' }, { $set: { available: 6 } }));
    const { code, last, lines } = await doctor(['--mongo', mongo.uri]);
    expect({ code, last }).toMatchObject({ code: 1, last: { doctor: 'faults', faults: 1 } });
    const told = lines.join('\n');
    for (const part of [
      'STOCK_SUM_WRONG',
      'inventory alpha/MUG',
      '6 available and 0 held are not the 5 on hand',
      'Mend:',
    ])
      expect(told).toContain(part);
  });

  it('prints nothing but JSON lines when asked to', async () => {
    const { lines } = await doctor(['--json'], { MONGODB_URI: mongo.uri });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { code: 'STOCK_SUM_WRONG', collection: 'inventory', id: 'alpha/MUG', evidence: { off: 1 } },
      { doctor: 'faults', faults: 1 },
    ]);
  });

  it('ends with 2 when it could not look: no folder, no database, no tenants, no such tenant, no provider', async () => {
    const nobody = 'http://127.0.0.1:9';
    const blind: [string[], Record<string, string>, string][] = [
      [['--data', join(folder, 'nowhere')], {}, 'There is no database'],
      [['--mongo', 'mongodb://127.0.0.1:9'], {}, 'does not answer'],
      [['--mongo', mongo.uri], { MONGODB_DATABASE: 'other' }, 'holds no tenants'],
      [['--mongo', mongo.uri, '--tenant', 'ghost'], {}, 'no tenant "ghost"'],
      [['--mongo', mongo.uri, '--stripe'], { STRIPE_SECRET_KEY: 'sk_test_x', STRIPE_API_BASE: nobody }, 'provider'],
    ];
    for (const [args, env, reason] of blind) {
      const { code, last, errors } = await doctor(args, env);
      expect({ reason, code, last }).toMatchObject({ code: 2, last: { doctor: 'blind', faults: 0 } });
      expect(last.reason).toContain(reason);
      expect(errors).toContain(reason);
    }
  });

  it('looks into a folder that nobody uses, and leaves it as it was', async () => {
    await mongo.stop();
    // An address that was left behind, as by a kill.
    expect(existsSync(join(folder, 'mongo', 'address'))).toBe(true);
    const { code, lines } = await doctor(['--data', folder]);
    expect(code).toBe(1);
    expect(lines.join('\n')).toContain('Nothing runs on this folder');
    expect(existsSync(join(folder, 'mongo', 'embedded-mongo.lock'))).toBe(false);
  });
});
