import { startProduct, type Product } from '../../setup/product.js';
import type { Shopping } from '../../setup/shopping.js';

describe('the number of units in a cart', () => {
  let product: Product;
  let buyer: Shopping;
  let cart: string;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    cart = await buyer.cart({});
  });
  afterAll(() => product.stop());

  it.each([0, -1, 1e9, 2_147_483_647])('is not %p [CT-3]', async (quantity) => {
    expect(await buyer.add(cart, 'MUG', quantity)).toMatchObject({
      code: quantity > 0 ? 'QUANTITY_LIMIT_EXCEEDED' : 'INVALID_INPUT',
      details: quantity > 0 ? [] : [{ path: 'input.quantity' }],
    });
    expect((await buyer.show(cart)).lines).toEqual([]);
  });

  it.each([1.5, '2', 2 ** 31, 1e300, null, true, [1], {}])('is a whole number, not %p', async (quantity) => {
    const { status, errors, data } = await buyer.client.send(
      'mutation ($input: AddCartItemInput!) { addCartItem(tenantId: "alpha", input: $input) { __typename } }',
      { input: { cartId: cart, sku: 'MUG', quantity } },
    );
    expect({ status: status < 500, data }).toEqual({ status: true, data: undefined });
    expect(errors).toMatchObject([{ extensions: { code: 'INVALID_INPUT', details: [{ path: 'input.quantity' }] } }]);
    expect((await buyer.show(cart)).lines).toEqual([]);
  });
});
