/** An answer as it came over the wire. */
export interface HttpAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; null where it is none. */
  json: any;
}

interface HttpRequest {
  method?: string;
  headers?: Record<string, string>;
  /** Text and bytes go as they are, anything else as JSON. */
  body?: unknown;
}

/** One request, redirects not followed. */
export async function http(url: string, { method, headers = {}, body }: HttpRequest = {}): Promise<HttpAnswer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array || body === undefined;
  const response = await fetch(url, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: raw ? headers : { 'content-type': 'application/json', ...headers },
    body: raw ? (body as never) : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const INSIDES = /\n\s+at |node_modules|Mongo|mongoose|E11000|\/work\/|TypeError|Cannot read prop|FST_ERR|"stack/;

/** The answer to something wrong: no server fault, nothing of the inside, and never "our bug". */
export function expectRefused({ status, text }: Pick<HttpAnswer, 'status' | 'text'>): void {
  const shown = { status, inside: INSIDES.exec(text)?.[0] ?? null, ourFault: text.includes('"INTERNAL"') };
  expect(shown).toEqual({ status: status < 500 ? status : 'below 500', inside: null, ourFault: false });
}

/** The same as a question, for walks that list what is wrong. */
export function isRefusal({ status, text }: HttpAnswer): boolean {
  return status < 500 && !INSIDES.test(text) && !text.includes('"INTERNAL"');
}

/** An answer of a REST route, webhook or page in the one envelope. */
export function expectEnvelope(answer: HttpAnswer, status: number, code?: string): void {
  expectRefused(answer);
  expect(answer.status).toBe(status);
  expect(answer.json).toMatchObject({
    code: code ?? expect.stringMatching(/^[A-Z_]+$/),
    message: expect.any(String),
    retryable: expect.any(Boolean),
    advice: expect.any(String),
    details: expect.any(Array),
    requestId: expect.any(String),
  });
}
