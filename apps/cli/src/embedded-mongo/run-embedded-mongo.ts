import { createReadStream, createWriteStream } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { exportJsonLines, importJsonLines, startEmbeddedMongo } from '#embedded-mongo';
import { ROOT } from '../places.js';
import { parsePort } from '../start/port.js';
import type { Supervisor } from '../start/supervisor.js';

export interface EmbeddedMongoFlags {
  readonly port: string;
  readonly data?: string;
}

/** Runs the embedded database until it is told to stop. */
export async function runEmbeddedMongo(
  { port, data }: EmbeddedMongoFlags,
  env: NodeJS.ProcessEnv,
  supervisor: Supervisor,
): Promise<void> {
  const options = {
    port: parsePort(port, '--port'),
    nodeEnv: env['NODE_ENV'],
    logger: (line: string) => void process.stderr.write(`${line}\n`),
    ...(data ? { dataDir: resolve(ROOT, data) } : {}),
  };
  const server = await supervisor.start(() => startEmbeddedMongo(options));
  console.log(`Database  ${server.uri}`);
  console.log(`Data      ${data ?? 'in memory'}`);
  await supervisor.untilInterrupted();
}

/** Writes a data folder as JSON lines, to a file or to standard output. */
export async function exportFolder(folder: string, file: string | undefined): Promise<void> {
  const lines = Readable.from(withLineEnds(exportJsonLines(resolve(ROOT, folder))));
  if (file === undefined) await pipeline(lines, process.stdout, { end: false });
  else await pipeline(lines, createWriteStream(file));
}

/** Adds JSON lines, from a file or from standard input, to a data folder; answers how many documents came in. */
export function importFolder(folder: string, file: string | undefined): Promise<number> {
  const input = file === undefined ? process.stdin : createReadStream(file);
  return importJsonLines(resolve(ROOT, folder), createInterface({ input }));
}

async function* withLineEnds(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}
