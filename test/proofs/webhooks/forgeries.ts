import type { Random } from '../framework/random.js';
import { signature, signed, type Letter } from './deliveries.js';

/** Larger than any event may be. */
const HUGE = 1024 * 1024;
const MINUTE_MS = 60_000;

/** What a forger knows: the very event that would complete a checkout, and secrets that are not ours. */
interface Known {
  readonly body: string;
  readonly ours: string;
  readonly others: readonly string[];
}

interface Forgery extends Letter {
  readonly name: string;
}

/** Every way we know to make an event that the provider did not send, was not sent now, or not to us. */
export function forgeries({ body, ours, others }: Known): Forgery[] {
  const now = Math.floor(Date.now() / 1000);
  const good = signature(body, ours, now);
  const digest = good.split('v1=')[1] ?? '';
  const raw = (name: string, header: string, changed: string | Buffer = body): Forgery => {
    return { name, body: changed, headers: { 'stripe-signature': header } };
  };
  return [
    ...others.map((secret, index) => ({ name: `secret ${index} of another endpoint`, ...signed(body, secret) })),
    { name: 'no signature', body, headers: {} },
    raw('an empty signature', ''),
    raw('a signature of nothing', 't=,v1='),
    raw('a date alone', `t=${now}`),
    raw('a digest alone', `v1=${digest}`),
    raw('an older scheme', `t=${now},v0=${digest}`),
    raw('a digest in capitals of another length', `t=${now},v1=${digest.toUpperCase()}00`),
    raw('half a digest', `t=${now},v1=${digest.slice(0, 32)}`),
    raw('a second date', `t=${now},t=${now + 1},v1=${digest}`),
    raw('a date in words', `t=now,v1=${digest}`),
    raw('a date that is not the signed one', `t=${now - 1},v1=${digest}`),
    raw('the secret itself', ours),
    raw('ten minutes old', signature(body, ours, now - 600)),
    raw('five minutes and two seconds old', signature(body, ours, now - 302)),
    raw('five minutes and two seconds ahead', signature(body, ours, now + 302)),
    raw('a year ahead', signature(body, ours, now + 31_536_000)),
    raw('in milliseconds', signature(body, ours, Date.now())),
    raw('a body written anew', good, JSON.stringify(JSON.parse(body))),
    raw('a body with a blank behind it', good, `${body} `),
    raw('an empty body', good, ''),
    raw('another session put in', good, body.replace(/cs_test_\w{4}/, 'cs_test_0000')),
    raw('too large, well signed', ...large(body, ours, now)),
    { name: 'at an endpoint that is not there', ...signed(body, ours), path: '/webhooks/stripe/other' },
    { name: 'at another provider', ...signed(body, ours), path: '/webhooks/offline/default' },
    { name: 'at a name of the language', ...signed(body, ours), path: '/webhooks/__proto__/default' },
  ];
}

/** The genuine one with something changed at random, in its body, its digest or its date. */
export function spoilt({ body, ours }: Known, random: Random): Forgery {
  const now = Math.floor(Date.now() / 1000);
  const good = signature(body, ours, now);
  const header = { 'stripe-signature': good };
  const dice = random.next();
  if (dice < 0.4) {
    const bytes = Buffer.from(body);
    const at = random.between(0, bytes.length - 1);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.between(0, 7));
    return { name: `byte ${at} of the body changed`, body: bytes, headers: header };
  }
  if (dice < 0.8) {
    const at = random.between(good.indexOf('v1=') + 3, good.length - 1);
    const digit = (Number.parseInt(good[at] ?? '0', 16) ^ random.between(1, 15)).toString(16);
    const changed = `${good.slice(0, at)}${digit}${good.slice(at + 1)}`;
    return { name: `digit ${at} of the signature changed`, body, headers: { 'stripe-signature': changed } };
  }
  const off = random.pick([-1, 1]) * random.between(5 * MINUTE_MS + 3000, 100 * MINUTE_MS);
  return { name: `dated ${off} ms from now`, ...signed(body, ours, Date.now() + off) };
}

/** The same event with a megabyte of blanks: valid JSON, signed by the right secret. */
function large(body: string, secret: string, now: number): [header: string, body: string] {
  const padded = `${body}${' '.repeat(HUGE)}`;
  return [signature(padded, secret, now), padded];
}
