import { Option, type Command } from 'commander';
import { CliError } from '../cli-error.js';

const DEFAULT_URL = 'http://127.0.0.1:4000';

/** An event as `/v1/platform/events` shows it. */
interface ShownEvent {
  id: string;
  type: string;
  state: string;
  tries: number;
  reason: string | null;
  createdAt: string;
}

/** What is replaced in tests. */
interface Surroundings {
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/** Adds `comptoir events` and `comptoir events replay`: what an operator does about events that were given up. */
export function registerEventsCommand(program: Command, { env, say }: Surroundings): void {
  const events = program
    .command('events')
    .description('show events of payment providers that wait for a person, newest first, a hundred at most')
    .addOption(
      new Option('--state <state>', 'those in another state')
        .choices(['dead', 'received', 'applied', 'ignored'])
        .default('dead'),
    )
    .addHelpText('after', '\nThe gateway is at COMPTOIR_URL; COMPTOIR_TOKEN is the access token of an operator.')
    .action(async ({ state }: { state: string }) => {
      const { nodes } = await ask<{ nodes: ShownEvent[] }>(env, `?state=${state}&limit=100`);
      for (const event of nodes) say(lineOf(event));
      if (nodes.length === 0) say(`No event is ${state}.`);
    });
  events
    .command('replay <id>')
    .description('try one once more, now: the provider is asked what is true, so a repeat changes nothing twice')
    .action(async (id: string) => {
      const { event } = await ask<{ event: ShownEvent }>(env, '/replay', { event_id: id });
      say(lineOf(event));
    });
}

function lineOf({ id, type, state, tries, reason, createdAt }: ShownEvent): string {
  const why = reason ? `: ${reason}` : '';
  return `${createdAt}  ${id}  ${type}  ${state} after ${tries} ${tries === 1 ? 'try' : 'tries'}${why}`;
}

async function ask<T>(env: NodeJS.ProcessEnv, path: string, body?: object): Promise<T> {
  const base = (env['COMPTOIR_URL'] ?? DEFAULT_URL).replace(/\/$/, '');
  const token = env['COMPTOIR_TOKEN'];
  if (!token)
    throw new CliError('COMPTOIR_TOKEN must be the access token of an operator; POST /v1/auth/login gives one');
  const response = await fetch(`${base}/v1/platform/events${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch((cause: unknown) => {
    throw new CliError(`The gateway at ${base} does not answer: start it, or correct COMPTOIR_URL`, { cause });
  });
  const answer = (await response.json()) as T & { message?: string };
  if (!response.ok) throw new CliError(answer.message ?? `The gateway answered ${response.status}`);
  return answer;
}
