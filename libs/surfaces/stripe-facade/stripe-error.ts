import type { FastifyReply } from 'fastify';
import type { ProblemDetail, ProblemEnvelope } from '@comptoir/kernel';

/** An error as Stripe's clients expect it: without `error` they take any answer for a success. */
export interface StripeError {
  status: number;
  body: { error: { type: string; code?: string; param?: string; message: string } };
}

/** Whether an address is one that Stripe's clients call, whatever became of the call. */
export function isFacade(url: string): boolean {
  return /^\/v1\/(?:v1\/)?checkout\/sessions(?:[/?]|$)/.test(url);
}

/** What those clients are told of a failure. */
export function sendStripeError(reply: FastifyReply, status: number, problem: ProblemEnvelope): void {
  const { status: shown, body } = stripeError(status, problem);
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', problem.retryAfterSeconds);
  void reply.status(shown).type('application/json; charset=utf-8').send(body);
}

/** Problems that Stripe has a word of its own for; all others keep our code in lower case. */
const WORDS: Readonly<Record<string, { status?: number; type?: string; code: string | null; param?: string }>> = {
  NOT_FOUND: { code: 'resource_missing', param: 'session' },
  IDEMPOTENCY_KEY_MISMATCH: { status: 400, type: 'idempotency_error', code: null },
  IDEMPOTENCY_IN_FLIGHT: { code: 'idempotency_key_in_use' },
  CHECKOUT_BUSY: { code: 'lock_timeout' },
  RATE_LIMITED: { code: 'rate_limit' },
  UNAUTHENTICATED: { code: null },
  TOKEN_EXPIRED: { code: 'api_key_expired' },
};

const OF_DETAIL: Readonly<Record<string, string>> = {
  unknown: 'parameter_unknown',
  required: 'parameter_missing',
  isInt: 'parameter_invalid_integer',
  range: 'parameter_invalid_integer',
  isUrl: 'url_invalid',
  redirectOrigin: 'url_invalid',
  isEmail: 'email_invalid',
  resource_missing: 'resource_missing',
};

/** A problem in Stripe's envelope. */
export function stripeError(status: number, { code, message, details, retryable }: ProblemEnvelope): StripeError {
  const [detail] = details;
  if (code === 'INVALID_INPUT' && detail) return wrongParam(status, detail);
  const word = WORDS[code] ?? { code: code.toLowerCase() };
  // Stripe's clients send a 409 again by themselves: it says that the same call may succeed later, and nothing else.
  const shown = word.status ?? (status === 409 && !retryable ? 400 : status);
  const type = word.type ?? (shown >= 500 ? 'api_error' : 'invalid_request_error');
  const named = { ...(word.code ? { code: word.code } : {}), ...(word.param ? { param: word.param } : {}) };
  return { status: shown, body: { error: { type, ...named, message } } };
}

function wrongParam(status: number, detail: ProblemDetail): StripeError {
  const param = paramOf(detail.path);
  const code = OF_DETAIL[detail.code];
  const named = { ...(code ? { code } : {}), param };
  return {
    status,
    body: { error: { type: 'invalid_request_error', ...named, message: `${param}: ${detail.message}` } },
  };
}

/** Places of our own input, as the caller spelled them. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^input\.lines\.(\d+)\.title$/, 'line_items[$1][price_data][product_data][name]'],
  [/^input\.lines\.(\d+)\.unitPrice$/, 'line_items[$1][price_data][unit_amount]'],
  [/^input\.lines\.(\d+)\.(\w+)$/, 'line_items[$1][$2]'],
  [/^input\.lines$/, 'line_items'],
  [/^input\.email$/, 'customer_email'],
  [/^input\.successUrl$/, 'success_url'],
  [/^input\.cancelUrl$/, 'cancel_url'],
  [/^input\.(reference|checkoutId)$/, 'client_reference_id'],
  [/^input\.metadata.*$/, 'metadata'],
  [/^input\.(\w+)$/, '$1'],
  [/^input$/, 'client_reference_id'],
  [/^after$/, 'starting_after'],
  [/^before$/, 'ending_before'],
];

function paramOf(path: string): string {
  const [pattern, spelled] = PLACES.find(([known]) => known.test(path)) ?? [];
  return pattern && spelled !== undefined ? path.replace(pattern, spelled) : path;
}
