import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import { CliError } from '../cli-error.js';
import { Bridge } from './bridge.js';

const DEFAULT_URL = 'http://127.0.0.1:4000';

interface McpFlags {
  readonly url?: string;
  readonly profile?: string;
}

/** Standard streams: replaced in tests. */
interface Streams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Adds `comptoir mcp`. Standard output belongs to the protocol: everything for a person goes to standard error. */
export function registerMcpCommand(program: Command, env: NodeJS.ProcessEnv, streams: Streams = process): void {
  program
    .command('mcp')
    .description('speak MCP on standard input and output, for clients that start their servers themselves')
    .option('--url <address>', `address of the gateway (COMPTOIR_URL, else ${DEFAULT_URL})`)
    .option('--profile <name>', 'offer only the tools of this profile: shop, read-only, admin, operator')
    .addHelpText('after', '\nCOMPTOIR_TOKEN is sent as bearer token when it is set.')
    .action((flags: McpFlags) => run(flags, env, streams));
}

async function run(flags: McpFlags, env: NodeJS.ProcessEnv, { stdin, stdout, stderr }: Streams): Promise<void> {
  const bridge = new Bridge({
    endpoint: endpointOf(flags.url ?? env['COMPTOIR_URL'] ?? DEFAULT_URL, flags.profile),
    token: env['COMPTOIR_TOKEN'] || null,
    input: stdin,
    output: stdout,
    onTrouble: (message) => stderr.write(`${message}\n`),
  });
  await bridge.run();
}

function endpointOf(address: string, profile: string | undefined): URL {
  const base = URL.canParse(address) ? new URL(address) : null;
  if (!base || !/^https?:$/.test(base.protocol)) {
    throw new CliError(`COMPTOIR_URL or --url must be the address of a gateway, not "${address}"`);
  }
  const endpoint = new URL(
    base.pathname.endsWith('/mcp') ? base : `${base.origin}${base.pathname.replace(/\/$/, '')}/mcp`,
  );
  if (profile) endpoint.searchParams.set('profile', profile);
  return endpoint;
}
