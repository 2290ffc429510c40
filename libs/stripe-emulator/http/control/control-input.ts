import { ApiError } from '../../core/api-error.js';
import type { FaultList } from '../../core/fault-list.js';
import type { RefundPlan, World } from '../../core/world.js';
import type { Listeners } from '../../events/listen/listeners.js';
import type { WebhookFault } from '../../events/webhook-fault.js';
import type { Incoming } from '../exchange.js';
import type { RequestFault } from '../request-fault.js';
import type { RequestLog } from '../request-log.js';

/** What the control operations act on. */
export interface ControlOptions {
  readonly world: World;
  readonly requestFaults: FaultList<RequestFault>;
  readonly webhookFaults: FaultList<WebhookFault>;
  readonly listeners: Listeners;
  readonly log: RequestLog;
  readonly advanceClock: (ms: number) => void;
}

/** One control operation; `id` is the variable part of its path. */
export type Operation = (options: ControlOptions, incoming: Incoming, id: string) => unknown;

const REQUEST_ACTIONS = ['status', 'hang', 'reset', 'execute-then-reset', 'execute-then-hang', 'delay'] as const;
const REFUND_OUTCOMES = ['succeeds', 'succeeds-later', 'fails-later', 'stays-pending'] as const;
const WEBHOOK_ACTIONS = ['drop', 'duplicate', 'delay', 'reorder'] as const;

/** A control request that makes no sense. */
export function invalid(message: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message);
}

/** The members of a JSON object. */
export function readObject(body: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw invalid(`not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('send a JSON object');
  return value as Record<string, unknown>;
}

/** A planned fault of API requests, checked. */
export function parseRequestFault(body: string): RequestFault {
  const value = readObject(body);
  checkMembers(value, ['match', 'times', 'action', 'status', 'stored', 'ms', 'headers']);
  checkAction(value['action'], REQUEST_ACTIONS);
  checkNumbers(value, ['times', 'status', 'ms']);
  return value as unknown as RequestFault;
}

/** A planned fault of webhooks, checked. */
export function parseWebhookFault(body: string): WebhookFault {
  const value = readObject(body);
  checkMembers(value, ['event', 'times', 'action', 'ms', 'copies']);
  checkAction(value['action'], WEBHOOK_ACTIONS);
  checkNumbers(value, ['times', 'ms', 'copies']);
  return value as unknown as WebhookFault;
}

/** How the next refunds end, checked. */
export function parseRefundPlan(body: string): RefundPlan {
  const value = readObject(body);
  checkMembers(value, ['times', 'outcome']);
  checkNumbers(value, ['times']);
  const outcome = REFUND_OUTCOMES.find((known) => known === value['outcome']);
  if (outcome === undefined) throw invalid(`outcome must be one of ${REFUND_OUTCOMES.join(', ')}`);
  return { outcome, ...(typeof value['times'] === 'number' ? { times: value['times'] } : {}) };
}

interface Kinds {
  readonly string: string;
  readonly boolean: boolean;
}

/** A member that may be absent, checked. */
export function optional<K extends keyof Kinds>(value: unknown, kind: K, name: string): Kinds[K] | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== kind) throw invalid(`${name} must be a ${kind}`);
  return value as Kinds[K];
}

/** `{succeeds?}`: how something ends; undefined when the request leaves it open. */
export function outcomeIn({ body }: Incoming): boolean | undefined {
  return body === '' ? undefined : optional(readObject(body)['succeeds'], 'boolean', 'succeeds');
}

function checkMembers(value: Readonly<Record<string, unknown>>, known: readonly string[]): void {
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(`unknown member ${unknown}; known: ${known.join(', ')}`);
}

function checkAction(action: unknown, known: readonly string[]): void {
  if (!known.includes(String(action))) throw invalid(`action must be one of ${known.join(', ')}`);
}

function checkNumbers(value: Readonly<Record<string, unknown>>, names: readonly string[]): void {
  for (const name of names) {
    const number = value[name];
    if (number === undefined) continue;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0)
      throw invalid(`${name} must be a number`);
  }
}
