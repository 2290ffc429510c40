import 'reflect-metadata';
import { ApolloFederationDriver, type ApolloFederationDriverConfig } from '@nestjs/apollo';
import { Catch, Global, Module, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Args, GraphQLModule, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLString, type GraphQLError } from 'graphql';
import { CLOCK, envelope, Problem } from '@comptoir/kernel';
import { EmailAddressScalar, Operation, type TenantContext } from '@comptoir/tenant-kit';
import { PlatformModule } from '#platform';
import { TenantsService } from '#tenants';
import { fakeTenants, MemoryDatabase, TEST_CONFIG, TestClock } from './auth.fixture.js';
import {
  AccountsService,
  AuthModule,
  currentRequest,
  CurrentTenant,
  requestIdOf,
  RequestContextFactory,
} from './index.js';

const calls: string[] = [];

/** Root fields as other modules declare them. */
@Resolver()
class ShopResolver {
  @Operation({ scope: 'public', risk: 'READ', key: 'none' })
  @Query(() => String)
  open(@Args('tenantId', { type: () => ID }) _id: string, @CurrentTenant() tenant: TenantContext): string {
    return tenant.tenantId;
  }

  @Operation({ scope: 'cart:write', risk: 'WRITE', capability: 'cart', key: 'none' })
  @Mutation(() => String)
  write(@Args('tenantId', { type: () => ID }) _id: string, @CurrentTenant() tenant: TenantContext): string {
    calls.push(tenant.tenantId);
    return tenant.tenantId;
  }

  @Operation({ scope: 'platform:admin', risk: 'READ', key: 'none', tenant: false })
  @Query(() => String)
  operators(): string {
    return 'yes';
  }
}

@Catch(Problem)
class Filter implements ExceptionFilter {
  catch(problem: Problem, host: ArgumentsHost): unknown {
    if (host.getType<string>() === 'graphql') return problem;
    const { requestId } = currentRequest(host)!;
    return host.switchToHttp().getResponse<FastifyReply>().status(problem.status).send(envelope(problem, requestId));
  }
}

@Global()
@Module({ providers: [{ provide: TenantsService, useFactory: fakeTenants }], exports: [TenantsService] })
class FakeTenantsModule {}

const text = { type: GraphQLString };
const risks = Object.fromEntries(['READ', 'WRITE', 'HOLD', 'MONEY', 'DESTROY'].map((name) => [name, {}]));
const operation = new GraphQLDirective({
  name: 'operation',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: {
    scope: text,
    key: text,
    capability: text,
    risk: { type: new GraphQLEnumType({ name: 'Risk', values: risks }) },
  },
});

describe('AuthModule', () => {
  let app: NestFastifyApplication;
  const clock = new TestClock();

  beforeAll(async () => {
    const config = {
      ...Object.fromEntries(Object.entries(TEST_CONFIG)),
      COMPTOIR_SECRET: 'a master secret of more than 32 characters',
    } as typeof TEST_CONFIG;
    const module = await Test.createTestingModule({
      imports: [
        PlatformModule.forRoot({ config, database: new MemoryDatabase().asDatabase, clock }),
        FakeTenantsModule,
        AuthModule,
        GraphQLModule.forRootAsync<ApolloFederationDriverConfig>({
          driver: ApolloFederationDriver,
          inject: [RequestContextFactory],
          useFactory: (contexts: RequestContextFactory) => ({
            autoSchemaFile: { federation: 2 },
            resolvers: { EmailAddress: EmailAddressScalar },
            buildSchemaOptions: { directives: [operation] },
            graphiql: false,
            context: (request: FastifyRequest) => contexts.build(request),
            formatError: (formatted: object, error: unknown) => {
              const { originalError } = error as GraphQLError;
              return {
                ...formatted,
                extensions: { code: originalError instanceof Problem ? originalError.code : 'BUG' },
              };
            },
          }),
        } as never),
      ],
      providers: [ShopResolver],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter({ genReqId: requestIdOf }), {
      logger: false,
    });
    app.useGlobalFilters(new Filter());
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
    const anna = { tenantId: 'alpha', email: 'anna@shop.example', password: 'pw', type: 'shopper', name: 'A' } as const;
    await app.get(AccountsService).ensure(anna);
    expect(app.get(CLOCK)).toBe(clock);
  });

  afterAll(() => app.close());
  beforeEach(() => calls.splice(0));

  const post = (url: string, payload: object | string, headers: Record<string, string> = {}) =>
    app.inject({ method: 'POST', url, payload, headers: { 'content-type': 'application/json', ...headers } });
  const graphql = async (query: string, headers?: Record<string, string>) => {
    const response = await post('/graphql', { query }, headers);
    const { data, errors } = response.json<{ data: unknown; errors?: { extensions: { code: string } }[] }>();
    return {
      data: data as Record<string, unknown> | null,
      codes: errors?.map(({ extensions }) => extensions.code) ?? [],
    };
  };
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const GUEST = `mutation { createGuestSession(tenantId: "alpha") { ... on CreateGuestSessionSucceeded {
    session { accessToken refreshToken expiresAt principal { id type tenantId scopes } } } } }`;
  const guest = async () => {
    const { data } = await graphql(GUEST);
    return (data!['createGuestSession'] as { session: { accessToken: string; refreshToken: string } }).session;
  };

  it('gives a guest a session that `me` describes', async () => {
    const { accessToken } = await guest();
    const { data } = await graphql('{ me { type tenantId scopes } }', bearer(accessToken));
    const scopes = ['catalog:read', 'cart:write', 'checkout:write', 'order:read'];
    expect(data).toEqual({ me: { type: 'guest', tenantId: 'alpha', scopes } });
    expect((await graphql('{ me { type } }')).data).toEqual({ me: { type: 'anonymous' } });
  });

  it('signs in over GraphQL and REST alike', async () => {
    const input = { tenantId: 'alpha', email: 'anna@shop.example', password: 'pw' };
    const { data, codes } = await graphql(`
      mutation {
        login(input: { tenantId: "alpha", email: "anna@shop.example", password: "pw" }) {
          ... on LoginSucceeded {
            session {
              principal {
                type
                tenantId
              }
            }
          }
        }
      }
    `);
    expect(codes).toEqual([]);
    expect(data).toEqual({ login: { session: { principal: { type: 'shopper', tenantId: 'alpha' } } } });
    const rest = await post('/v1/auth/login', input, bearer('an.old.token'));
    expect(rest.statusCode).toBe(200);
    expect(rest.headers['cache-control']).toBe('no-store');
    const { refreshToken } = rest.json<{ refreshToken: string }>();
    expect((await post('/v1/auth/refresh', { refreshToken })).json()).toMatchObject({ principal: { type: 'shopper' } });
    expect((await post('/v1/auth/logout', { refreshToken })).json()).toEqual({ loggedOut: true });
    const over = await post('/v1/auth/refresh', { refreshToken });
    expect([over.statusCode, over.json<{ code: string }>().code]).toEqual([401, 'REFRESH_TOKEN_INVALID']);
    const wrong = await post('/v1/auth/login', { ...input, password: 'no' }, { 'x-request-id': 'r-1' });
    expect(wrong.json()).toMatchObject({ code: 'INVALID_CREDENTIALS', requestId: 'r-1', retryable: false });
  });

  it.each<[string, unknown]>([
    ['an operator object as e-mail', { tenantId: 'alpha', email: { $gt: '' }, password: 'pw' }],
    ['an operator object as password', { tenantId: 'alpha', email: 'anna@shop.example', password: { $ne: null } }],
    ['an operator object as tenant', { tenantId: { $in: ['alpha'] }, email: 'anna@shop.example', password: 'pw' }],
    ['an array', [{ tenantId: 'alpha', email: 'anna@shop.example', password: 'pw' }]],
    ['an array as e-mail', { tenantId: 'alpha', email: ['anna@shop.example'], password: 'pw' }],
    ['a number', { tenantId: 'alpha', email: 'anna@shop.example', password: 1 }],
    ['a field too many', { tenantId: 'alpha', email: 'anna@shop.example', password: 'pw', admin: true }],
    ['nothing', {}],
    ['a very long password', { tenantId: 'alpha', email: 'anna@shop.example', password: 'x'.repeat(257) }],
  ])('refuses %s as body', async (_, body) => {
    const response = await post('/v1/auth/login', JSON.stringify(body));
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([400, 'INVALID_INPUT']);
    expect(response.body).not.toContain('x'.repeat(3));
  });

  it('refuses operator objects as refresh token', async () => {
    const response = await post('/v1/auth/refresh', { refreshToken: { $gt: '' } });
    expect(response.json()).toMatchObject({
      code: 'INVALID_INPUT',
      details: [{ path: 'refreshToken' }, { path: 'refreshToken' }],
    });
  });

  it('publishes its keys', async () => {
    const response = await app.inject('/.well-known/jwks.json');
    expect(response.headers['cache-control']).toBe('public, max-age=300');
    expect(response.json()).toMatchObject({ keys: [{ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig' }] });
    expect(response.body).not.toContain('"d"');
  });

  describe('the operation guard', () => {
    it('resolves the tenant of each root field', async () => {
      expect((await graphql('{ a: open(tenantId: "alpha") b: open(tenantId: "beta") }')).data).toEqual({
        a: 'alpha',
        b: 'beta',
      });
      expect((await graphql('{ open(tenantId: "gamma") }')).codes).toEqual(['TENANT_NOT_FOUND']);
    });

    it('asks for a token, a scope and a capability', async () => {
      expect((await graphql('mutation { write(tenantId: "alpha") }')).codes).toEqual(['UNAUTHENTICATED']);
      const { accessToken } = await guest();
      expect((await graphql('{ operators }', bearer(accessToken))).codes).toEqual(['SCOPE_INSUFFICIENT']);
      expect((await graphql('mutation { write(tenantId: "alpha") }', bearer(accessToken))).data).toEqual({
        write: 'alpha',
      });
    });

    it('refuses a broken token everywhere but where it is mended', async () => {
      const broken = bearer('a.b.c');
      expect((await graphql('{ open(tenantId: "alpha") }', broken)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await graphql('{ me { id } }', broken)).codes).toEqual(['UNAUTHENTICATED']);
      const { accessToken, refreshToken } = await guest();
      clock.pass(3_700_000);
      const old = bearer(accessToken);
      expect((await graphql('{ me { id } }', old)).codes).toEqual(['TOKEN_EXPIRED']);
      const refresh = `mutation { refreshSession(input: { refreshToken: "${refreshToken}" }) { __typename } }`;
      expect((await graphql(refresh, old)).data).toEqual({ refreshSession: { __typename: 'RefreshSessionSucceeded' } });
      const contradiction = { 'x-tenant-id': 'beta', ...bearer((await guest()).accessToken) };
      expect((await graphql(refresh, contradiction)).codes).toEqual(['TENANT_MISMATCH']);
    });

    it('refuses another tenant than that of token or header, existing or not', async () => {
      const { accessToken } = await guest();
      for (const other of ['beta', 'gamma']) {
        expect((await graphql(`{ open(tenantId: "${other}") }`, bearer(accessToken))).codes).toEqual([
          'TENANT_MISMATCH',
        ]);
        expect((await graphql(`{ open(tenantId: "${other}") }`, { 'x-tenant-id': 'alpha' })).codes).toEqual([
          'TENANT_MISMATCH',
        ]);
      }
    });

    it.each([
      'mutation { a: write(tenantId: "alpha") b: write(tenantId: "beta") }',
      'mutation { a: write(tenantId: "alpha") ... on Mutation { b: write(tenantId: "beta") } }',
      'mutation { a: write(tenantId: "alpha") ...F } fragment F on Mutation { b: write(tenantId: "beta") }',
      'mutation { a: write(tenantId: "alpha") login(input: { tenantId: "beta", email: "a@b.co", password: "x" }) { __typename } }',
    ])('lets no document write at two tenants: %s', async (document) => {
      const accounts = app.get(AccountsService);
      const email = 'app@shop.example';
      await accounts.ensure({ tenantId: 'platform', email, password: 'pw', type: 'application', name: 'App' });
      const session = await post('/v1/auth/login', { tenantId: 'platform', email, password: 'pw' });
      const { accessToken } = session.json<{ accessToken: string }>();
      const { codes } = await graphql(document, bearer(accessToken));
      expect(codes[0]).toBe('TENANT_MISMATCH');
      expect(calls).toEqual([]);
      const twice = 'mutation { a: write(tenantId: "alpha") b: write(tenantId: "alpha") }';
      expect((await graphql(twice, bearer(accessToken))).data).toEqual({ a: 'alpha', b: 'alpha' });
      expect((await graphql('mutation { write(tenantId: "beta") }', bearer(accessToken))).codes).toEqual([
        'NOT_OFFERED_BY_TENANT',
      ]);
    });
  });
});
