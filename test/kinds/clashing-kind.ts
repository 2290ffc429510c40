/** What a package brings that another one may bring as well. */
export interface Brings {
  query?: string;
  mutation?: string;
  type?: string;
  enumeration?: string;
  input?: string;
  problem?: string;
  controller?: string;
}

const resolved = (name: string): string => JSON.stringify(require.resolve(name));

/** Code of a whole kind as it is published: CommonJS, without a line that a compiler would have to read. */
export function kindCode(className: string, brings: Brings): string {
  return `
const { Args, Field, ID, InputType, Mutation, ObjectType, Query, registerEnumType, Resolver } = require(${resolved('@nestjs/graphql')});
const { Controller, Get } = require(${resolved('@nestjs/common')});
const { IsString } = require(${resolved('class-validator')});
const { Checkout, CheckoutType, defineTenantKind, Operation, platformStep } = require(${resolved('@comptoir/tenant-kit')});
const { Problem, ProblemType } = require(${resolved('@comptoir/kernel')});
const on = (target, method, ...decorators) => {
  for (const decorate of decorators) decorate(target.prototype, method, Object.getOwnPropertyDescriptor(target.prototype, method));
};
const READ = { scope: 'public', risk: 'READ', key: 'none', tenant: false };
const named = (name) => ({ [name]: class {} })[name];

class ${className}Settings {}
class ${className}Port {}
class ${className}Checkout extends Checkout {}
CheckoutType('A checkout of a test')(${className}Checkout);
const providers = [];
const controllers = [];
const problems = [];
const brings = ${JSON.stringify(brings)};

const Answer = named(brings.type ?? '${className}Answer');
Field(() => ID)(Answer.prototype, 'id');
ObjectType()(Answer);
if (brings.input) {
  const Input = named(brings.input);
  Field(() => String)(Input.prototype, 'name');
  IsString()(Input.prototype, 'name');
  InputType()(Input);
}
if (brings.enumeration) registerEnumType({ one: 'one' }, { name: brings.enumeration });
class ${className}Resolver {
  read() { return { id: 'x' }; }
  write() { return { id: 'x' }; }
}
if (brings.query || brings.type) on(${className}Resolver, 'read', Query(() => Answer, { name: brings.query ?? 'read${className}' }), Operation(READ));
if (brings.mutation) on(${className}Resolver, 'write', Mutation(() => Answer, { name: brings.mutation }), Operation(READ));
Resolver()(${className}Resolver);
providers.push(${className}Resolver);
if (brings.problem) {
  class ${className}Refused extends Problem {}
  ProblemType({ code: brings.problem, status: 409, retryable: false, description: 'No.', advice: 'Stop.' })(${className}Refused);
  problems.push(${className}Refused);
}
if (brings.controller) {
  class ${className}Controller { show() { return 'x'; } }
  on(${className}Controller, 'show', Get(':id'));
  Controller(brings.controller)(${className}Controller);
  controllers.push(${className}Controller);
}
module.exports = defineTenantKind({
  settings: ${className}Settings,
  plan: [platformStep('validate', 'validate-it')],
  checkout: ${className}Port,
  checkoutType: ${className}Checkout,
  problems, providers, controllers,
});`;
}
