import { buildClientSchema, getIntrospectionQuery, isNonNullType, type GraphQLSchema } from 'graphql';
import { expectRefused, http, isRefusal, type HttpAnswer } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';
import { tokenWith } from '../../setup/tokens.js';
import {
  argumentsOf,
  documentOf,
  ODD_TEXTS,
  placesOf,
  put,
  rootFields,
  WRONG_VALUES,
  type RootField,
} from './positions.js';

describe('bad input', () => {
  let product: Product;
  let buyer: Shopping;
  let schema: GraphQLSchema;
  let ids: Record<string, unknown>;
  let stock: number;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    schema = buildClientSchema((await product.client.send(getIntrospectionQuery())).data);
    const cart = await buyer.cart({ MUG: 1 });
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    const [{ id: lineId }] = (await buyer.show(cart)).lines;
    const representations = [{ __typename: 'Product', tenantId: 'alpha', id: 'mug' }];
    ids = { tenantId: 'alpha', cartId: cart, cart, checkoutId: checkout.id, lineId, representations };
    stock = await buyer.available('mug');
  });
  afterEach(async () => {
    expect(await buyer.available('mug')).toBe(stock);
    expect(await buyer.show(String(ids['cartId']))).toMatchObject({ lines: [{ sku: 'MUG', quantity: 1 }] });
  });
  afterAll(() => product.stop());

  const fields = (): RootField[] => rootFields(schema);
  const send = (root: RootField, variables: object, token = buyer.client.token!): Promise<HttpAnswer> =>
    http(`${product.url}/graphql`, {
      body: { query: documentOf(root), variables },
      headers: { authorization: `Bearer ${token}` },
    });

  /** Puts each value in each position of each operation; returns where the answer was not the caller's mistake. */
  const walk = async (values: unknown[]): Promise<string[]> => {
    const faults: string[] = [];
    const seen = new Set<string>();
    for (const root of fields().filter(({ field }) => field.name !== 'login')) {
      for (const place of placesOf(root, seen)) {
        // A key may be any text: with a good one and real ids the call would do what it says.
        const given = argumentsOf(root, place[0] === 'idempotencyKey' ? { tenantId: 'alpha' } : ids);
        const answers = await Promise.all(values.map((value) => send(root, put(given, place, value))));
        answers.forEach((answer, index) => {
          const what = `${root.field.name} ${place.join('.')} = ${JSON.stringify(values[index]).slice(0, 20)}`;
          if (!isRefusal(answer)) faults.push(`${what}: ${answer.status} ${answer.text.slice(0, 80)}`);
        });
      }
    }
    return faults;
  };

  it('of a wrong type does no harm, in every position of every operation', async () => {
    expect(await walk(WRONG_VALUES)).toEqual([]);
  });

  it('that is odd text does no harm, in every position of every operation', async () => {
    expect(await walk(ODD_TEXTS)).toEqual([]);
  });

  it('that is missing is refused before anything happens, and the variable is named', async () => {
    for (const root of fields()) {
      const { field } = root;
      for (const { name, type } of field.args) {
        if (!isNonNullType(type)) continue;
        const { [name]: _left, ...rest } = argumentsOf(root, ids);
        const defaulted = field.args.find((arg) => arg.name === name)?.defaultValue !== undefined;
        const answer = await send(root, rest);
        expectRefused(answer);
        if (defaulted) continue;
        expect(answer.json.errors).toMatchObject([
          { extensions: { code: 'INVALID_INPUT', details: [{ path: name }] } },
        ]);
      }
    }
  });

  it('is answered before it is looked at when the token has expired, by every operation but those that mend it', async () => {
    const token = await tokenWith(product, {
      ptype: 'guest',
      tenant: 'alpha',
      scope: 'cart:write checkout:write order:read',
    });
    product.clock.advance(11 * 60_000);
    const answers: Record<string, string> = {};
    for (const root of fields()) {
      const { field } = root;
      if (['_service', 'login', 'refreshSession', 'logout'].includes(field.name)) continue;
      answers[field.name] = (await send(root, argumentsOf(root, ids), token)).json.errors?.[0].extensions.code;
    }
    expect(answers).toEqual(Object.fromEntries(Object.keys(answers).map((name) => [name, 'TOKEN_EXPIRED'])));
  });

  it('that names something unknown is refused with a problem of the operation, at its path', async () => {
    const unknown = 'chk_000000000000000000000000';
    expect(await buyer.pay(unknown)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await buyer.cancel(unknown)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await buyer.retry(unknown)).toMatchObject({ code: 'NOT_FOUND' });
    expect(await buyer.update(unknown, {})).toMatchObject({ code: 'NOT_FOUND' });
    expect(await buyer.select(unknown, 'poste', 'express')).toMatchObject({ code: 'NOT_FOUND' });
    expect(await buyer.start('cart_000000000000000000000000')).toMatchObject({
      code: expect.stringMatching(/NOT_FOUND$/),
    });
  });

  it('that is an empty cart starts nothing', async () => {
    expect(await buyer.start(await buyer.cart({}))).toMatchObject({ code: 'CART_EMPTY', retryable: false });
  });

  it('of an address is named place by place', async () => {
    const answer = await buyer.update(String(ids['checkoutId']), {
      shippingAddress: { ...PARIS, name: '', line1: 'x'.repeat(10_000), country: 'France', phone: '0123' },
    });
    expect(answer).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT', retryable: false });
    expect(answer.details.map(({ path }: any) => path).toSorted()).toEqual(
      ['country', 'line1', 'name', 'phone'].map((name) => `input.shippingAddress.${name}`),
    );
    expect(JSON.stringify(answer)).not.toContain('xxxxxxxxxxx');
    expect(await buyer.status(String(ids['checkoutId']))).toMatchObject({
      shippingAddress: { city: 'Paris' },
      status: 'pending',
    });
  });

  it('that takes an e-mail or an address away is refused, or leaves a checkout that can still say what to do', async () => {
    const answer = await buyer.update(String(ids['checkoutId']), { shippingAddress: null });
    const shown = await buyer.status(String(ids['checkoutId']));
    if (answer.checkout) expect(shown.nextAction.__typename).toBe('ProvideAddress');
    else expect(shown.shippingAddress).toMatchObject({ city: 'Paris' });
    await buyer.update(String(ids['checkoutId']), { shippingAddress: PARIS });
  });
});
