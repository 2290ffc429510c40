import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a derived key is for. One purpose, one key: a value signed for one can never pass as another. */
type Purpose =
  | 'signing-keys'
  | 'pay-link'
  | 'object-secret'
  | 'client-secret'
  | 'stored-token'
  | 'payment-challenge'
  | 'payment-keys';

/** Everything derived from the master secret (HKDF-SHA-256, RFC 5869). */
export class Secrets {
  private readonly keys = new Map<Purpose, Buffer>();

  constructor(private readonly master: string) {}

  /** Encrypts for storage: AES-256-GCM, `iv.tag.text` in base64url. */
  seal(purpose: Purpose, text: string): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.key(purpose), iv);
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return [iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url')).join('.');
  }

  /** Opens what {@link seal} made; throws when it was made with another secret. */
  open(purpose: Purpose, sealed: string): string {
    const [iv, tag, text] = sealed.split('.').map((part) => Buffer.from(part, 'base64url'));
    if (!iv || !tag || !text) throw new Error('Not a sealed value');
    const decipher = createDecipheriv('aes-256-gcm', this.key(purpose), iv).setAuthTag(tag);
    return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
  }

  /** A code that only this installation can make for `value`. */
  code(purpose: Purpose, value: string): string {
    return createHmac('sha256', this.key(purpose)).update(value).digest('base64url');
  }

  /** Whether `code` was made for `value`, in constant time. */
  matches(purpose: Purpose, value: string, code: string): boolean {
    const expected = Buffer.from(this.code(purpose, value));
    const given = Buffer.from(code);
    return expected.length === given.length && timingSafeEqual(expected, given);
  }

  /** Derived once: it is always the same, and costs ten times the code that is made with it. */
  private key(purpose: Purpose): Buffer {
    const known = this.keys.get(purpose);
    if (known) return known;
    const key = Buffer.from(hkdfSync('sha256', this.master, 'comptoir', purpose, 32));
    this.keys.set(purpose, key);
    return key;
  }
}
