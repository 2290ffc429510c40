import type { Reply } from '../../bson/reply.js';
import { show } from '../../bson/show.js';
import { isDoc, type Value } from '../../bson/value.js';
import { CommandError } from '../../errors.js';
import type { Collection } from '../../engine/collection.js';
import {
  ID_INDEX,
  indexDocument,
  parseIndexSpec,
  sameIdentity,
  sameKey,
  type IndexSpec,
} from '../../index/index-spec.js';
import { Arguments } from '../arguments.js';
import { cursorOptions } from '../cursor-options.js';
import { namespaceOf, type Command, type CommandContext } from '../command.js';

export const createIndexes: Command = { fields: ['indexes', 'commitQuorum'], run: runCreateIndexes };

function runCreateIndexes(context: CommandContext): Reply {
  const { engine, args } = context;
  const specs = args.documents('indexes').map(parseIndexSpec);
  if (specs.length === 0) throw new CommandError(2, 'Must specify at least one index to create');
  const namespace = namespaceOf(context);
  const created = engine.collection(namespace) === undefined;
  const collection = engine.ensureCollection(namespace);
  const before = collection.indexes.size;
  const known = [...collection.indexes.values()].map(({ spec }) => spec);
  const wanted = specs.filter((spec) => isNew(known, spec));
  for (const [at, spec] of wanted.entries()) {
    if (!isNew(wanted.slice(0, at), spec)) throw new CommandError(68, `Identical index already exists: ${spec.name}`);
  }
  collection.addIndexes(wanted);
  return {
    numIndexesBefore: before,
    numIndexesAfter: collection.indexes.size,
    createdCollectionAutomatically: created,
  };
}

/** False for an index that is there already; the same name or key with something different is a conflict. */
function isNew(indexes: readonly IndexSpec[], spec: IndexSpec): boolean {
  if (sameKey(spec.key, ID_INDEX.key)) {
    if (sameIdentity(spec, ID_INDEX) || (!spec.unique && !spec.sparse && !spec.partialFilterExpression)) return false;
    throw new CommandError(197, 'An _id index cannot be unique, sparse or partial by an option');
  }
  for (const known of indexes) {
    const isSame = sameIdentity(known, spec);
    if (known.name === spec.name && !isSame) {
      throw new CommandError(86, `An existing index has the same name as the requested index: ${spec.name}`);
    }
    if (!isSame) continue;
    if (known.name === spec.name && known.expireAfterSeconds === spec.expireAfterSeconds) return false;
    throw new CommandError(85, `An equivalent index already exists with a different name or options: ${known.name}`);
  }
  return true;
}

export const listIndexes: Command = { fields: ['cursor'], run: runListIndexes };

function runListIndexes(context: CommandContext): Reply {
  const namespace = namespaceOf(context);
  const collection = existing(context, namespace);
  const cursor = new Arguments('listIndexes.cursor', context.args.document('cursor') ?? new Map());
  const all = [...collection.indexes.values()].map(({ spec }) => indexDocument(spec));
  return context.engine.cursors.firstReply(namespace, all, cursorOptions(context.args, cursor));
}

export const dropIndexes: Command = { fields: ['index'], run: runDropIndexes };

function runDropIndexes(context: CommandContext): Reply {
  const collection = existing(context, namespaceOf(context));
  const before = collection.indexes.size;
  const asked = context.args.raw('index');
  const targets = Array.isArray(asked) ? asked : [asked ?? null];
  for (const name of targets.flatMap((target) => namesOf(collection, target))) collection.dropIndex(name);
  return { nIndexesWas: before };
}

function namesOf(collection: Collection, target: Value): string[] {
  const all = [...collection.indexes.values()].map(({ spec }) => spec);
  if (target === '*') return all.filter((spec) => spec !== ID_INDEX).map(({ name }) => name);
  const [found, ...others] = all.filter((spec) => spec.name === target || (isDoc(target) && sameKey(spec.key, target)));
  if (others.length > 0) throw new CommandError(181, `several indexes have the key ${show(target)}: name one of them`);
  if (!found) throw new CommandError(27, `index not found: ${show(target)}`);
  if (found === ID_INDEX) throw new CommandError(72, 'cannot drop _id index');
  return [found.name];
}

function existing({ engine }: CommandContext, namespace: string): Collection {
  const collection = engine.collection(namespace);
  if (!collection) throw new CommandError(26, `ns does not exist: ${namespace}`);
  return collection;
}
