import { SignJWT } from 'jose';
import { SigningKeys } from '#auth';
import { Client } from './client.js';
import type { Product } from './product.js';

/** An access token signed with the gateway's own key, with whatever claims a test needs. */
export async function tokenWith(
  product: Pick<Product, 'gateway' | 'clock'>,
  claims: { sub?: string; ptype: string; tenant: string | null; scope: string },
): Promise<string> {
  const { kid, privateKey } = await product.gateway.app.get(SigningKeys).current();
  const now = product.clock.now();
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid })
    .setIssuer('comptoir')
    .setAudience('comptoir')
    .setSubject(claims.sub ?? 'guest_000000000000000000000000')
    .setJti('tok_000000000000000000000000')
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(new Date(now.getTime() + 600_000))
    .sign(privateKey);
}

/** An operator of the platform, for ten minutes. */
export async function operator(product: Product): Promise<Client> {
  const claims = { sub: 'acct_operator', ptype: 'operator', tenant: null, scope: 'platform:admin' };
  return new Client(product.url, await tokenWith(product, claims));
}

/** The same caller with a token of now, however long ago the first one was given out. */
export async function renewed(product: Pick<Product, 'gateway' | 'clock' | 'url'>, { token }: Client): Promise<Client> {
  const { sub, ptype, tenant, scope } = claimsOf(token ?? '');
  return new Client(product.url, await tokenWith(product, { sub, ptype, tenant, scope }));
}

/** Whose token it is. */
export function subjectOf(token: string): string {
  return claimsOf(token).sub;
}

function claimsOf(token: string): any {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
}
