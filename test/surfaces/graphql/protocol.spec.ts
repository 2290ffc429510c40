import { expectRefused, http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';

const JSON_TYPE = { 'content-type': 'application/json' };

describe('the GraphQL endpoint and its protocol', () => {
  let product: Product;
  let url: string;

  beforeAll(async () => {
    product = await startProduct();
    url = `${product.url}/graphql`;
  });
  afterAll(() => product.stop());

  const send = (body: unknown, headers: Record<string, string> = JSON_TYPE) =>
    http(url, { body: typeof body === 'string' ? body : JSON.stringify(body), headers });
  const refused = async (query: string, variables: object = {}): Promise<any> => {
    const answer = await send({ query, variables });
    expectRefused(answer);
    expect(answer.json.data ?? null).toBeNull();
    return answer.json.errors[0];
  };
  const nested = (depth: number): string =>
    `{ __schema { types { ${'fields { type { '.repeat(depth)} name ${'} }'.repeat(depth)} } } }`;

  it.each([
    ['a list of operations', [{ query: '{ me { id } }' }, { query: '{ me { id } }' }]],
    ['an empty list', []],
    ['nothing', ''],
    ['null', 'null'],
    ['text', '"query"'],
    ['a number', '5'],
    ['no JSON', '{"query": "{ me'],
    ['no query', {}],
    ['a query that is a number', { query: 5 }],
    ['a query that is empty', { query: '' }],
    ['a query that is a comment', { query: '# nothing' }],
    ['variables that are text', { query: '{ me { id } }', variables: 'x' }],
    ['variables that are a list', { query: '{ me { id } }', variables: [1] }],
    ['an unknown operation name', { query: 'query A { me { id } }', operationName: 'B' }],
    ['an operation name that is a list', { query: 'query A { me { id } }', operationName: [] }],
    ['two operations and no name', { query: 'query A { me { id } } query B { me { id } }' }],
    ['a fragment alone', { query: 'fragment A on Query { me { id } }' }],
    ['a subscription', { query: 'subscription { me { id } }' }],
    ['a broken document', { query: '{ me { id' }],
    ['an unknown field', { query: '{ secret }' }],
    ['a circle of fragments', { query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }' }],
    ['an unknown persisted document', { extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } }],
    [
      'a persisted document of another version',
      { query: '{ me { id } }', extensions: { persistedQuery: { version: 2, sha256Hash: 'x' } } },
    ],
    ['null bytes', { query: '{ me { id } }\u0000' }],
    ['100,000 brackets', `{"query":"{ me { id } }","variables":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}}`],
  ])('refuses a body that is %s as the caller’s mistake', async (what, body) => {
    const answer = await send(body);
    expectRefused(answer);
    // Unknown variables are ignored, however deep: that one is answered.
    if (what.startsWith('100,000')) return;
    expect(answer.status).toBeGreaterThanOrEqual(answer.json?.errors?.[0]?.extensions?.code ? 200 : 400);
    expect(answer.json?.data ?? null).toBeNull();
    expect(answer.json?.errors?.[0]?.extensions?.code ?? answer.json?.code).toMatch(/^[A-Z_]+$/);
  });

  it('does not suggest names that a caller did not know', async () => {
    const error = await refused('{ tenantz { nodes { id } } }');
    expect(error.message).not.toMatch(/Did you mean/);
  });

  it('takes no request that a web page of another site can make without asking (CSRF)', async () => {
    const body = JSON.stringify({ query: 'mutation { createGuestSession(tenantId: "alpha") { __typename } }' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', '']) {
      const answer = await send(body, type ? { 'content-type': type } : {});
      expectRefused(answer);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text).not.toContain('CreateGuestSessionSucceeded');
    }
    const get = await http(`${url}?query=${encodeURIComponent('{ tenants { nodes { id } } }')}`);
    expect(get.status).toBe(400);
    expectRefused(get);
  });

  it('writes nothing by GET', async () => {
    const document = encodeURIComponent('mutation { createGuestSession(tenantId: "alpha") { __typename } }');
    const answer = await http(`${url}?query=${document}`, { headers: { 'apollo-require-preflight': 'yes' } });
    expect(answer.status).toBe(405);
    expectRefused(answer);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('does not answer %s', async (method) => {
    const answer = await http(url, { method, body: '{}', headers: JSON_TYPE });
    expectRefused(answer);
    expect([404, 405]).toContain(answer.status);
  });

  it('refuses documents that are too deep, by themselves or through fragments', async () => {
    expect((await refused(nested(25))).message).toMatch(/deeper|depth|token/i);
    const chain = Array.from(
      { length: 20 },
      (_, index) => `fragment F${index} on __Type { ofType { ...F${index + 1} } }`,
    ).join(' ');
    const through = await refused(
      `{ me { id } __schema { types { ...F0 } } } ${chain} fragment F20 on __Type { name }`,
    );
    expect(through.message).toMatch(/deeper|depth|token/i);
  });

  it('refuses documents that repeat themselves, plainly or through fragments', async () => {
    const aliases = (count: number) =>
      Array.from({ length: count }, (_, index) => `a${index}: catalogVersion(tenantId: "alpha") { version }`);
    expect((await refused(`{ ${aliases(1000).join(' ')} }`)).extensions.code).toMatch(/^GRAPHQL_/);
    expect((await refused(`{ ${aliases(40).join(' ')} }`)).message).toMatch(/alias/);
    const spread = `query { ${Array.from({ length: 8 }, () => '...A').join(' ')} } fragment A on Query { ${aliases(5).join(' ')} }`;
    expect((await refused(spread)).message).toMatch(/alias/);
    expect((await refused(`{ me { ${'id @include(if: true) '.repeat(40)} } }`)).message).toMatch(/directive/);
    expect((await refused(`{ me { ${'id '.repeat(10_000)} } }`)).extensions.code).toBe('GRAPHQL_PARSE_FAILED');
  });

  it('keeps these limits for a document that calls itself an introspection query', async () => {
    const aliases = Array.from(
      { length: 40 },
      (_, index) => `a${index}: catalogVersion(tenantId: "alpha") { version }`,
    );
    expect((await refused(`query IntrospectionQuery { ${aliases.join(' ')} }`)).message).toMatch(/alias/);
    const fields = Array.from({ length: 40 }, (_, index) => `a${index}: __schema { types { name } }`);
    expect((await refused(`query IntrospectionQuery { ${fields.join(' ')} }`)).message).toMatch(/alias/);
  });

  it('shows its schema to tools that ask for it in the usual way', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const answer = await send({ query: getIntrospectionQuery() });
    expect(answer.json.errors).toBeUndefined();
    expect(answer.json.data.__schema.queryType.name).toBe('Query');
  });

  it('answers with its own request id, or the one it was given, when something is wrong [OP-1]', async () => {
    const given = await send(
      { query: '{ tenant(tenantId: "nope") { id } }' },
      { ...JSON_TYPE, 'x-request-id': 'my-id.1' },
    );
    expect(given.json.errors[0].extensions.requestId).toBe('my-id.1');
    const evil = await send(
      { query: '{ tenant(tenantId: "nope") { id } }' },
      { ...JSON_TYPE, 'x-request-id': '<script>' },
    );
    expect(evil.json.errors[0].extensions.requestId).toMatch(/^req_/);
  });

  it('sends no more than 256 KB through', async () => {
    const answer = await send({ query: `# ${'x'.repeat(300_000)}\n{ me { id } }` });
    expectRefused(answer);
    expect(answer.status).toBe(413);
  });
});
