import { loadOperations } from './load-operations.js';
import type { Operation } from './operation.js';
import type { OperationSource } from './operation-source.js';
import { core, kind, REFUSAL, specSchema } from './spec-support.fixture.js';

const load = (...texts: string[]): readonly Operation[] =>
  loadOperations(specSchema(), [core(Object.fromEntries(texts.map((text, index) => [`doc-${index}.graphql`, text])))]);

const THING = '"One" query Thing("Its id" $id: ID!) @tool(name: "thing", toolset: SHOP) { thing(id: $id) { colours } }';

const buy = (variables: string, input: string, chosen = 'thing { id }') =>
  load(`"Buy" mutation Buy(${variables}) @tool(name: "buy", toolset: SHOP) {
    buy(input: ${input}) { ... on Bought { ${chosen} } ${REFUSAL} } }`)[0]!;

describe('loading operation documents', () => {
  it('leaves nothing of ours in the text that is executed, and asks for the type where it varies', () => {
    const { text, rule, rootField } = buy(
      '"Lines" $lines: [SpecLineInput!]!',
      '{ lines: $lines }',
      'thing { ... on Mug { id } }',
    );
    expect({ rule, rootField }).toEqual({
      rule: { scope: 'cart:write', risk: 'HOLD', key: 'required' },
      rootField: 'buy',
    });
    expect(text).not.toMatch(/@|"/);
    expect(text.match(/__typename/g)).toHaveLength(2);
  });

  it.each<[string, string | string[], RegExp]>([
    [
      'without description',
      'query T("Id" $id: ID!) { thing(id: $id) { colours } }',
      /the operation lacks a description/,
    ],
    [
      'with a variable nobody explains',
      '"T" query T($id: ID!) { thing(id: $id) { colours } }',
      /\$id lacks a description/,
    ],
    [
      'with a variable in another casing',
      '"T" query T("Id" $theId: ID!) { thing(id: $theId) { colours } }',
      /snake_case/,
    ],
    ['with two root fields', '"T" query T { count other: count }', /exactly one root field/],
    ['that answers a number', '"T" query T { count }', /count answers no object/],
    ['that answers a list', '"T" query T { things { colours } }', /things answers no object/],
    ['on a field without rule', '"T" query T("Id" $id: ID!) { open(id: $id) { colours } }', /open lacks @Operation/],
    ['that asks what there is not', '"T" query T("Id" $id: ID!) { thing(id: $id) { price } }', /doc-0\.graphql:1:\d+/],
    [
      'with a scalar that says nothing',
      '"T" query T("Id" $id: ID!) { thing(id: $id) { opaque } }',
      /Opaque lacks extensions/,
    ],
    [
      'blind to problems',
      '"T" mutation T("L" $l: [SpecLineInput!]!) { buy(input: { lines: $l }) { ... on Bought { colours } } }',
      /Gone, of which code is not asked/,
    ],
    [
      'with a stray path parameter',
      '"T" query T("Id" $id: ID!) @rest(method: GET, path: "/v1/{it}") { thing(id: $id) { colours } }',
      /\{it\}, which is no variable/,
    ],
    [
      'with a path outside of /v1',
      '"T" query T("Id" $id: ID!) @rest(method: GET, path: "/v2/{id}") { thing(id: $id) { colours } }',
      /the path \/v2\/\{id\} does not begin with \/v1\//,
    ],
    [
      'with a tool that exists',
      [THING, THING.replace('query Thing', 'query Other')],
      /doc-0\.graphql and .*doc-1\.graphql both offer the tool thing/,
    ],
    [
      'with a route that exists',
      [
        '"A" query A("Id" $id: ID!) @rest(method: GET, path: "/v1/t/{id}") { thing(id: $id) { colours } }',
        '"B" query B("Id" $no: ID!) @rest(method: GET, path: "/v1/t/{no}") { thing(id: $no) { colours } }',
      ],
      /both offer the route GET/,
    ],
  ])('refuses a document %s, and says which', (_, texts, message) => {
    expect(() => load(...[texts].flat())).toThrow(message);
  });
});

describe('documents in several folders', () => {
  const ours = core({
    'core.graphql': `fragment Shown on Bought { colours } ${THING.replace('colours', '...Shown')}`,
  });
  const withKind = (text: string) => loadOperations(specSchema(), [ours, kind('kind-mugs', 'MugCheckout', text)]);

  it('are one set, by name: a kind uses the fragments of the core', () => {
    const own =
      '"More" query Another("Its id" $id: ID!) @tool(name: "another", toolset: KIND) { thing(id: $id) { ...Shown } }';
    expect(withKind(own).map(({ name }) => name)).toEqual(['Another', 'Thing']);
  });

  it.each([
    [
      'a fragment',
      'fragment Shown on Bought { colours }',
      /one fragment named "Shown"[^]*core\.graphql[^]*kind\.graphql/,
    ],
    [
      'an operation',
      THING.replace('name: "thing"', 'name: "other"'),
      /one operation named "Thing"[^]*core\.graphql[^]*kind\.graphql/,
    ],
  ])('do not both define %s: the boot names the two', (_, text, message) => {
    expect(() => withKind(text)).toThrow(message);
  });
});

describe('fields that only one kind’s checkouts have', () => {
  const asking = (checkout: string, fragment = ''): OperationSource =>
    core({ 'core.graphql': `"T" query T("Id" $id: ID!) { thing(id: $id) { ${checkout} } } ${fragment}` });
  const mugs = kind('kind-mugs', 'MugCheckout', 'fragment MugFields on MugCheckout { mugId }');
  const lamps = kind('kind-lamps', 'LampCheckout', 'fragment LampFields on LampCheckout { lamps }');
  const loading = (...sources: OperationSource[]) => loadOperations(specSchema(), sources);

  it.each([
    ['a field', asking('checkout @kindFields { id }')],
    ['a fragment', asking('checkout { ...View }', 'fragment View on Checkout @kindFields { id }')],
  ])('are asked for where %s says so, and are part of what the operation answers', (_, document) => {
    const [operation] = loading(document, mugs, lamps);
    expect(operation!.text).not.toContain('@');
    expect(operation!.text).toMatch(/\.\.\.MugFields\s+\.\.\.LampFields/);
    const alternative = (type: object, own: object = {}) => ({
      properties: { __typename: type, ...own },
      required: ['__typename', ...Object.keys(own)],
    });
    expect(operation!.outputSchema).toMatchObject({
      properties: {
        checkout: {
          type: 'object',
          properties: { id: { type: 'string' } },
          required: ['id'],
          anyOf: [
            alternative({ const: 'MugCheckout' }, { mugId: { type: 'string' } }),
            alternative({ const: 'LampCheckout' }, { lamps: { type: 'integer' } }),
            alternative({ const: 'VaseCheckout' }),
          ],
        },
      },
    });
  });

  it('are asked for nowhere else', () => {
    const [plain] = loading(asking('checkout { id }'));
    expect(plain!.text).not.toContain('Fields');
  });

  it.each<[string, OperationSource[], string]>([
    [
      'on another kind’s type',
      [mugs, kind('kind-lamps', 'LampCheckout', 'fragment LampFields on MugCheckout { mugId }')],
      'kind-lamps ships the fragment LampFields on MugCheckout; its own checkout type is LampCheckout',
    ],
    [
      'twice',
      [kind('kind-mugs', 'MugCheckout', 'fragment A on MugCheckout { mugId } fragment B on MugCheckout { id }')],
      'kind-mugs ships two fragments on MugCheckout, A and B; keep one',
    ],
    [
      'on a type that is no checkout',
      [kind('kind-mugs', 'MugCheckout', 'fragment MugFields on Mug { volume }')],
      'Fragment "MugFields" is never used.\n\nkind-mugs, kind.graphql:1:1',
    ],
    [
      'that are not there',
      [kind('kind-mugs', 'MugCheckout', 'fragment MugFields on MugCheckout { price }')],
      'Cannot query field "price" on type "MugCheckout".\n\nkind-mugs, kind.graphql:1:',
    ],
  ])('are refused when a kind ships some %s, and it says who', (_, kinds, message) => {
    expect(() => loading(asking('checkout @kindFields { id }'), ...kinds)).toThrow(message);
  });

  it('are refused where a document asks for them of something else', () => {
    expect(() => loading(asking('thing @kindFields { id }'), mugs)).toThrow(
      'comptoir itself, core.graphql: @kindFields at thing belongs on a selection of Checkout, not of Thing',
    );
  });
});

describe('what an operation takes', () => {
  it('has the limits of the place where each variable goes', () => {
    const { inputSchema } = buy(
      '"Lines" $lines: [SpecLineInput!]!, "Mail" $mail: String, "Flags" $flags: [String!]',
      '{ lines: $lines, mail: $mail, flags: $flags }',
    );
    expect(inputSchema).toEqual({
      type: 'object',
      required: ['lines'],
      additionalProperties: false,
      properties: {
        lines: {
          type: 'array',
          minItems: 1,
          description: 'Lines',
          items: {
            type: 'object',
            required: ['sku', 'quantity'],
            additionalProperties: false,
            properties: {
              sku: { type: 'string', minLength: 1, maxLength: 20 },
              quantity: { type: 'integer', minimum: 1, maximum: 9 },
              countryCode: { type: 'string', pattern: '^[A-Z]{2}$' },
            },
          },
        },
        mail: { type: 'string', format: 'email', description: 'Mail' },
        flags: { type: 'array', items: { type: 'string', enum: ['a', 'b'] }, description: 'Flags' },
      },
    });
  });

  it('shows the default of the place', () => {
    const [operation] = load(
      '"T" query T("Id" $id: ID!, "Size" $size: Int) { thing(id: $id, size: $size) { colours } }',
    );
    expect(operation!.inputSchema).toMatchObject({ properties: { size: { type: 'integer', default: 3 } } });
  });
});

describe('what an operation answers', () => {
  it('follows from the selection: problems left out, equal members folded, what all have in common said once', () => {
    const { outputSchema } = buy(
      '"Lines" $lines: [SpecLineInput!]!',
      '{ lines: $lines }',
      'thing { id note ... on Mug { volume } } next { ... on Go { url } } best',
    );
    const thing = { id: { type: 'string' }, note: { type: ['string', 'null'] } };
    expect(outputSchema).toEqual({
      type: 'object',
      required: ['__typename', 'thing', 'next', 'best'],
      properties: {
        __typename: { const: 'Bought' },
        thing: {
          type: 'object',
          required: ['id', 'note'],
          properties: thing,
          anyOf: [
            {
              required: ['__typename', 'volume'],
              properties: { __typename: { const: 'Mug' }, volume: { type: 'integer' } },
            },
            { required: ['__typename'], properties: { __typename: { type: 'string' } } },
          ],
        },
        next: {
          type: 'object',
          anyOf: [
            { required: ['__typename'], properties: { __typename: { enum: ['Stop', 'Rest'] } } },
            { required: ['__typename', 'url'], properties: { __typename: { const: 'Go' }, url: { type: 'string' } } },
          ],
        },
        best: { type: ['string', 'null'], enum: ['RED', 'BLUE', null] },
      },
    });
  });
});

describe('reading arguments', () => {
  const line = { sku: 'MUG', quantity: 1 };
  const { arguments: reader } = buy(
    '"Lines" $lines: [SpecLineInput!]! @arg(aliases: ["cart_lines"]), "Mail" $mail: String',
    '{ lines: $lines, mail: $mail }',
  );

  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['as they are listed', { lines: [line] }, { lines: [line] }],
    ['under another name', { cart_lines: [line] }, { lines: [line] }],
    ['under another name in the other casing', { cartLines: [line] }, { lines: [line] }],
    ['with null for nothing', { lines: [{ ...line, countryCode: null }], mail: null }, { lines: [line] }],
    [
      'with inner names in the other casing',
      { lines: [{ ...line, country_code: 'FR' }] },
      { lines: [{ ...line, countryCode: 'FR' }] },
    ],
  ])('takes them %s', (_, given, values) => {
    expect(reader.read(given)).toEqual({ ok: true, values });
  });

  it.each<[string, Record<string, unknown>, string, string]>([
    ['an unknown one', { lines: [line], foo: 1 }, 'foo', 'unknown'],
    ['an unknown one within', { lines: [{ ...line, foo: 1 }] }, 'lines.0.foo', 'unknown'],
    ['a missing one', {}, 'lines', 'required'],
    ['null for a required one', { lines: null }, 'lines', 'type'],
    ['a wrong type', { lines: [{ ...line, quantity: '1' }] }, 'lines.0.quantity', 'type'],
    ['too few', { lines: [] }, 'lines', 'minItems'],
    ['too much', { lines: [{ ...line, quantity: 10 }] }, 'lines.0.quantity', 'maximum'],
    ['two names for one', { lines: [line], cartLines: [line] }, 'cartLines', 'duplicate'],
    ['a prototype', JSON.parse('{"lines":[{"sku":"A","quantity":1}],"__proto__":{"a":1}}'), '__proto__', 'unknown'],
  ])('names the place of %s', (_, given, path, code) => {
    expect(reader.read(given)).toMatchObject({ ok: false, details: [{ path, code }] });
  });
});
