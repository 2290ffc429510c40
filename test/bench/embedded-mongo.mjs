// node test/bench/embedded-mongo.mjs [documents] [runs]: the server in a process of its own, this process as its client
// with 20 commands in flight, once through the driver and once over bare sockets. Prints the best of several runs,
// because the machine may be busy with other things. `ping` says what the client itself takes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BSON, MongoClient } from 'mongodb';
import { serve } from './embedded-mongo/server.mjs';
import { connectWire } from './embedded-mongo/wire-client.mjs';
import { document, smallDocument, WORK } from './embedded-mongo/work.mjs';

const DOCUMENTS = Number(process.argv[2] ?? 10_000);
const RUNS = Number(process.argv[3] ?? 3);
const IN_FLIGHT = 20;
const COMMANDS = 4000;
const SCANS = 20;
const BATCH = 500;

/** Runs `count` commands with some in flight; answers commands a second, the 99th percentile in ms and the processor time. */
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
    server: ((server.cpuMs() - cpu) * 1000) / count,
    client: (user + system) / count,
  };
}

/** One server from empty to reopened; answers what each row took with each client, and facts of the server. */
async function once(durable) {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-bench-'));
  let server = await serve({ dataDir });
  const empty = server.megabytes();
  const client = await MongoClient.connect(server.uri, { writeConcern: { w: 1, j: durable }, maxPoolSize: IN_FLIGHT });
  const wire = await connectWire(server.uri, IN_FLIGHT);
  const db = client.db('bench');
  const things = db.collection('things');
  await things.createIndex({ tenantId: 1, sku: 1 }, { unique: true });
  await things.createIndex({ tenantId: 1, createdAt: -1 });
  const results = { 'insertMany, per document': { driver: await insertAll(server, things, document) } };
  const loaded = server.megabytes();
  let fresh = DOCUMENTS * 2;
  const given = () => ({ n: Math.floor(Math.random() * DOCUMENTS), fresh: fresh++ });
  for (const { name, driver, wire: command, writes } of WORK) {
    const concern = writes && durable ? { writeConcern: { w: 1, j: true } } : {};
    results[name] = {
      driver: await warmed(server, () => driver({ db, things }, given())),
      wire: await warmed(server, () => wire.command({ ...command(given()), ...concern, $db: 'bench' })),
    };
  }
  const count = () => things.countDocuments({ version: { $gte: 5 } });
  results['count, scanning all'] = { driver: await timed(server, SCANS, count, 1) };
  await client.close();
  wire.close();
  await server.end();
  server = await serve({ dataDir });
  const facts = { empty, loaded, reopenMs: server.startMs, reopened: server.megabytes() };
  await server.end();
  rmSync(dataDir, { recursive: true });
  return { results, facts };
}

/** Small documents under two indexes into an empty server: what a prototype of this server was measured with. */
async function onceSmall(durable) {
  const dataDir = mkdtempSync(join(tmpdir(), 'embedded-mongo-bench-'));
  const server = await serve({ dataDir });
  const client = await MongoClient.connect(server.uri, { writeConcern: { w: 1, j: durable } });
  const things = client.db('bench').collection('small');
  await things.createIndex({ tenantId: 1, sku: 1 }, { unique: true });
  const driver = await insertAll(server, things, smallDocument);
  await client.close();
  await server.end();
  rmSync(dataDir, { recursive: true });
  return { 'insertMany, small, two indexes': { driver } };
}

async function insertAll(server, things, make) {
  const batches = Array.from({ length: DOCUMENTS / BATCH }, (_, batch) =>
    Array.from({ length: BATCH }, (__, n) => make(batch * BATCH + n)),
  );
  const { rate, ...taken } = await timed(server, batches.length, (n) => things.insertMany(batches[n]), 2);
  return { rate: rate * BATCH, p99: taken.p99, server: taken.server / BATCH, client: taken.client / BATCH };
}

async function warmed(server, run) {
  await timed(server, COMMANDS / 10, run);
  return timed(server, COMMANDS, run);
}

/** How long an empty server takes until it listens, without and with a thread of its own. */
async function startTimes() {
  const times = {};
  for (const mode of ['inline', 'worker']) {
    const server = await serve({ mode });
    times[`${mode}StartMs`] = server.startMs;
    await server.end();
  }
  return times;
}

function keepBest(best, measured) {
  best.rate = Math.max(best.rate ?? 0, measured.rate);
  for (const name of ['p99', 'server', 'client']) best[name] = Math.min(best[name] ?? Infinity, measured[name]);
}

const best = {};
const facts = { bson: (BSON.calculateObjectSize(document(DOCUMENTS - 1)) * DOCUMENTS) / 1_048_576 };
for (let run = 0; run < RUNS; run++) {
  for (const durable of [false, true]) {
    const { results, facts: measured } = await once(durable);
    for (const [name, clients] of Object.entries({ ...results, ...(await onceSmall(durable)) })) {
      for (const [client, figures] of Object.entries(clients)) {
        const row = (best[`${name}${durable ? ', j' : ''}`] ??= {});
        keepBest((row[client] ??= {}), figures);
      }
    }
    for (const [name, value] of Object.entries({ ...measured, ...(await startTimes()) }))
      facts[name] = Math.min(facts[name] ?? Infinity, value);
    process.stderr.write(`run ${run + 1} of ${RUNS}, ${durable ? 'j' : 'batched'} done\n`);
  }
}

const cell = (figures) =>
  figures === undefined
    ? ''
    : `${Math.round(figures.rate).toLocaleString('en')} (${figures.p99.toFixed(1)} ms), ${Math.round(figures.client)} µs`;
process.stdout.write(
  `| ${DOCUMENTS.toLocaleString('en')} documents | driver: per s (p99), its CPU | bare sockets: per s (p99), its CPU | server CPU |\n|---|---|---|---|\n`,
);
for (const [name, { driver, wire }] of Object.entries(best)) {
  const server = Math.min(driver.server, wire?.server ?? Infinity);
  process.stdout.write(`| ${name} | ${cell(driver)} | ${cell(wire)} | ${Math.round(server)} µs |\n`);
}
process.stdout.write(
  `${JSON.stringify(Object.fromEntries(Object.entries(facts).map(([k, v]) => [k, Math.round(v * 10) / 10])))}\n`,
);
