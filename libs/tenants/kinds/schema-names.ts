import { RESOLVER_NAME_METADATA, RESOLVER_TYPE_METADATA, TypeMetadataStorage } from '@nestjs/graphql';
import { LazyMetadataStorage } from '@nestjs/graphql/dist/schema-builder/storages/lazy-metadata.storage.js';

/** A name in the one schema of this process, and what stands behind it: a class, an enum, a method. */
export interface SchemaName {
  readonly sort: 'type' | 'query' | 'mutation';
  readonly name: string;
  readonly by: unknown;
}

/**
 * Every type and root field that code loaded so far has declared. Nest keeps them in one storage for the process and
 * lets the later of two win, or fails without saying whose they are; so they are looked through before it builds.
 */
export function schemaNames(): SchemaName[] {
  return [...types(), ...rootFields()];
}

function types(): SchemaName[] {
  // Decorators of types put off their work until a schema is built; each is done once, whoever asks first.
  LazyMetadataStorage.load([], { skipFieldLazyMetadata: true });
  const classes = [
    ...TypeMetadataStorage.getObjectTypesMetadata(),
    ...TypeMetadataStorage.getInterfacesMetadata(),
    ...TypeMetadataStorage.getInputTypesMetadata(),
  ].filter(({ isAbstract }) => !isAbstract);
  return [
    ...classes.map(({ name, target }) => ({ sort: 'type' as const, name, by: target })),
    ...TypeMetadataStorage.getEnumsMetadata().map(({ name, ref }) => ({ sort: 'type' as const, name, by: ref })),
    ...TypeMetadataStorage.getUnionsMetadata().map(({ name, id }) => ({ sort: 'type' as const, name, by: id })),
  ];
}

/** Read off the resolvers themselves: the storage knows root fields only once a schema was built. */
function rootFields(): SchemaName[] {
  const declared = [...LazyMetadataStorage['lazyMetadataByTarget'].keys()];
  return declared.filter((key) => typeof key === 'function').flatMap((target) => fieldsOf(target));
}

const SORTS: ReadonlyMap<unknown, 'query' | 'mutation'> = new Map([
  ['Query', 'query'],
  ['Mutation', 'mutation'],
]);

function fieldsOf(resolver: Function): SchemaName[] {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(resolver.prototype as object));
  return methods.flatMap(([method, { value: by }]) => {
    if (typeof by !== 'function') return [];
    const sort = SORTS.get(Reflect.getMetadata(RESOLVER_TYPE_METADATA, by));
    const name = (Reflect.getMetadata(RESOLVER_NAME_METADATA, by) as string | undefined) ?? method;
    return sort ? [{ sort, name, by: by as unknown }] : [];
  });
}
