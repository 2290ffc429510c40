import { relative } from 'node:path';
import colors from 'picocolors';
import { DEMO_ACCOUNTS } from '../seed/demo-accounts.js';
import { emulatorUrl, gatewayUrls, type StackSettings } from './settings.js';

const QUERY =
  '{ catalogSearch(tenantId: \\"maison-lumen\\", query: \\"lamp\\", limit: 3) ' +
  '{ nodes { id title priceRange { min currency } variants { sku } } } }';

interface Running {
  readonly seeded: boolean;
  /** Of the gateways, by port. */
  readonly processes: ReadonlyMap<number, number | undefined>;
}

/** What a newcomer needs next. */
export function welcome(settings: StackSettings, { seeded, processes }: Running): string {
  const sections = [[colors.bold('Comptoir is running.') + ' Ctrl-C stops it.'], places(settings)];
  if (processes.size > 1) sections.push(several(settings, processes));
  if (seeded) sections.push(logins(), firstQuery(gatewayUrls(settings)[0]));
  return `\n${sections.map((lines) => lines.map((line) => `  ${line}`).join('\n')).join('\n\n')}\n`;
}

function places(settings: StackSettings): string[] {
  const { embeddedMongo, stripeEmulator, dataDir } = settings;
  const folder = relative(process.cwd(), dataDir) || dataDir;
  const payments = stripeEmulator ? `emulator on ${emulatorUrl(settings)}, no real money moves` : 'Stripe';
  return columns([
    ...gatewayUrls(settings).map((url, place) => [place ? '' : 'GraphQL', colors.cyan(`${url}/graphql`)]),
    ['Payments', payments],
    ['Database', embeddedMongo ? `embedded, in ${folder}` : 'MONGODB_URI'],
  ]);
}

function several({ ports }: StackSettings, processes: Running['processes']): string[] {
  const list = ports.map((port) => `${processes.get(port)} on ${port}`).join(', ');
  return [`One database: what one gateway begins another may finish, also when it dies.`, `Processes ${list}`];
}

function logins(): string[] {
  const rows = DEMO_ACCOUNTS.map(({ type, tenantId, email, password }) => [type, tenantId, email, password]);
  const [head = '', ...rest] = columns([['Demo login', 'tenant', 'e-mail', 'password'], ...rows]);
  return [colors.dim(head), ...rest];
}

function firstQuery(url: string): string[] {
  const request = `curl -s ${url}/graphql -H 'content-type: application/json' \\`;
  return [colors.dim('Paste this'), request, `  -d '{"query":"${QUERY}"}'`];
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
