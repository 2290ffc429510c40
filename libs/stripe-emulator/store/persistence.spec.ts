import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { appendFile, chmod, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { transformFile } from '@swc/core';
import {
  client,
  folder,
  press,
  receiver,
  SECRET,
  sessionParams,
  start,
  stopAll,
} from '../spec-support/harness.fixture.js';

const SOURCE = join(__dirname, '..');
const children: ChildProcess[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await stopAll();
});

/** The library as plain modules in a folder: the child must not depend on Jest's transforms. */
async function compiled(): Promise<string> {
  const target = await folder();
  const files = (await readdir(SOURCE, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.startsWith('spec-support'),
  );
  for (const file of files) {
    const { code } = await transformFile(join(SOURCE, file), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
    });
    const path = join(target, relative(SOURCE, join(SOURCE, file)).replace(/\.ts$/, '.js'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, code);
  }
  await writeFile(join(target, 'package.json'), '{"type":"module"}');
  await symlink(join(process.cwd(), 'node_modules'), join(target, 'node_modules'));
  await writeFile(
    join(target, 'child.js'),
    `import { startStripeEmulator } from './index.js';
     const { port } = await startStripeEmulator({ dataDir: process.argv[2] });
     process.send(port);`,
  );
  return target;
}

async function startChild(code: string, dataDir: string): Promise<{ port: number; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [join(code, 'child.js'), dataDir], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('exit', (status) => reject(new Error(`the emulator ended with ${status}`)));
  });
  const kill = (): Promise<void> =>
    new Promise((resolve) => {
      child.removeAllListeners('exit').once('exit', () => resolve());
      child.kill('SIGKILL');
    });
  return { port, kill };
}

describe('a data folder', () => {
  it('keeps every answered request through kill -9 of a real process; open sessions stay payable', async () => {
    const code = await compiled();
    const dataDir = await folder();
    const first = await startChild(code, dataDir);
    const open = await client(first).checkout.sessions.create(sessionParams(), { idempotencyKey: 'k1' });
    const paid = await client(first).checkout.sessions.create(sessionParams());
    await press(paid.url, 'pay');
    await first.kill();

    const second = await startChild(code, dataDir);
    const stripe = client(second);
    expect((await stripe.checkout.sessions.retrieve(paid.id)).payment_status).toBe('paid');
    const again = await stripe.checkout.sessions.create(sessionParams(), { idempotencyKey: 'k1' });
    expect(again.id).toBe(open.id);
    const kept = await stripe.checkout.sessions.retrieve(open.id);
    expect(kept.url).toBe(`http://127.0.0.1:${second.port}/c/pay/${open.id}`);
    expect((await press(kept.url, 'pay')).status).toBe(303);
    expect((await stripe.events.list({ type: 'checkout.session.completed' })).data).toHaveLength(2);
    await second.kill();
  });

  it('keeps the virtual clock, so that a session that expired stays expired', async () => {
    const dataDir = await folder();
    const first = await start({ dataDir });
    const session = await client(first).checkout.sessions.create(sessionParams());
    first.advanceClock(25 * 3_600_000);
    await first.stop();
    const second = await start({ dataDir });
    expect((await client(second).checkout.sessions.retrieve(session.id)).status).toBe('expired');
  });

  it('expires at start what ran out while the emulator was down', async () => {
    const dataDir = await folder();
    const first = await start({ dataDir });
    const session = await client(first).checkout.sessions.create(sessionParams());
    await first.stop();
    const second = await start({ dataDir, now: () => Date.now() + 25 * 3_600_000 });
    const { data } = await client(second).events.list({ type: 'checkout.session.expired' });
    expect(data.map((event) => (event.data.object as { id: string }).id)).toEqual([session.id]);
  });

  it('expires a session by a timer, without anybody asking', async () => {
    const dataDir = await folder();
    const hook = await receiver();
    const first = await start({ dataDir });
    const session = await client(first).checkout.sessions.create(sessionParams());
    await first.stop();
    const shift = session.expires_at * 1000 - Date.now() - 50;
    await start({ dataDir, now: () => Date.now() + shift, webhook: { url: hook.url, secret: SECRET } });
    expect(hook.received).toEqual([]);
    await hook.until(1);
    expect(hook.received[0]!.event).toMatchObject({ type: 'checkout.session.expired', request: { id: null } });
  });

  it('ignores a line that was being written when the process died, and names a damaged one', async () => {
    const dataDir = await folder();
    const journal = join(dataDir, 'journal.jsonl');
    const first = await start({ dataDir });
    await client(first).checkout.sessions.create(sessionParams());
    await first.stop();
    await appendFile(journal, '[["sessions","acct_1","cs_1",{"wi');
    const second = await start({ dataDir });
    expect((await client(second).checkout.sessions.list()).data).toHaveLength(1);
    await second.stop();
    await writeFile(journal, `${await readFile(journal, 'utf8')}nonsense\n`);
    await expect(start({ dataDir })).rejects.toThrow(/journal\.jsonl is damaged at line \d+/);
  });

  it('is used by one emulator at a time, and refused in one line when it is not writable', async () => {
    const dataDir = await folder();
    const code = await compiled();
    await startChild(code, dataDir);
    await expect(start({ dataDir })).rejects.toThrow(/is in use by process \d+/);
    const own = await folder();
    await start({ dataDir: own });
    await expect(start({ dataDir: own })).rejects.toThrow(/is in use by process \d+/);
    const file = join(await folder(), 'file');
    await writeFile(file, '');
    await expect(start({ dataDir: file })).rejects.toThrow(/cannot write to the data folder/);
    if (process.getuid?.() !== 0) {
      const closed = await folder();
      await chmod(closed, 0o500);
      await expect(start({ dataDir: closed })).rejects.toThrow(/cannot write to the data folder/);
    }
  });
});

describe('starting', () => {
  it('names a port that is in use, and refuses production unless told', async () => {
    const { port } = await start();
    await expect(start({ port })).rejects.toThrow(`stripe-emulator: port ${port} is in use`);
    await expect(start({ nodeEnv: 'production' })).rejects.toThrow(/refuses to start with NODE_ENV=production/);
    await start({ nodeEnv: 'production', allowProduction: true });
  });
});
