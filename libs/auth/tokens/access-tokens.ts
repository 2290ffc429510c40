import { Inject, Injectable } from '@nestjs/common';
import {
  errors,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type CompactJWSHeaderParameters,
  type JWTVerifyResult,
} from 'jose';
import { after, CLOCK, newId, type Clock } from '@comptoir/kernel';
import type { Principal } from '@comptoir/tenant-kit';
import { Config } from '#platform';
import { TokenExpired, Unauthenticated } from '../auth.problems.js';
import { ALGORITHM } from './key-pair.js';
import { SigningKeys } from './signing-keys.js';
import { claimsOf, principalOf } from './token-claims.js';
import { VerifiedTokens } from './verified-tokens.js';

const TYPE = 'at+jwt';
const AUDIENCE = 'comptoir';
const LIFETIME_SECONDS = 3600;
/** Two machines' clocks may differ by this much. */
const TOLERANCE_SECONDS = 5;
/** Ours have about 500 characters; nothing longer is worth parsing. */
const MAX_LENGTH = 4096;
/** Three base64url parts, the last one an Ed25519 signature (64 bytes). */
const SHAPE = /^[\w-]+\.[\w-]+\.([\w-]{86})$/;
const REQUIRED = ['iss', 'aud', 'exp', 'nbf', 'iat', 'jti', 'sub'];

/** A signed access token and when it ends. */
interface IssuedToken {
  token: string;
  expiresAt: Date;
}

/** Access tokens: signed by us, verified against our own keys, one algorithm. */
@Injectable()
export class AccessTokens {
  private readonly issuer: string;
  private readonly verified = new VerifiedTokens();

  constructor(
    config: Config,
    private readonly keys: SigningKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.issuer = config.PUBLIC_URL ?? 'comptoir';
  }

  async issue(principal: Principal): Promise<IssuedToken> {
    const { kid, privateKey } = await this.keys.current();
    const now = this.clock.now();
    const expiresAt = after(now, LIFETIME_SECONDS * 1000);
    const token = await new SignJWT(claimsOf(principal))
      .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid })
      .setIssuer(this.issuer)
      .setAudience(AUDIENCE)
      .setSubject(principal.id)
      .setJti(newId('tok'))
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(expiresAt)
      .sign(privateKey);
    return { token, expiresAt };
  }

  /** Who the token speaks for. Throws {@link TokenExpired} for one of ours that is over, else {@link Unauthenticated}. */
  async verify(token: string): Promise<Principal> {
    if (!isWellFormed(token)) throw new Unauthenticated();
    const known = this.verified.get(token, this.clock.now().getTime());
    // The key is asked for each time: one that was withdrawn takes its tokens along.
    if (known && (await this.keys.find(known.kid))) return known.principal;
    const { payload, protectedHeader } = await this.verifiedJwt(token);
    const principal = payload.aud === AUDIENCE ? principalOf(payload) : null;
    if (!principal) throw new Unauthenticated();
    const { kid = '' } = protectedHeader;
    this.verified.set(token, { principal, kid, until: (payload.exp ?? 0) * 1000 });
    return principal;
  }

  private async verifiedJwt(token: string): Promise<JWTVerifyResult> {
    const options = {
      algorithms: [ALGORITHM],
      typ: TYPE,
      issuer: this.issuer,
      audience: AUDIENCE,
      requiredClaims: REQUIRED,
      maxTokenAge: LIFETIME_SECONDS,
      clockTolerance: TOLERANCE_SECONDS,
      currentDate: this.clock.now(),
    };
    try {
      return await jwtVerify(token, (header: CompactJWSHeaderParameters) => this.keyFor(header), options);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new TokenExpired();
      if (error instanceof errors.JOSEError) throw new Unauthenticated();
      throw error;
    }
  }

  /** The header may say `alg`, `typ` and `kid` and no more: a key it brings or points to (`jwk`, `jku`, `x5u`) refuses it. */
  private async keyFor(header: CompactJWSHeaderParameters): Promise<CryptoKey> {
    const { alg, typ, kid, ...others } = header;
    const ours = alg === ALGORITHM && typ === TYPE && typeof kid === 'string' && Object.keys(others).length === 0;
    const key = ours ? await this.keys.find(kid) : null;
    if (!key) throw new Unauthenticated();
    return key.publicKey;
  }
}

/**
 * The signature must be written in its one canonical way: its last character has four unused bits, and a token that
 * can be spelled in sixteen ways escapes every list it is on.
 */
function isWellFormed(token: string): boolean {
  const signature = token.length <= MAX_LENGTH ? SHAPE.exec(token)?.[1] : undefined;
  return signature !== undefined && Buffer.from(signature, 'base64url').toString('base64url') === signature;
}
