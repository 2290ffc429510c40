import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';

/** The one signature algorithm of this platform (RFC 8037): nothing else is signed or accepted. */
export const ALGORITHM = 'EdDSA';

/** A key ready for use. */
export interface KeyPair {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** What the world may see. */
  publicJwk: JWK;
}

/** A new Ed25519 key as private JWK, with its `kid`. */
export async function newPrivateJwk(): Promise<{ kid: string; jwk: JWK }> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { kid: await calculateJwkThumbprint(jwk), jwk };
}

/** Makes a stored private JWK usable. */
export async function importKeyPair(kid: string, jwk: JWK): Promise<KeyPair> {
  const { d: _private, ...open } = jwk;
  return {
    kid,
    privateKey: await importEd25519(jwk),
    publicKey: await importEd25519(open),
    publicJwk: { kty: open.kty, crv: open.crv, x: open.x, kid, alg: ALGORITHM, use: 'sig' } as JWK,
  };
}

async function importEd25519(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, ALGORITHM);
  if (key instanceof Uint8Array) throw new TypeError('A stored signing key is not an Ed25519 key');
  return key;
}
