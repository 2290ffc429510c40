import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, messageOf } from '../cli-error.js';

/** Secrets of one data folder: made once, since what they sealed and signed must stay readable. */
export interface OwnSecrets {
  readonly master: string;
  readonly webhook: string;
}

/** Reads the folder's secrets, or makes them. Only this user may read them. */
export function ownSecrets(dataDir: string): OwnSecrets {
  const file = join(dataDir, 'secrets.json');
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    return read(file) ?? create(file);
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(
      `Cannot use the data folder ${dataDir} (${messageOf(error)}): ` +
        'make it a folder this user can write to, or name another by `npm start -- --data FOLDER`',
    );
  }
}

function read(file: string): OwnSecrets | null {
  const text = readIfThere(file);
  if (text === null) return null;
  const { master, webhook } = parse(file, text);
  if (typeof master === 'string' && typeof webhook === 'string') return { master, webhook };
  throw damaged(file);
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function parse(file: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    throw damaged(file);
  }
}

function damaged(file: string): CliError {
  return new CliError(`${file} is damaged: restore it from a backup, or delete the whole folder to begin anew`);
}

function create(file: string): OwnSecrets {
  const secrets = {
    master: randomBytes(48).toString('base64url'),
    webhook: `whsec_${randomBytes(24).toString('hex')}`,
  };
  // `wx`: of two starts at once one fails instead of sealing with a secret that the other overwrites.
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  return secrets;
}
