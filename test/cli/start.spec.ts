import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CliProcess } from '../setup/cli.js';
import { Client, key } from '../setup/client.js';
import { freePorts } from '../setup/free-ports.js';
import { http } from '../setup/http.js';
import { PARIS, Shopping, submitPage, until } from '../setup/shopping.js';

const TENANT = 'maison-lumen';
const SKU = 'ML-KT05';

describe('npm start -- --gateways 2', () => {
  let folder: string;
  let start: CliProcess;
  let port: number;
  let urls: [string, string];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'comptoir-start-'));
    port = await freePorts(3);
    urls = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${port + 1}`];
    const ports = ['--port', `${port}`, '--emulator-port', `${port + 2}`];
    start = new CliProcess(['start', '--gateways', '2', ...ports, '--data', folder]);
    await start.says(/Paste this/);
  });
  afterEach(async () => {
    start.interrupt();
    await start.ended;
    await rm(folder, { recursive: true, force: true });
  });

  /** As the welcome text names it, for whoever wants to kill one. */
  const processOf = (at: number): number => Number(new RegExp(`(\\d+) on ${at}\\b`).exec(start.output)![1]);

  it('lists both, sells through either, says so when one dies, goes on, and ends well on Ctrl-C', async () => {
    for (const url of urls) expect(start.output).toContain(`${url}/graphql`);
    const { token } = await new Client(urls[0]).guest(TENANT);
    const [here, there] = urls.map((url) => new Shopping(new Client(url, token), TENANT)) as [Shopping, Shopping];
    const cart = await here.cart({ [SKU]: 1 });
    const once = { key: key(), shippingAddress: PARIS };
    const { checkout } = await here.start(cart, once);
    expect(await there.start(cart, once)).toMatchObject({ replayed: true, checkout: { id: checkout.id } });
    const opened = await here.pay(checkout.id);
    process.kill(processOf(port), 'SIGKILL');
    await until(
      async () => start.errors,
      (said) => said.includes(`The gateway on port ${port} ended unexpectedly`),
      'the death to be reported',
    );
    expect(start.errors).toContain(`still there: port ${port + 1}`);
    await submitPage(opened.checkout.nextAction.url, 'pay');
    const stored = `query ($tenantId: ID!) { checkouts(tenantId: $tenantId) { nodes { id status } } }`;
    // A list asks no provider: only the webhook, which every gateway gets, can have brought this.
    await until(
      () => there.client.ask(stored, { tenantId: TENANT }),
      ({ nodes }) => nodes[0].id === checkout.id && nodes[0].status === 'completed',
      `${checkout.id} to complete by webhook alone`,
    );
    start.interrupt();
    expect(await start.ended).toBe(0);
    await expect(http(`${urls[1]}/health/live`)).rejects.toThrow();
  });

  it('ends with exit code 1 and leaves nothing behind when the last one dies', async () => {
    for (const at of [port, port + 1]) process.kill(processOf(at), 'SIGKILL');
    expect(await start.ended).toBe(1);
    // The database may say after it that connections broke.
    expect(start.errors).toMatch(/^The gateway on port \d+ ended unexpectedly \(killed by SIGKILL\)\.$/m);
    await expect(http(`http://127.0.0.1:${port + 2}/`)).rejects.toThrow();
  });
});

it.each([
  [['--gateways', '0'], '--gateways must be 1 to 8, not "0"'],
  [['--gateways', '9'], '--gateways must be 1 to 8, not "9"'],
  [['--gateways', 'two'], '--gateways must be 1 to 8, not "two"'],
  [['--gateways', '8', '--port', '4003'], 'Port 4010 would be a gateway’s and the Stripe emulator’s'],
  [['--gateways', '2', '--port', '65535'], 'must be a port from 1 to 65535, not "65536"'],
])('npm start refuses %j in one line that says why', async (flags, line) => {
  const refused = new CliProcess(['start', ...flags]);
  expect(await refused.ended).toBe(1);
  expect(refused.errors).toContain(line);
  expect(refused.errors.trimEnd().split('\n')).toHaveLength(1);
});
