import type { Product } from './product.js';
import { operator } from './tokens.js';

const SET = `mutation ($tenantId: ID!, $input: SetTenantMoneyInput!) { setTenantMoney(tenantId: $tenantId, input: $input) {
  __typename ... on Problem { code details { message } }
  ... on SetTenantMoneySucceeded { money { mode account ownKey onBehalfOf fee { basisPoints fixed { currency amount } refunded } } } } }`;

/** Says whose money a tenant's payments are, as an operator does. */
export async function setMoney(product: Product, tenantId: string, input: object): Promise<any> {
  return (await operator(product)).ask(SET, { tenantId, input });
}
