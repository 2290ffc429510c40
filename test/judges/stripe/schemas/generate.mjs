// `node generate.mjs <target.json>`: writes JSON Schemas of what Stripe sends and takes, derived from the types of the
// installed `stripe` package: {definitions, objects: {name: $ref}, events: {type: $ref}, params: {name: $ref}}.
// A process of its own, because the compiler needs seconds and hundreds of megabytes.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** What the emulator shows, by the `object` member; and the parameters it takes. */
const OBJECTS = {
  account: 'Account',
  application: 'Application',
  application_fee: 'ApplicationFee',
  charge: 'Charge',
  'checkout.session': 'Checkout.Session',
  customer: 'Customer',
  dispute: 'Dispute',
  fee_refund: 'FeeRefund',
  item: 'LineItem',
  payment_intent: 'PaymentIntent',
  payment_method: 'PaymentMethod',
  price: 'Price',
  product: 'Product',
  refund: 'Refund',
  shipping_rate: 'ShippingRate',
  transfer: 'Transfer',
  transfer_reversal: 'TransferReversal',
  webhook_endpoint: 'WebhookEndpoint',
};
const PARAMS = [
  'Checkout.SessionCreateParams',
  'Checkout.SessionListParams',
  'Checkout.SessionUpdateParams',
  'PaymentIntentCreateParams',
  'PaymentIntentConfirmParams',
  'PaymentIntentUpdateParams',
  'PaymentIntentCaptureParams',
  'PaymentIntentCancelParams',
  'PaymentIntentListParams',
  'RefundCreateParams',
  'RefundUpdateParams',
  'RefundListParams',
  'ApplicationFeeListParams',
  'TransferListParams',
  'ChargeListParams',
  'CustomerCreateParams',
  'CustomerUpdateParams',
  'CustomerListParams',
  'DisputeListParams',
  'DisputeUpdateParams',
  'EventListParams',
  'PaymentMethodCreateParams',
  'PriceCreateParams',
  'ProductCreateParams',
  'WebhookEndpointCreateParams',
  'WebhookEndpointUpdateParams',
];

const target = process.argv[2];
const entry = join(dirname(target), 'stripe-types.ts');
const lines = [...Object.values(OBJECTS), ...PARAMS].map((name, index) => `export type T${index} = Stripe.${name};`);
mkdirSync(dirname(target), { recursive: true });
writeFileSync(entry, `import Stripe from 'stripe';\nexport type Event = Stripe.Event;\n${lines.join('\n')}\n`);

const program = ts.createProgram([entry], {
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ['node'],
});
const checker = program.getTypeChecker();
const source = program.getSourceFile(entry);
const broken = ts.getPreEmitDiagnostics(program, source);
if (broken.length > 0)
  throw new Error(ts.formatDiagnostics(broken, { ...ts.sys, getCanonicalFileName: (name) => name }));

const exported = new Map(
  checker.getExportsOfModule(checker.getSymbolAtLocation(source)).map((symbol) => [symbol.name, symbol]),
);
const typeNamed = (name) => checker.getDeclaredTypeOfSymbol(exported.get(name));

const definitions = {};
const names = new Map();

/** A definition of its own for an object type, so that types may contain themselves. */
function reference(type) {
  let name = names.get(type);
  if (name === undefined) {
    name = `D${names.size}`;
    names.set(type, name);
    definitions[name] = objectSchema(type);
  }
  return { $ref: `#/definitions/${name}` };
}

function schemaOf(type) {
  const { flags } = type;
  if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
  if (flags & ts.TypeFlags.Null) return { type: 'null' };
  if (flags & ts.TypeFlags.StringLiteral || flags & ts.TypeFlags.NumberLiteral) return { const: type.value };
  if (flags & ts.TypeFlags.BooleanLiteral) return { const: type.intrinsicName === 'true' };
  if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
  if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
  if (flags & ts.TypeFlags.BooleanLike) return { type: 'boolean' };
  if (type.isUnion()) return unionSchema(type);
  if (isOpenEnd(type)) return { type: 'string' };
  if (checker.isArrayType(type)) return { type: 'array', items: schemaOf(checker.getTypeArguments(type)[0]) };
  // A class in the SDK, text on the wire.
  if (isDecimal(type)) return { type: 'string', pattern: '^-?\\d+(\\.\\d+)?$' };
  return reference(type);
}

function isDecimal(type) {
  return [type.symbol?.name, type.aliasSymbol?.name].some((name) => name === 'Decimal' || name === 'DecimalImpl');
}

/** `OtherString`, the open end of a list of words: whoever plays Stripe keeps to the known ones. */
function isOpenEnd(type) {
  return type.isIntersection() && type.types.some((part) => part.flags & ts.TypeFlags.String);
}

function unionSchema(type) {
  const known = type.types.some((part) => part.flags & ts.TypeFlags.StringLiteral);
  const parts = type.types.filter(
    (part) => !(part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)) && !(known && isOpenEnd(part)),
  );
  const expandable = parts.some((part) => part.flags & ts.TypeFlags.String);
  const options = parts.map((part) => (expandable && stubOf(part)) || schemaOf(part));
  const constants = options.filter((option) => 'const' in option).map((option) => option.const);
  const others = options.filter((option) => !('const' in option));
  if (constants.length > 0) others.push({ enum: constants });
  return others.length === 1 ? others[0] : { anyOf: others };
}

/**
 * What an id can be expanded to is only named here, and judged by its own name: otherwise each type would lead to all
 * others.
 */
function stubOf(type) {
  const object = type.getProperty?.('object');
  const name = object && type.getProperty('id') ? checker.getTypeOfSymbol(object).value : undefined;
  return name && { type: 'object', properties: { object: { const: name } }, required: ['object'] };
}

function objectSchema(type) {
  const properties = {};
  const required = [];
  for (const symbol of checker.getPropertiesOfType(type)) {
    const member = checker.getTypeOfSymbol(symbol);
    if (member.getCallSignatures().length > 0) continue;
    // `deleted?: void` says that only the deleted form has it.
    if (member.flags & ts.TypeFlags.Void || isVoidOrUndefined(member)) continue;
    properties[symbol.name] = schemaOf(member);
    if (!(symbol.flags & ts.SymbolFlags.Optional)) required.push(symbol.name);
  }
  const values = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  return {
    type: 'object',
    properties,
    required,
    additionalProperties: values === undefined ? false : schemaOf(values),
  };
}

function isVoidOrUndefined(type) {
  return type.isUnion() && type.types.every((part) => part.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void));
}

const all = [...Object.values(OBJECTS), ...PARAMS];
const named = (name) => schemaOf(typeNamed(`T${all.indexOf(name)}`));
const objects = Object.fromEntries(Object.entries(OBJECTS).map(([object, name]) => [object, named(name)]));
const params = Object.fromEntries(PARAMS.map((name) => [name, named(name)]));
const events = {};
for (const event of typeNamed('Event').types) {
  if (tells(event)) events[checker.getTypeOfSymbol(event.getProperty('type')).value] = schemaOf(event);
}
/** Whether an event is about one of the objects above. */
function tells(event) {
  const told = checker.getTypeOfSymbol(checker.getTypeOfSymbol(event.getProperty('data')).getProperty('object'));
  const name = told.getProperty('object');
  return name !== undefined && checker.getTypeOfSymbol(name).value in OBJECTS;
}

// Under another name first: a reader never sees half a file.
writeFileSync(`${target}.new`, JSON.stringify({ definitions, objects, events, params }));
renameSync(`${target}.new`, target);
