import { Logger } from '@nestjs/common';
import { PaymentSessionsService } from '#checkout';
import { applicationKey } from '../../setup/application-key.js';
import { http } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';

describe('an answer as Stripe gives it', () => {
  let product: Product;
  let headers: Record<string, string>;
  let url: string;

  beforeAll(async () => {
    product = await startProduct();
    const { secret } = await applicationKey(await product.seller(), 'alpha');
    headers = { authorization: `Bearer ${secret.replace('ck_', 'rk_test_')}` };
    url = `${product.url}/v1/checkout/sessions`;
  });
  afterEach(() => jest.restoreAllMocks());
  afterAll(() => product.stop());

  const ORDER = {
    mode: 'payment',
    line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 900, product_data: { name: 'Mug' } } }],
    success_url: 'https://shop.example/thanks',
  };

  it('has a name of its own, whatever came of it', async () => {
    const made = await http(url, { headers, body: ORDER });
    const answers = [
      made,
      await http(url, { headers }),
      await http(`${url}/${made.json.id}`, { headers }),
      await http(`${url}/${made.json.id}/line_items`, { headers }),
      await http(`${url}/${made.json.id}/expire`, { method: 'POST', headers }),
      await http(`${url}/cs_none`, { headers }),
      await http(url, { headers: { ...headers, 'content-type': 'application/json' }, body: '{' }),
      await http(url),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 404, 400, 401]);
    const names = answers.map((answer) => answer.headers.get('request-id'));
    expect(names).toEqual(names.map(() => expect.stringMatching(/^req_\w+$/)));
    expect(new Set(names).size).toBe(names.length);
  });

  it('has the name that its caller gave the request, if that is a name', async () => {
    const named = await http(url, { headers: { ...headers, 'x-request-id': 'order-7.1' } });
    expect(named.headers.get('request-id')).toBe('order-7.1');
    const odd = await http(url, { headers: { ...headers, 'x-request-id': '<script>' } });
    expect(odd.headers.get('request-id')).toMatch(/^req_/);
  });

  it('is found in the log by that name', async () => {
    const logged = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
    jest.spyOn(product.gateway.app.get(PaymentSessionsService), 'list').mockRejectedValue(new Error('a bug'));
    const answer = await http(url, { headers });
    expect(answer.status).toBe(500);
    expect(logged).toHaveBeenCalledWith(expect.objectContaining({ requestId: answer.headers.get('request-id') }));
  });

  it('is named on these addresses alone', async () => {
    expect((await http(`${product.url}/health/live`)).headers.get('request-id')).toBeNull();
  });
});
