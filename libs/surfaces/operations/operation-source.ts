import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, Source, type DocumentNode } from 'graphql';
import type { KindRegistry } from '#tenants';
import { OPERATIONS_FOLDER } from '../our-package.js';

/** A folder of documents, and who ships it. */
export interface OperationSource {
  /** For messages: `comptoir itself`, or the package of a kind. */
  readonly owner: string;
  readonly folder: string;
  /** The kind's own checkout type, of which it may ship one fragment; null for ours. */
  readonly checkoutType: string | null;
}

/** The documents of one source, as they were written. */
export interface SourceDocuments extends OperationSource {
  readonly documents: readonly DocumentNode[];
}

/** Our own folder, then those that kinds bring in their packages. */
export function operationSources(kinds: KindRegistry): OperationSource[] {
  const shipped = kinds.all.flatMap(({ packageName, manifest, definition }) =>
    manifest.operations
      ? [{ owner: packageName, folder: manifest.operations, checkoutType: definition.checkoutType.name }]
      : [],
  );
  return [{ owner: 'comptoir itself', folder: OPERATIONS_FOLDER, checkoutType: null }, ...shipped];
}

/** Reads every `.graphql` file of a source. Messages about one name the source and the file. */
export function readDocuments(source: OperationSource): SourceDocuments {
  const files = readdirSync(source.folder).filter((name) => name.endsWith('.graphql'));
  const documents = files
    .sort()
    .map((name) => parse(new Source(readFileSync(join(source.folder, name), 'utf8'), `${source.owner}, ${name}`)));
  return { ...source, documents };
}
