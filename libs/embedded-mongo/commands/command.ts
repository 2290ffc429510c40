import type { Reply } from '../bson/reply.js';
import { CommandError } from '../errors.js';
import type { Engine } from '../engine/engine.js';
import type { Arguments } from './arguments.js';

/** What a command sees. */
export interface CommandContext {
  readonly engine: Engine;
  readonly database: string;
  readonly name: string;
  readonly args: Arguments;
  /** `127.0.0.1:port`, as announced to drivers. */
  readonly address: string;
}

/** One command: the fields it accepts beside the general ones (`any` for a greeting), and what it does. */
export interface Command {
  readonly fields: readonly string[] | 'any';
  run(context: CommandContext): Reply;
}

/** The database a command is sent to. A dot in its name would make it a collection of another one. */
export function databaseOf({ body }: Arguments): string {
  const database = body.get('$db');
  if (typeof database !== 'string') throw new CommandError(40571, 'OP_MSG requests require a $db argument');
  if (database === '' || Buffer.byteLength(database) > 63 || /[/\\. "$\0]/.test(database)) {
    throw new CommandError(73, `Invalid database name: '${database}'`);
  }
  return database;
}

/** The `database.collection` a command names in its first field. */
export function namespaceOf({ database, name, args }: CommandContext): string {
  const collection = args.string(name);
  if (collection === '' || collection.startsWith('.') || /[$\0]/.test(collection)) {
    throw new CommandError(73, `Invalid namespace specified '${database}.${collection}'`);
  }
  return `${database}.${collection}`;
}
