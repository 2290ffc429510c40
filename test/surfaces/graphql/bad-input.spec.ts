import {
  buildClientSchema,
  getIntrospectionQuery,
  isInputObjectType,
  isNonNullType,
  getNamedType,
  isScalarType,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { expectRefused, http, isRefusal, type HttpAnswer } from '../../setup/http.js';
import { startProduct, type Product } from '../../setup/product.js';
import { tokenWith } from '../../setup/tokens.js';
import { PARIS, type Shopping } from '../../setup/shopping.js';

const LONG = 'x'.repeat(10_000);

/** Texts that have broken somebody's system. */
const ODD: [what: string, value: string][] = [
  ['10,000 letters', LONG],
  ['nothing', ''],
  ['a null byte', 'a\u0000b'],
  ['emoji', '😀👩‍👩‍👧‍👧'],
  ['half a surrogate pair', '\ud800'],
  ['a query', '{"$ne":null}'],
  ['markup', '<script>alert(1)</script>'],
  ['a prototype', '__proto__'],
];

/** Values of a wrong type, whatever the position wants. */
const WRONG: unknown[] = [{ $ne: null }, [[]], true, 1e308, -1];

/** The same arguments about nothing that exists. */
function nowhere(args: Record<string, any>): Record<string, unknown> {
  return { ...args, input: { ...args['input'], checkoutId: undefined, subject: undefined, ...missing(args['input']) } };
}

function missing(input: Record<string, unknown> | undefined): object {
  return input?.['subject'] ? { subject: { cart: 'nothing' } } : { checkoutId: 'nothing' };
}

describe('bad input', () => {
  let product: Product;
  let buyer: Shopping;
  let schema: GraphQLSchema;
  let ids: Record<string, string>;
  let stock: number;

  beforeAll(async () => {
    product = await startProduct();
    buyer = await product.guest();
    const { data } = await product.client.send(getIntrospectionQuery());
    schema = buildClientSchema(data);
    const cartId = await buyer.cart({ MUG: 1 });
    const { checkout } = await buyer.start(await buyer.cart({ MUG: 1 }), { shippingAddress: PARIS });
    ids = { cartId, cart: cartId, checkoutId: checkout.id, lineId: (await buyer.show(cartId)).lines[0].id };
    stock = await buyer.available('mug');
  });
  afterEach(async () => {
    expect(await buyer.available('mug')).toBe(stock);
    expect(await buyer.show(ids['cartId']!)).toMatchObject({ lines: [{ sku: 'MUG', quantity: 1 }] });
  });
  afterAll(() => product.stop());

  const fields = (): [kind: 'query' | 'mutation', field: GraphQLField<unknown, unknown>][] => [
    ...Object.values(schema.getQueryType()!.getFields()).map((field) => ['query', field] as ['query', typeof field]),
    ...Object.values(schema.getMutationType()!.getFields()).map(
      (field) => ['mutation', field] as ['mutation', typeof field],
    ),
  ];

  /** Valid arguments of a field: what the schema asks for, with ids that exist. */
  const example = (type: GraphQLInputType, name: string): unknown => {
    const named = getNamedType(type);
    if (isInputObjectType(named)) {
      const wanted = Object.values(named.getFields()).filter(
        ({ type: inner, name: field }) => isNonNullType(inner) || field === 'email',
      );
      return Object.fromEntries(wanted.map((field) => [field.name, example(field.type, field.name)]));
    }
    if (name === 'tenantId') return 'alpha';
    if (ids[name]) return ids[name];
    if (name === 'representations') return [{ __typename: 'Product', tenantId: 'alpha', id: 'mug' }];
    const examples: Record<string, unknown> = {
      ID: 'nothing',
      String: 'XX',
      Int: 1,
      MinorUnits: 1,
      EmailAddress: 'a@example.com',
    };
    return examples[named.name] ?? null;
  };
  const argumentsOf = ({ args }: GraphQLField<unknown, unknown>): Record<string, unknown> =>
    Object.fromEntries(
      args.filter(({ type }) => isNonNullType(type)).map((arg) => [arg.name, example(arg.type, arg.name)]),
    );

  const send = (
    kind: string,
    field: GraphQLField<unknown, unknown>,
    variables: object,
    token = buyer.client.token!,
  ): Promise<HttpAnswer> => {
    const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
    const document = `${kind} ${declared ? `(${declared})` : ''} { ${field.name}${passed ? `(${passed})` : ''} { __typename } }`;
    return http(`${product.url}/graphql`, {
      body: { query: document, variables },
      headers: { authorization: `Bearer ${token}` },
    });
  };

  /** Every place of a field's arguments where one value stands, as a way to put another one there. */
  const places = (arg: GraphQLArgument): string[][] => {
    const walk = (type: GraphQLInputType, path: string[]): string[][] => {
      const named = getNamedType(type);
      if (!isInputObjectType(named)) return isScalarType(named) ? [path] : [];
      return Object.values(named.getFields()).flatMap((inner) => walk(inner.type, [...path, inner.name]));
    };
    return walk(arg.type, [arg.name]);
  };
  const put = (value: any, [first, ...rest]: string[], odd: unknown): any =>
    first === undefined
      ? odd
      : { ...(typeof value === 'object' && value ? value : {}), [first]: put(value?.[first], rest, odd) };

  /** Puts each value in each position of each operation; returns where the answer was not the caller's mistake. */
  const walk = async (values: unknown[]): Promise<string[]> => {
    const faults: string[] = [];
    for (const [kind, field] of fields().filter(([, { name }]) => name !== 'login')) {
      for (const place of field.args.flatMap(places)) {
        // A key may be any text: with a good one and real ids the call would do what it says.
        const given = place[0] === 'idempotencyKey' ? nowhere(argumentsOf(field)) : argumentsOf(field);
        for (const value of values) {
          const answer = await send(kind, field, put(given, place, value));
          const what = `${field.name} ${place.join('.')} = ${JSON.stringify(value).slice(0, 20)}: ${answer.status}`;
          if (!isRefusal(answer)) faults.push(`${what} ${answer.text.slice(0, 80)}`);
        }
      }
    }
    return faults;
  };

  it('of a wrong type does no harm, in every position of every operation', async () => {
    expect(await walk(WRONG)).toEqual([]);
  });

  it('that is odd text does no harm, in every position of every operation', async () => {
    expect(await walk(ODD.map(([, text]) => text))).toEqual([]);
  });

  it('that is missing is refused before anything happens, and the variable is named', async () => {
    for (const [kind, field] of fields()) {
      for (const { name, type } of field.args) {
        if (!isNonNullType(type)) continue;
        const { [name]: _left, ...rest } = argumentsOf(field);
        const defaulted = field.args.find((arg) => arg.name === name)?.defaultValue !== undefined;
        const answer = await send(kind, field, rest);
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
    for (const [kind, field] of fields()) {
      if (['_service', 'login', 'refreshSession', 'logout'].includes(field.name)) continue;
      answers[field.name] = (await send(kind, field, argumentsOf(field), token)).json.errors?.[0].extensions.code;
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
    const answer = await buyer.update(ids['checkoutId']!, {
      shippingAddress: { ...PARIS, name: '', line1: LONG, country: 'France', phone: '0123' },
    });
    expect(answer).toMatchObject({ __typename: 'InvalidInput', code: 'INVALID_INPUT', retryable: false });
    expect(answer.details.map(({ path }: any) => path).toSorted()).toEqual(
      ['country', 'line1', 'name', 'phone'].map((name) => `input.shippingAddress.${name}`),
    );
    expect(JSON.stringify(answer)).not.toContain(LONG);
    expect(await buyer.status(ids['checkoutId']!)).toMatchObject({
      shippingAddress: { city: 'Paris' },
      status: 'pending',
    });
  });

  it('that takes an e-mail or an address away is refused, or leaves a checkout that can still say what to do', async () => {
    const answer = await buyer.update(ids['checkoutId']!, { shippingAddress: null });
    const shown = await buyer.status(ids['checkoutId']!);
    if (answer.checkout) expect(shown.nextAction.__typename).toBe('ProvideAddress');
    else expect(shown.shippingAddress).toMatchObject({ city: 'Paris' });
    await buyer.update(ids['checkoutId']!, { shippingAddress: PARIS });
  });
});
