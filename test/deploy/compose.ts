import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const ROOT = join(__dirname, '../..');

/** As far as the checks look at it. */
export interface Service {
  image?: string;
  build?: string;
  restart?: string;
  command?: string[];
  entrypoint?: string[];
  environment?: Record<string, string>;
  healthcheck?: { test?: string[]; interval?: string; timeout?: string; retries?: number };
  depends_on?: Record<string, { condition?: string }>;
  networks?: string[];
  network_mode?: string;
  ports?: string[];
  volumes?: string[];
  configs?: { source: string; target: string }[];
}

export interface Compose {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
  networks: Record<string, { internal?: boolean } | null>;
  volumes: Record<string, null>;
}

/** One `${NAME…}` of the file: what stands for a value that is not set. */
export interface Variable {
  name: string;
  /** Refused when it is not set. */
  required: boolean;
  fallback: string | null;
}

const text = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

const VARIABLE = /(?<!\$)\$\{(\w+)(?::(-|\?)([^}]*))?\}/g;

export const source = text('docker-compose.yml');
export const dockerfile = text('Dockerfile');
export const compose = parse(source, { merge: true }) as Compose;

/** Every `${NAME}` of the file. */
export const variables: Variable[] = [...source.matchAll(VARIABLE)].map(([, name, sign, rest]) => ({
  name: name!,
  required: sign === '?',
  fallback: sign === '-' ? rest! : null,
}));

/** What `.env.example` names; a commented one is null. */
export const example: Record<string, string | null> = Object.fromEntries(
  text('.env.example')
    .split('\n')
    .map((line) => /^(# )?([A-Z_]+)=(.*)$/.exec(line))
    .flatMap((found) => (found ? [[found[2]!, found[1] ? null : found[3]!]] : [])),
);

/** What Compose makes of a value once `.env` is filled in so. */
export function filledIn(value: string, env: Record<string, string>): string {
  return value.replace(VARIABLE, (_all, name: string, sign?: string, rest?: string) => {
    const set = env[name];
    if (set) return set;
    if (sign === '-') return rest!;
    throw new Error(`${name} is not set`);
  });
}
