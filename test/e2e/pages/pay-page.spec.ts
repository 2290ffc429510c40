import { expectRefused, http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { ProviderView, sessionOf } from '../../setup/provider-view.js';
import { submitPage, until, type Shopping } from '../../setup/shopping.js';
import { family, openTenant } from '../../setup/tenants.js';

describe('our page before the provider’s', () => {
  let product: Product;
  let buyer: Shopping;
  let provider: ProviderView;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    provider = new ProviderView(product);
  });
  afterAll(() => product.stop());

  const tenantLike = (id: string, name: string): Promise<void> => {
    const title = '<img src=x onerror=alert(1)> "Quoted" & \'more\'';
    const pattern = { sku: 'PATTERN', price: 400, stock: null, weightGrams: 0 };
    return openTenant(product, id, { name }, [family('pattern', title, 'x', pattern)]);
  };

  it('shows seller, lines, total and a button, and nothing of the buyer [PS-1]', async () => {
    const { landingUrl } = await buyer.toPayment({ MUG: 2 });
    const page = await http(landingUrl);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.text).toContain('alpha');
    expect(page.text).toContain('30.00');
    expect(page.text).toMatch(/<form method="post">/);
    for (const secret of ['buyer@example.com', 'A. Buyer', 'rue de Test', '75001'])
      expect(page.text).not.toContain(secret);
    expect(page.text).not.toMatch(/<script|https?:\/\//);
  });

  it('changes nothing when it is only looked at, by a link preview or a scanner [PS-1]', async () => {
    const { id, url, landingUrl } = await buyer.toPayment({ MUG: 1 });
    await provider.expire(sessionOf(url));
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'pending',
      'the till to reopen',
    );
    const before = await buyer.status(id);
    for (const method of ['GET', 'HEAD', 'GET', 'HEAD'])
      expect(await http(landingUrl, { method })).toMatchObject({ status: 200 });
    expect(await buyer.status(id)).toEqual(before);
    expect(await provider.sessions(id)).toHaveLength(1);
    await buyer.cancel(id);
  });

  it('opens no payment for a seller that is suspended; a page that is open is finished [PS-1, AD-1]', async () => {
    await tenantLike('suspect', 'Suspect');
    const shopper = await product.guest('suspect');
    const open = await shopper.toPayment({ PATTERN: 1 });
    const later = await shopper.toPayment({ PATTERN: 1 });
    await provider.expire(sessionOf(later.url));
    await until(
      () => shopper.status(later.id),
      ({ status }) => status === 'pending',
      'the till to reopen',
    );
    await openTenant(product, 'suspect', { status: 'suspended' });
    const refused = await http(later.landingUrl, { method: 'POST' });
    expect([refused.status, refused.text]).toEqual([404, expect.stringContaining('No tenant')]);
    expect((await provider.sessions(later.id)).map(({ status }) => status)).toEqual(['expired']);
    expect((await http(`${later.landingUrl}/challenge`, { method: 'POST' })).status).toBe(404);
    await submitPage(open.url, 'pay');
    expect((await http(`${open.landingUrl}/return`)).text).toContain('paid and confirmed');
  });

  it('leads to the page that is open, and to a fresh one when that expired [PS-1, PS-5]', async () => {
    const { id, url, landingUrl } = await buyer.toPayment({ MUG: 1 });
    const first = await http(landingUrl, { method: 'POST' });
    expect([first.status, first.headers.get('location')]).toEqual([303, url]);
    await provider.expire(sessionOf(url));
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'pending',
      'the till to reopen',
    );
    const second = await http(landingUrl, { method: 'POST' });
    const fresh = second.headers.get('location')!;
    expect(second.status).toBe(303);
    expect(fresh).not.toBe(url);
    expect((await provider.sessions(id)).map(({ status }): string => status).toSorted()).toEqual(['expired', 'open']);
    await submitPage(fresh, 'pay');
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'completed',
      'completion',
    );
    const third = await http(landingUrl, { method: 'POST' });
    expect(third.status).toBe(303);
    expect(await (await fetch(landingUrl)).text()).toContain('paid and confirmed');
    expect(await provider.sessions(id)).toHaveLength(2);
  });

  it('takes an impatient buyer’s two clicks to one payment page [PS-1]', async () => {
    const { id, url, landingUrl } = await buyer.toPayment({ PATTERN: 1 });
    await provider.expire(sessionOf(url));
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'pending',
      'the till to reopen',
    );
    const clicks = await Promise.all(Array.from({ length: 4 }, () => http(landingUrl, { method: 'POST' })));
    expect(clicks.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect((await provider.sessions(id)).filter(({ status }) => status === 'open')).toHaveLength(1);
  });

  it('says that it is over instead of showing a button [PS-3]', async () => {
    const { id, landingUrl } = await buyer.toPayment({ PATTERN: 1 });
    await buyer.cancel(id);
    const page = await http(landingUrl);
    expect(page.text).toContain('This order was cancelled.');
    expect(page.text).not.toContain('<form');
    const posted = await http(landingUrl, { method: 'POST' });
    expect([posted.status, posted.headers.get('location')]).toEqual([303, landingUrl]);
    expect(await (await fetch(`${landingUrl}/return`)).text()).toContain('This order was cancelled.');
  });

  it('is found by its exact link alone: nothing altered, nothing made up [GW-2]', async () => {
    const { landingUrl } = await buyer.toPayment({ PATTERN: 1 });
    const token = landingUrl.split('/pay/')[1]!;
    const [tenant, id, code] = token.split('.') as [string, string, string];
    const { id: foreign } = await (await product.guest('beta')).toPayment({ PATTERN: 1 });
    const altered = [
      `beta.${id}.${code}`,
      `${tenant}.${foreign}.${code}`,
      `${tenant}.${id}.${code.slice(0, -1)}${code.endsWith('A') ? 'B' : 'A'}`,
      `${tenant}.${id}.${code}x`,
      `${tenant}.${id}.`,
      `${tenant}.${id}`,
      `${tenant}..${code}`,
      `${token}.x`,
      'x',
      '%00',
      '%E0%A4%A',
      '..%2F..%2Fetc',
      'a'.repeat(2000),
    ];
    for (const one of altered) {
      for (const [method, path] of [
        ['GET', ''],
        ['POST', ''],
        ['GET', '/return'],
      ] as const) {
        const answer = await http(`${product.url}/pay/${one}${path}`, { method });
        expectRefused(answer);
        expect([one, [400, 404, 414].includes(answer.status)]).toEqual([one, true]);
      }
    }
  });

  it('escapes whatever a seller wrote', async () => {
    await tenantLike('sly', '</title><script>alert(1)</script>');
    const guest = await product.guest('sly');
    const { landingUrl } = await guest.toPayment({ PATTERN: 1 });
    for (const path of ['', '/return']) {
      const text = await (await fetch(landingUrl + path)).text();
      expect(text).not.toMatch(/<script|<img/);
      expect(text).toContain('&#60;');
    }
  });

  it('works for the longest handle a tenant may have [AD-1]', async () => {
    const handle = 'h'.repeat(63);
    await tenantLike(handle, 'Long');
    const guest = await product.guest(handle);
    const { id, url, landingUrl } = await guest.toPayment({ PATTERN: 1 });
    expect(await http(landingUrl)).toMatchObject({ status: 200 });
    const { location } = await submitPage(url, 'pay');
    expect(await (await fetch(location!)).text()).toContain('paid and confirmed');
    expect(await guest.status(id)).toMatchObject({ status: 'completed' });
  });

  it('shows a person a page, not a data structure, when the button cannot lead on', async () => {
    const { id, url, landingUrl } = await buyer.toPayment({ PATTERN: 1 });
    await provider.expire(sessionOf(url));
    await until(
      () => buyer.status(id),
      ({ status }) => status === 'pending',
      'the till to reopen',
    );
    product.stripe.faults.add({
      match: { path: '/v1/checkout/sessions*' },
      action: 'status',
      status: 500,
      times: 1000,
    });
    const answer = await http(landingUrl, { method: 'POST' });
    product.stripe.faults.clear();
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.text).not.toContain('"INTERNAL"');
  });
});
