import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Stripe from 'stripe';

/** JSON Schemas of the installed SDK's types; the values are references into `definitions`. */
export interface SdkSchemas {
  readonly definitions: Readonly<Record<string, Definition>>;
  /** By the `object` member. */
  readonly objects: Readonly<Record<string, Reference>>;
  /** By the `type` of an event. */
  readonly events: Readonly<Record<string, Reference>>;
  /** By the name of the parameter type, such as `RefundCreateParams`. */
  readonly params: Readonly<Record<string, Reference>>;
}

export interface Reference {
  readonly $ref: string;
}

/** A schema as the generator writes it. */
export interface Definition {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly Definition[];
  readonly properties?: Readonly<Record<string, Definition>>;
  readonly items?: Definition;
  readonly additionalProperties?: boolean | Definition;
}

const GENERATOR = join(__dirname, 'generate.mjs');

/** The schemas, made once for each version of the SDK and of the generator. */
export function loadSchemas(): SdkSchemas {
  const made = createHash('sha256').update(readFileSync(GENERATOR)).digest('hex').slice(0, 12);
  const path = join(process.cwd(), '.cache', `stripe-${Stripe.PACKAGE_VERSION}-${made}.json`);
  if (!existsSync(path)) execFileSync(process.execPath, [GENERATOR, path], { stdio: ['ignore', 'ignore', 'inherit'] });
  return JSON.parse(readFileSync(path, 'utf8')) as SdkSchemas;
}
