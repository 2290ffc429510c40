import { ConfigError, loadConfig, type Config } from '#platform';
import { OperationError } from '#surfaces';
import { KindError } from '#tenants';
import { startGateway, type Gateway } from './gateway.js';

const STOP_SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** A stop that takes longer ends anyway, milliseconds: others take over what was at work. */
const STOP_DEADLINE_MS = 25_000;

/** Boots the gateway as the environment says, and ends it when the process is told to. */
async function main(): Promise<void> {
  const config = readConfig();
  const gateway = await startGateway(config).catch((error: unknown) => giveUp(explain(error, config)));
  stopWhenAsked(gateway);
  process.send?.({ ready: true, url: gateway.url });
}

function readConfig(): Config {
  try {
    return loadConfig();
  } catch (error) {
    return giveUp(explain(error));
  }
}

/** Requests in flight are answered first. A parent that went away cannot stop us any more, so we stop with it. */
function stopWhenAsked(gateway: Gateway): void {
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    setTimeout(
      () => giveUp('The gateway did not stop in time; what was at work is taken over'),
      STOP_DEADLINE_MS,
    ).unref();
    gateway.drain().then(
      () => process.exit(0),
      (error: unknown) => giveUp(`The gateway did not stop cleanly: ${messageOf(error)}`),
    );
  };
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  if (process.connected) process.once('disconnect', stop);
}

/** What went wrong and how to mend it, in one line; a bug keeps its stack. */
function explain(error: unknown, config?: Config): string {
  if (error instanceof ConfigError) return `Wrong setting: ${error.message.replaceAll('\n', '; ')}`;
  if (error instanceof KindError || error instanceof OperationError) return error.message;
  if (!(error instanceof Error)) return `The gateway did not start: ${String(error)}`;
  return (config && explainSystem(error, config)) ?? `The gateway did not start: ${textOf(error)}`;
}

function explainSystem(error: Error, config: Config): string | undefined {
  const { HOST, PORT, MONGODB_URI } = config;
  if ('syscall' in error && error.syscall === 'listen') return explainListen(codeOf(error), HOST, PORT);
  const address = MONGODB_URI.replace(/\/\/[^@/]*@/, '//');
  if (/ServerSelectionError|NetworkError/.test(error.name)) {
    return `The database at ${address} does not answer: start it, or correct MONGODB_URI (${messageOf(error)})`;
  }
  if (/MongoParseError|MongoInvalidArgumentError|MongoAPIError/.test(error.name)) {
    return `MONGODB_URI cannot be used: ${messageOf(error)}`;
  }
  if (/^Mongo/.test(error.name)) return `The database at ${address} refuses: ${messageOf(error)}`;
  return undefined;
}

function explainListen(code: string, host: string, port: number): string {
  if (code === 'EADDRINUSE') return `Port ${port} on ${host} is in use: stop what uses it, or set PORT to another one`;
  if (code === 'EACCES') return `Port ${port} needs rights this user lacks: set PORT to one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
    return `HOST ${host} is no address of this machine: correct HOST`;
  return `Cannot listen on ${host}:${port} (${code}): correct HOST or PORT`;
}

/** A plain error is written for a person; every other class is a bug, and a bug is found by its stack. */
function textOf(error: Error): string {
  return error.constructor === Error ? error.message : (error.stack ?? error.message);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.name;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll('\n', ' ');
}

function giveUp(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(1);
}

void main();
