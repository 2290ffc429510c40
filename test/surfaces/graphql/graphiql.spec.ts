import { startProduct, type Product } from '../../setup/product.js';

describe('GraphiQL', () => {
  let product: Product;

  beforeAll(async () => {
    product = await startProduct();
  });
  afterAll(() => product.stop());

  it('is where a browser that opens /graphql arrives, and every file it loads comes from here', async () => {
    const page = await fetch(`${product.url}/graphql`, { headers: { accept: 'text/html,*/*' } });
    expect(page.url).toBe(`${product.url}/graphiql`);
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
    expect(files).toHaveLength(5);
    for (const file of files) {
      expect(file).toMatch(/^\/graphiql\//);
      expect((await fetch(product.url + file)).status).toBe(200);
    }
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('serves no other file', async () => {
    for (const name of ['package.json', '..%2Fpackage.json', 'react.js.map']) {
      expect((await fetch(`${product.url}/graphiql/${name}`)).status).toBe(404);
    }
  });

  it('asks for the schema within the limits of a stranger’s document', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    const { data, errors } = await product.client.send(getIntrospectionQuery());
    expect(errors).toBeUndefined();
    expect(data.__schema.queryType.name).toBe('Query');
  });
});
