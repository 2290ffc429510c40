#!/usr/bin/env node
import { Command } from 'commander';
import { registerDoctorCommand } from './doctor/register-doctor.js';
import { registerEmbeddedMongoCommand } from './embedded-mongo/embedded-mongo.command.js';
import { registerEventsCommand } from './events/events.command.js';
import { registerMcpCommand } from './mcp/mcp.command.js';
import { Supervisor } from './start/supervisor.js';
import { registerTenantCommand } from './tenant/register-tenant.js';

/** By convention, what a shell expects of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

const PORTS = ['-p, --port <port>', 'port of the gateway (PORT, else 4000)'] as const;
const DATA = ['--data <folder>', 'folder of the data, seen from the repository', '.data'] as const;

const GATEWAYS_HELP = `
With --gateways each gateway is a process of its own and any of them may be asked anything; the Stripe emulator sends
its events to every one. When one dies, that is said on standard error and the others go on with what it was at; it is
not started again. When the last one dies, everything else is stopped and the exit code is 1.`;

/** Parses the command line. What a command needs is imported when it runs: `--help` answers at once. */
async function main(): Promise<void> {
  const program = new Command('comptoir')
    .description('Comptoir: a self-hosted checkout gateway for many tenants.')
    .showHelpAfterError()
    .addHelpText('after', '\nSettings of the gateway are environment variables; see docs/operating.md.');

  program
    .command('start')
    .description('run the gateway, with an embedded database and a Stripe emulator unless yours are set')
    .option(...PORTS)
    .option('--gateways <number>', 'so many gateways on one database, 1 to 8, on one port after the other', '1')
    .option('--emulator-port <port>', 'port of the Stripe emulator (STRIPE_EMULATOR_PORT, else 4010)')
    .option(...DATA)
    .addHelpText('after', GATEWAYS_HELP)
    .action(async (flags) => {
      const { startCommand } = await import('./start/start.command.js');
      await run((supervisor) => startCommand(flags, process.env, supervisor), 0);
    });

  program
    .command('demo')
    .description('buy something, with everything that can go wrong on the way, and check each answer')
    .action(async () => {
      const { demoCommand } = await import('./demo/demo.command.js');
      await run((supervisor) => demoCommand(process.env, supervisor), INTERRUPTED);
    });

  program
    .command('seed')
    .description('put demo tenants, products and accounts into the database (`start` does it by itself)')
    .option(...DATA)
    .option('--force', 'also when they are there already: stock and passwords are reset')
    .action(async (flags) => {
      const { seedCommand } = await import('./seed/seed.command.js');
      await run((supervisor) => seedCommand(flags, process.env, supervisor), INTERRUPTED);
    });

  program
    .command('stripe-emulator')
    .description('run the Stripe emulator alone, in the foreground')
    .option('-p, --port <port>', 'port to listen on', '4010')
    .option('--data <folder>', 'keep everything in this folder; in memory without it')
    .option('--webhook <url...>', 'send every event there, signed with STRIPE_WEBHOOK_SECRET; to each of several')
    .action(async (flags) => {
      const { stripeEmulatorCommand } = await import('./stripe-emulator/stripe-emulator.command.js');
      await run((supervisor) => stripeEmulatorCommand(flags, process.env, supervisor), 0);
    });

  registerTenantCommand(program, process.env, (work) => run(work, INTERRUPTED));
  registerDoctorCommand(program, process.env);
  registerEmbeddedMongoCommand(program, process.env, run);
  registerMcpCommand(program, process.env);
  registerEventsCommand(program, { env: process.env, say: (line) => console.log(line) });

  await program.parseAsync();
}

async function run(work: (supervisor: Supervisor) => Promise<void>, interruptedCode: number): Promise<void> {
  const supervisor = new Supervisor();
  process.exit(await supervisor.run(() => work(supervisor), interruptedCode));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
