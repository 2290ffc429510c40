import type { Client } from './client.js';

const CREATE = `mutation ($tenantId: ID!, $input: CreateApplicationKeyInput!) {
  createApplicationKey(tenantId: $tenantId, input: $input) {
    ... on CreateApplicationKeySucceeded { secret key { id } } ... on Problem { code } } }`;

/** A key of an application, made by somebody who administers the tenant. */
export async function applicationKey(
  seller: Client,
  tenantId: string,
  scopes: string[] = ['checkout:write', 'payment:read'],
): Promise<{ keyId: string; secret: string }> {
  const { secret, key, code } = await seller.ask(CREATE, { tenantId, input: { name: 'a shop', scopes } });
  if (code) throw new Error(`No key was made: ${code}`);
  return { keyId: key.id, secret };
}
