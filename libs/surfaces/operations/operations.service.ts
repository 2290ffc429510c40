import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { GraphQLModule, GraphQLSchemaHost } from '@nestjs/graphql';
import type { ApolloFederationDriver } from '@nestjs/apollo';
import type { RequestContext } from '#auth';
import { KindRegistry } from '#tenants';
import { loadOperations } from './load-operations.js';
import type { Operation } from './operation.js';
import { operationSources } from './operation-source.js';
import {
  nothingThere,
  problemError,
  problemMember,
  refusedArguments,
  type OperationResult,
  type Value,
} from './operation-result.js';
import { TrustedDocuments } from './documents/trusted-documents.js';

/** Runs operations in process: the same server, guards and problems as `/graphql`, without a request in between. */
@Injectable()
export class OperationsService {
  private loaded: readonly Operation[] | null = null;

  constructor(
    private readonly modules: ModuleRef,
    private readonly kinds: KindRegistry,
    private readonly documents: TrustedDocuments,
  ) {}

  /** Every operation by name. First asked at boot, by the surfaces that offer them, when the schema exists. */
  all(): readonly Operation[] {
    this.loaded ??= this.load();
    return this.loaded;
  }

  /** Checks the arguments, then runs. */
  async run(operation: Operation, given: Value, context: RequestContext): Promise<OperationResult> {
    const read = operation.arguments.read(given);
    if (!read.ok) return refusedArguments(read.details, context.requestId);
    return this.execute(operation, read.values, context);
  }

  /** Runs with arguments that were checked already. */
  async execute(operation: Operation, variables: Value, context: RequestContext): Promise<OperationResult> {
    const { name, text, rootField, problemTypes } = operation;
    const { body } = await this.server().executeOperation(
      { query: text, variables: { ...variables }, operationName: name },
      { contextValue: context },
    );
    if (body.kind !== 'single') throw new Error(`${name} answered in parts`);
    const { data, errors } = body.singleResult;
    if (errors?.[0]) return problemError(errors[0], operation);
    const value = data?.[rootField] as Value | null | undefined;
    if (!value) return nothingThere(context.requestId);
    if (problemTypes.has(String(value['__typename']))) return problemMember(value, operation, context.requestId);
    return { kind: 'data', value };
  }

  private load(): readonly Operation[] {
    const { schema } = this.modules.get(GraphQLSchemaHost, { strict: false });
    const operations = loadOperations(schema, operationSources(this.kinds));
    for (const { text, document } of operations) this.documents.trust(text, document);
    return operations;
  }

  /** The module does not export it and cannot be injected, so it is asked for late. */
  private server(): ApolloFederationDriver['instance'] {
    const module = this.modules.get<GraphQLModule<ApolloFederationDriver>>(GraphQLModule, { strict: false });
    return module.graphQlAdapter.instance;
  }
}
