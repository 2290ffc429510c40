import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { GraphQLModule } from '@nestjs/graphql';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyRequest } from 'fastify';
import {
  DirectiveLocation,
  GraphQLDirective,
  GraphQLEnumType,
  GraphQLNonNull,
  GraphQLString,
  type GraphQLSchema,
} from 'graphql';
import { SCALARS } from '@comptoir/tenant-kit';
import { RequestContextFactory } from '#auth';
import { Config } from '#platform';
import { KindRegistry } from '#tenants';
import { TrustedDocuments } from '../operations/documents/trusted-documents.js';
import { formatError } from './format-error.js';
import { InputPipe } from './input.pipe.js';
import { LIMITS, limitRule, listLimit } from './limits.js';
import { ProblemFilter } from './problem.filter.js';
import { assertEveryRootFieldHasARule, stripTrivialResolvers } from './schema-rules.js';

const RISKS = ['READ', 'WRITE', 'HOLD', 'MONEY', 'DESTROY'];

const risk = new GraphQLEnumType({
  name: 'Risk',
  description: 'What an operation does to the world',
  values: Object.fromEntries(RISKS.map((name) => [name, {}])),
});

const operationDirective = new GraphQLDirective({
  name: 'operation',
  description: 'What a root field may do and what it needs',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    scope: { type: new GraphQLNonNull(GraphQLString) },
    risk: { type: new GraphQLNonNull(risk) },
    key: { type: new GraphQLNonNull(GraphQLString) },
    capability: { type: GraphQLString },
  },
});

/** `/graphql`: a Federation 2 subgraph on Apollo Server. */
@Global()
@Module({
  imports: [
    GraphQLModule.forRootAsync<ApolloFederationDriverConfig>({
      driver: ApolloFederationDriver,
      inject: [Config, RequestContextFactory, KindRegistry, TrustedDocuments],
      useFactory: (
        config: Config,
        contexts: RequestContextFactory,
        kinds: KindRegistry,
        documentStore: TrustedDocuments,
      ) => ({ ...options(config, contexts, kinds), documentStore }),
    }),
  ],
  providers: [
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useClass: InputPipe },
  ],
})
export class GraphqlSurfaceModule {}

function options(config: Config, contexts: RequestContextFactory, kinds: KindRegistry): ApolloFederationDriverConfig {
  return {
    path: '/graphql',
    autoSchemaFile: {
      federation: {
        version: 2,
        importUrl: 'https://specs.apollo.dev/federation/v2.9',
        directives: ['@key', '@shareable'],
      },
    },
    buildSchemaOptions: {
      directives: [operationDirective],
      orphanedTypes: kinds.all.flatMap(({ definition }) => [
        definition.checkoutType,
        ...(definition.orderType ? [definition.orderType] : []),
        ...definition.problems,
      ]),
    },
    resolvers: { ...SCALARS },
    transformSchema: (schema: GraphQLSchema) => {
      assertEveryRootFieldHasARule(schema);
      return stripTrivialResolvers(schema);
    },
    context: (request: FastifyRequest) => contexts.build(request),
    formatError,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      listLimit,
    ],
    validationRules: [limitRule],
    parseOptions: { maxTokens: LIMITS.tokens },
    introspection: config.GRAPHQL_INTROSPECTION,
    hideSchemaDetailsFromClientErrors: true,
    includeStacktraceInErrorResponses: false,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    // Ours is a fixed list; letting strangers fill a cache of documents helps nobody.
    persistedQueries: false,
    graphiql: false,
    playground: false,
    stopOnTerminationSignals: false,
  };
}
