import { timingSafeEqual } from 'node:crypto';

/**
 * What a machine is asked to pay over HTTP 402. The `Payment` scheme and its method `stripe`:
 * https://paymentauth.org and https://github.com/tempoxyz/payment-auth-spec (draft-stripe-charge-00).
 */
export interface PaymentDemand {
  /** Whose protection space it is: the host of our public address. */
  realm: string;
  /** As Stripe counts it: the amount the token must allow. */
  amount: number;
  /** ISO 4217, lower case. */
  currency: string;
  checkoutId: string;
  sessionId: string;
  /** Stripe profile of the seller, to which the token is granted. */
  networkId: string;
  expiresAt: Date;
}

/** A demand as it is sent. Nothing is stored: the same demand makes the same challenge, and its id is an HMAC over it. */
export interface PaymentChallenge {
  id: string;
  realm: string;
  method: string;
  intent: string;
  /** Base64url of canonical JSON. */
  request: string;
  expires: string;
  /** Base64url of canonical JSON: which session of ours it is about. */
  opaque: string;
}

/** What a caller's `Authorization` header holds, compared with the challenge that is open. */
export type Credential = { type: 'none' } | { type: 'refused'; reason: string } | { type: 'token'; token: string };

/** Longest credential that is read, characters. */
const LONGEST = 8192;

const FIELDS = ['id', 'realm', 'method', 'intent', 'request', 'expires', 'opaque'] as const;

/** `code` makes the HMAC of a text, under a key of this installation. */
export function challengeFor(demand: PaymentDemand, code: (text: string) => string): PaymentChallenge {
  const { realm, amount, currency, checkoutId, sessionId, networkId, expiresAt } = demand;
  // Keys in the order of RFC 8785 (canonical JSON), since clients write the request anew before they send it back.
  const request = encoded({
    amount: String(amount),
    currency,
    externalId: checkoutId,
    methodDetails: { networkId, paymentMethodTypes: ['card'] },
  });
  const expires = expiresAt.toISOString();
  const opaque = encoded({ session: sessionId });
  const id = code([realm, 'stripe', 'charge', request, expires, '', opaque].join('|'));
  return { id, realm, method: 'stripe', intent: 'charge', request, expires, opaque };
}

/** The challenge as the value of `WWW-Authenticate`. */
export function challengeHeader(challenge: PaymentChallenge): string {
  return `Payment ${FIELDS.map((name) => `${name}="${challenge[name]}"`).join(', ')}`;
}

/** The token in an `Authorization` header that answers this very challenge. */
export function credentialIn(authorization: string | undefined, open: PaymentChallenge): Credential {
  const encodedText = /(?:^|,)\s*payment\s+([\w-]+)\s*(?:,|$)/i.exec((authorization ?? '').slice(0, LONGEST))?.[1];
  if (encodedText === undefined) return { type: 'none' };
  const credential = parsed(encodedText);
  if (!isRecord(credential) || !isRecord(credential['challenge']) || !isRecord(credential['payload'])) {
    return { type: 'refused', reason: 'The credential is not base64url of JSON with challenge and payload' };
  }
  const { challenge, payload } = credential;
  if (!FIELDS.every((name) => isSame(challenge[name], open[name]))) {
    return { type: 'refused', reason: 'The credential answers another challenge than the one that is open' };
  }
  const { spt, externalId } = payload;
  if (typeof spt !== 'string' || !/^spt_\w{1,200}$/.test(spt)) {
    return { type: 'refused', reason: 'The credential has no shared payment token' };
  }
  const checkoutId = requestOf(open)['externalId'];
  if (externalId !== checkoutId) return { type: 'refused', reason: 'The credential names another checkout' };
  return { type: 'token', token: spt };
}

/** The value of `Payment-Receipt`. */
export function receiptHeader(receipt: { checkoutId: string; paymentId: string; at: Date }): string {
  const { checkoutId, paymentId, at } = receipt;
  return encoded({
    externalId: checkoutId,
    method: 'stripe',
    reference: paymentId,
    status: 'success',
    timestamp: at.toISOString(),
  });
}

function requestOf({ request }: PaymentChallenge): Record<string, unknown> {
  const content = parsed(request);
  return isRecord(content) ? content : {};
}

function isSame(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function encoded(content: object): string {
  return Buffer.from(JSON.stringify(content)).toString('base64url');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
