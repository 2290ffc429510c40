import { createServer } from 'node:net';
import { CliError } from '../cli-error.js';

const HOST = '127.0.0.1';
const MAX_PORT = 65_535;

/** A fixed port: links that were handed out must work after a restart. */
export function parsePort(text: string, setting: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= MAX_PORT) return port;
  throw new CliError(`${setting} must be a port from 1 to ${MAX_PORT}, not "${text}"`);
}

/** Fails at once, instead of after everything else has started, when somebody else has the port. */
export async function assertFree(port: number, host: string, advice: string): Promise<void> {
  const code = await probe(port, host);
  const other = `choose another by ${advice}`;
  if (code === 'EADDRINUSE') throw new CliError(`Port ${port} is in use: stop what uses it, or ${other}`);
  if (code === 'EACCES') throw new CliError(`Port ${port} needs rights this user lacks: ${other}`);
  if (code) throw new CliError(`${host} is no address of this machine (${code}): correct HOST, or unset it`);
}

function probe(port: number, host: string): Promise<string | null> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

/** A port that nobody uses at the moment. */
export function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, HOST, () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no port'));
      });
    });
  });
}
