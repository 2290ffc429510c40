import { request } from 'node:http';
import { expectEnvelope, expectRefused, http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';

describe('requests that are no good, outside GraphQL', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it.each([
    '/',
    '/nothing',
    '/v1',
    '/v1/auth',
    '/v2/auth/login',
    '/.env',
    '/graphql/',
    '/pay',
    '/health',
    '/..%2f..%2fetc%2fpasswd',
    '/%00',
  ])('get one answer where there is nothing: %s', async (path) => {
    for (const method of ['GET', 'POST', 'DELETE']) {
      const answer = await http(product.url + path, { method });
      expectEnvelope(answer, 404);
      expect(answer.text).not.toContain(path === '/' ? '\u0000' : path);
    }
  });

  it.each([
    ['GET', '/v1/auth/login'],
    ['PUT', '/v1/auth/login'],
    ['DELETE', '/v1/auth/refresh'],
    ['POST', '/health/live'],
    ['POST', '/.well-known/jwks.json'],
    ['GET', '/webhooks/stripe/default'],
    ['DELETE', '/pay/x'],
  ])('are not answered under another method: %s %s', async (method, path) => {
    const answer = await http(product.url + path, { method });
    expectRefused(answer);
    expect([404, 405]).toContain(answer.status);
  });

  it.each([
    ['no JSON', '{"tenantId":', 'application/json', 400],
    ['no body', '', 'application/json', 400],
    ['a list', '[]', 'application/json', 400],
    ['null', 'null', 'application/json', 400],
    ['text', 'hello', 'text/plain', 415],
    ['XML', '<a/>', 'application/xml', 415],
    ['a body of 300 KB', `{"x":"${'x'.repeat(300_000)}"}`, 'application/json', 413],
    ['a prototype', '{"__proto__":{"tenantId":"alpha"},"constructor":{}}', 'application/json', 400],
    ['50,000 brackets', `${'['.repeat(50_000)}${']'.repeat(50_000)}`, 'application/json', 400],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]).toString('latin1'), 'application/json', 400],
  ])('are refused with %s', async (_what, body, type, status) => {
    const answer = await http(`${product.url}/v1/auth/login`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expectEnvelope(answer, status);
  });

  it.each([
    ['no encoding', '/pay/%E0%A4%A'],
    ['no letters', '/webhooks/%ff/default'],
    ['a percent sign', '/%'],
    ['very long', `/pay/${'a'.repeat(5000)}`],
  ])('are refused in the one envelope when the address is %s', async (_what, path) => {
    const answer = await http(product.url + path);
    expectEnvelope(answer, answer.status);
    expect([400, 404, 414]).toContain(answer.status);
  });

  it('are refused when their headers are broken, without an answer from the inside', async () => {
    const raw = (headers: Record<string, string>): Promise<{ status: number; text: string }> =>
      new Promise((resolve, reject) => {
        const call = request(`${product.url}/v1/auth/login`, { method: 'POST', headers }, (response) => {
          let text = '';
          response.on('data', (chunk: Buffer) => (text += chunk.toString()));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        });
        call.on('error', reject);
        call.end('{}');
      });
    const broken: Record<string, string>[] = [
      { 'content-type': 'application/json', authorization: 'Basic YTpi' },
      { 'content-type': 'application/json', authorization: `Bearer ${'x'.repeat(9000)}` },
      { 'content-type': 'application/json', 'idempotency-key': 'a b' },
      { 'content-type': 'application/json', 'x-tenant-id': '../x' },
      { 'content-type': 'application/json', 'x-forwarded-for': '<script>, 999.1.1.1' },
      { 'content-type': ';;;' },
    ];
    for (const headers of broken) {
      expectRefused(await raw(headers));
    }
  });

  it('say nothing of what the server is made of', async () => {
    const answer = await http(`${product.url}/nothing`);
    expect(answer.headers.get('x-powered-by')).toBeNull();
    expect(answer.headers.get('server')).toBeNull();
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('leave it alive and ready [OP-1]', async () => {
    expect(await http(`${product.url}/health/live`)).toMatchObject({ status: 200, json: { status: 'ok' } });
    expect(await http(`${product.url}/health/ready`)).toMatchObject({ status: 200, json: { status: 'ok' } });
  });
});
