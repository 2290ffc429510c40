import { relative } from 'node:path';
import colors from 'picocolors';
import { DEMO_ACCOUNTS } from '../seed/demo-accounts.js';
import { emulatorUrl, localUrl, type StackSettings } from './settings.js';

const QUERY =
  '{ catalogSearch(tenantId: \\"maison-lumen\\", query: \\"lamp\\", limit: 3) ' +
  '{ nodes { id title priceRange { min currency } variants { sku } } } }';

/** What a newcomer needs next. */
export function welcome(settings: StackSettings, seeded: boolean): string {
  const sections = [[colors.bold('Comptoir is running.') + ' Ctrl-C stops it.'], places(settings)];
  if (seeded) sections.push(logins(), firstQuery(localUrl(settings)));
  return `\n${sections.map((lines) => lines.map((line) => `  ${line}`).join('\n')).join('\n\n')}\n`;
}

function places(settings: StackSettings): string[] {
  const { embeddedMongo, stripeEmulator, dataDir } = settings;
  const folder = relative(process.cwd(), dataDir) || dataDir;
  const payments = stripeEmulator ? `emulator on ${emulatorUrl(settings)}, no real money moves` : 'Stripe';
  return columns([
    ['GraphQL', colors.cyan(`${localUrl(settings)}/graphql`)],
    ['Payments', payments],
    ['Database', embeddedMongo ? `embedded, in ${folder}` : 'MONGODB_URI'],
  ]);
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
