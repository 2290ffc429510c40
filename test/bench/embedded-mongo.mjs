// node test/bench/embedded-mongo.mjs [documents] [runs]: the server in a process of its own, this process as its
// client with 20 commands in flight. Prints the best of several runs, because the machine may be busy with other things.
// The client is one thread: where its processor time per command times the rate is a second, it is what limits the rate.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { BSON, MongoClient } from 'mongodb';

const DOCUMENTS = Number(process.argv[2] ?? 10_000);
const RUNS = Number(process.argv[3] ?? 3);
const IN_FLIGHT = 20;
const COMMANDS = 4000;
const SERVE = fileURLToPath(new URL('../../libs/embedded-mongo/testing/serve.mjs', import.meta.url));

const document = (n) => ({
  _id: `product-${n}`,
  tenantId: `tenant-${n % 20}`,
  sku: `SKU-${n}`,
  title: `Linen shirt number ${n}`,
  description: 'A shirt of washed linen with buttons of shell, cut wide, made for warm evenings by the sea.',
  price: { amount: 4900 + (n % 500), currency: 'EUR' },
  available: 1000,
  version: 1,
  tags: ['linen', 'summer', `colour-${n % 12}`],
  createdAt: new Date(1_760_000_000_000 + n * 1000),
});

async function serve(options) {
  const begun = performance.now();
  const child = spawn(process.execPath, [SERVE, JSON.stringify(options)], { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const { uri, startMs } = JSON.parse(line);
    return {
      uri,
      startMs,
      spawnMs: performance.now() - begun,
      cpuMs: () => cpuMs(child.pid),
      megabytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
      end: () => new Promise((resolve) => child.once('exit', resolve).kill('SIGTERM')),
    };
  }
  throw new Error('the server did not start');
}

/** Processor time the server has used: unlike the clock it does not care what else the machine does. */
function cpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (user + system) * 10;
}

/** Runs `count` commands with some in flight; answers commands a second and the 99th percentile in ms. */
async function timed(server, count, run, inFlight = IN_FLIGHT) {
  const times = [];
  const cpu = server.cpuMs();
  const own = process.cpuUsage();
  let next = 0;
  const begun = performance.now();
  const worker = async () => {
    for (let n = next++; n < count; n = next++) {
      const at = performance.now();
      await run(n);
      times.push(performance.now() - at);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(own);
  times.sort((a, b) => a - b);
  return {
    rate: count / seconds,
    p99: times[Math.floor(times.length * 0.99)],
    cpu: ((server.cpuMs() - cpu) * 1000) / count,
    client: (user + system) / count,
  };
}

async function once(durable) {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-bench-'));
  let server = await serve({ dataDir });
  const { startMs } = server;
  const empty = server.megabytes();
  let client = await MongoClient.connect(server.uri, { writeConcern: { w: 1, j: durable }, maxPoolSize: IN_FLIGHT });
  let things = client.db('bench').collection('things');
  await things.createIndex({ tenantId: 1, sku: 1 }, { unique: true });
  await things.createIndex({ tenantId: 1, createdAt: -1 });
  const batches = Array.from({ length: DOCUMENTS / 500 }, (_, batch) =>
    Array.from({ length: 500 }, (__, n) => document(batch * 500 + n)),
  );
  const some = () => Math.floor(Math.random() * DOCUMENTS);
  const results = {};
  const insertMany = await timed(server, batches.length, (n) => things.insertMany(batches[n]), 2);
  results['insertMany, per document'] = {
    rate: insertMany.rate * 500,
    p99: insertMany.p99,
    cpu: insertMany.cpu / 500,
    client: insertMany.client / 500,
  };
  const loaded = server.megabytes();
  const warm = async (name, count, run) => {
    await timed(server, Math.ceil(count / 10), run);
    results[name] = await timed(server, count, run);
  };
  await warm('findOne by _id', COMMANDS, () => things.findOne({ _id: `product-${some()}` }));
  await warm('findOne by a compound index', COMMANDS, () => {
    const n = some();
    return things.findOne({ tenantId: `tenant-${n % 20}`, sku: `SKU-${n}` });
  });
  await warm('findOneAndUpdate', COMMANDS, () => {
    const filter = { _id: `product-${some()}`, available: { $gte: 1 } };
    return things.findOneAndUpdate(filter, { $inc: { available: -1, version: 1 } }, { returnDocument: 'after' });
  });
  await warm('range, sort, limit 20', COMMANDS / 2, () => {
    const filter = {
      tenantId: `tenant-${some() % 20}`,
      createdAt: { $lt: new Date(1_760_000_000_000 + some() * 1000) },
    };
    return things.find(filter).sort({ createdAt: -1 }).limit(20).toArray();
  });
  let inserted = DOCUMENTS * 2;
  await warm('insertOne', COMMANDS, () => things.insertOne(document(inserted++)));
  results['count, scanning'] = await timed(server, 20, () => things.countDocuments({ version: { $gte: 5 } }), 1);
  await client.close();
  await server.end();
  server = await serve({ dataDir });
  const bson = (BSON.calculateObjectSize(document(DOCUMENTS - 1)) * DOCUMENTS) / 1_048_576;
  const facts = { startMs, reopenMs: server.startMs, bson, empty, loaded, reopened: server.megabytes() };
  await server.end();
  rmSync(dataDir, { recursive: true });
  return { results, facts };
}

const best = {};
const facts = {};
for (let run = 0; run < RUNS; run++) {
  for (const durable of [false, true]) {
    const { results, facts: measured } = await once(durable);
    for (const [name, { rate, p99, cpu, client }] of Object.entries(results)) {
      const cell = ((best[name] ??= {})[durable ? 'j' : 'batched'] ??= {
        rate: 0,
        p99: Infinity,
        cpu: Infinity,
        client: Infinity,
      });
      cell.rate = Math.max(cell.rate, rate);
      cell.p99 = Math.min(cell.p99, p99);
      cell.cpu = Math.min(cell.cpu, cpu);
      cell.client = Math.min(cell.client, client);
    }
    for (const [name, value] of Object.entries(measured)) facts[name] = Math.min(facts[name] ?? Infinity, value);
    process.stderr.write(`run ${run + 1} of ${RUNS}, ${durable ? 'j' : 'batched'} done\n`);
  }
}

const cell = ({ rate, p99, cpu, client }) =>
  `${Math.round(rate).toLocaleString('en')} (${p99.toFixed(1)} ms) ${Math.round(cpu)} / ${Math.round(client)} µs`;
process.stdout.write(
  `| ${DOCUMENTS.toLocaleString('en')} documents | batched: per s (p99) CPU of server / client | j: per s (p99) CPU of server / client |\n|---|---|---|\n`,
);
for (const [name, { batched, j }] of Object.entries(best))
  process.stdout.write(`| ${name} | ${cell(batched)} | ${cell(j)} |\n`);
process.stdout.write(
  `${JSON.stringify(Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, Math.round(v)])))}\n`,
);
