import { setTimeout as wait } from 'node:timers/promises';
import { ApiError, errorBody } from '../core/api-error.js';
import type { FaultList } from '../core/fault-list.js';
import { newId } from '../core/ids.js';
import type { Scope, World } from '../core/world.js';
import { API_VERSION, isPreview, PLATFORM_ACCOUNT } from '../core/world.js';
import { text } from '../params/fields.js';
import type { FormObject } from '../params/form.js';
import { decodeForm } from '../params/form.js';
import { list } from '../params/shapes.js';
import { assertAccess } from '../resources/accounts/account-lifecycle.js';
import { authenticate } from './auth.js';
import type { Incoming, Replying } from './exchange.js';
import { headerOf } from './exchange.js';
import { expandBody } from './expand.js';
import { fingerprint, InFlight, keepReply, storedReply } from './idempotency.js';
import type { RequestFault } from './request-fault.js';
import { faultMatches } from './request-fault.js';
import type { LogEntry, RequestLog } from './request-log.js';
import type { Reply, Route } from './route.js';
import { matchRoute } from './route.js';

/** What the API is served from. */
export interface ApiOptions {
  readonly world: World;
  readonly routes: readonly Route[];
  readonly faults: FaultList<RequestFault>;
  readonly log: RequestLog;
  readonly apiKeys: readonly string[] | undefined;
  readonly onError: (error: unknown) => void;
  /** Ends planned delays when the emulator stops. */
  readonly stopped: AbortSignal;
}

interface Call {
  readonly scope: Scope;
  readonly incoming: Incoming;
  readonly form: FormObject;
  readonly delayMs: number;
}

type Answer = Reply & { readonly replayed?: boolean };

const expandParam = list(text(100), 20);

/** Serves `/v1`: log, key, planned fault, idempotency, operation, answer. */
export class Api {
  readonly #options: ApiOptions;
  readonly #inFlight = new InFlight();

  constructor(options: ApiOptions) {
    this.#options = options;
  }

  async handle(incoming: Incoming, replying: Replying): Promise<void> {
    const requestId = newId('req', 14);
    const key = incoming.method === 'POST' ? headerOf(incoming.headers, 'idempotency-key') : null;
    const entry = this.#open(incoming, requestId, key);
    const headers = answerHeaders(incoming, requestId, key);
    let fault: RequestFault | undefined;
    let answer: Answer;
    try {
      const account = authenticate(incoming, this.#options.apiKeys);
      Object.assign(entry, { account });
      if (account !== PLATFORM_ACCOUNT) assertAccess(this.#options.world, account);
      fault = this.#options.faults.take((one) => faultMatches(one, incoming.method, incoming.path, account));
      entry.fault = fault?.action ?? null;
      if (fault?.action === 'hang') return;
      if (fault?.action === 'reset') return replying.reset();
      const apiVersion = versionOf(incoming);
      const scope = { world: this.#options.world, account, requestId, idempotencyKey: key, apiVersion };
      const form = decodeForm(formText(incoming));
      Object.assign(entry, { params: form });
      answer =
        fault?.action === 'status'
          ? this.#planned(scope, incoming, fault)
          : await this.#execute({ scope, incoming, form, delayMs: fault?.action === 'delay' ? (fault.ms ?? 0) : 0 });
    } catch (error) {
      answer = this.#failure(error);
    }
    entry.status = answer.status;
    entry.replayed = answer.replayed === true;
    if (fault?.action === 'execute-then-hang') return;
    if (fault?.action === 'execute-then-reset') return replying.reset();
    const replayed: Record<string, string> = entry.replayed ? { 'idempotent-replayed': 'true' } : {};
    replying.send(answer.status, answer.body, { ...headers, ...fault?.headers, ...replayed });
  }

  #open(incoming: Incoming, requestId: string, idempotencyKey: string | null): LogEntry {
    const { method, path } = incoming;
    const at = this.#options.world.clock.nowMs();
    return this.#options.log.open({ at, method, path, account: null, requestId, idempotencyKey, params: {} });
  }

  #planned(scope: Scope, incoming: Incoming, fault: RequestFault): Reply {
    const status = fault.status ?? 500;
    const limited = status === 429;
    const type = limited ? 'invalid_request_error' : 'api_error';
    const error = new ApiError(status, type, 'Planned fault of the test payment emulator.', {
      code: limited ? 'rate_limit' : undefined,
    });
    const reply = { status, body: errorBody(error) };
    if (fault.stored === true && scope.idempotencyKey !== null) {
      keepReply(scope.world, scope.account, scope.idempotencyKey, printOf(incoming), reply);
    }
    return reply;
  }

  async #execute(call: Call): Promise<Answer> {
    const { account, idempotencyKey: key } = call.scope;
    if (key === null) return this.#run(call, null);
    this.#inFlight.enter(account, key);
    try {
      const stored = storedReply(call.scope.world, account, key, printOf(call.incoming));
      return stored === undefined ? await this.#run(call, key) : { ...stored, replayed: true };
    } finally {
      this.#inFlight.leave(account, key);
    }
  }

  async #run({ scope, incoming, form, delayMs }: Call, key: string | null): Promise<Reply> {
    if (delayMs > 0) await wait(delayMs, undefined, { signal: this.#options.stopped });
    const found = matchRoute(this.#options.routes, incoming.method, incoming.path);
    if (found === undefined || (found.route.preview && !isPreview(scope))) throw unknownUrl(incoming);
    const keep = (reply: Reply): Reply => {
      if (key !== null) keepReply(scope.world, scope.account, key, printOf(incoming), reply);
      return reply;
    };
    try {
      return scope.world.store.transaction(() => {
        const reply = found.route.run(scope, found.ids, form);
        const expand = form['expand'] === undefined ? [] : expandParam.parse(form['expand'], 'expand');
        return keep(reply.status === 200 ? { ...reply, body: expandBody(scope, reply.body, expand) } : reply);
      });
    } catch (error) {
      // The operation's own changes are undone, but a key remembers that it ran.
      if (error instanceof ApiError && error.stored) keep({ status: error.status, body: errorBody(error) });
      throw error;
    }
  }

  #failure(error: unknown): Reply {
    if (error instanceof ApiError) return { status: error.status, body: errorBody(error) };
    if (!this.#options.stopped.aborted) this.#options.onError(error);
    const unexpected = new ApiError(500, 'api_error', 'The test payment emulator failed; its log says why.');
    return { status: 500, body: errorBody(unexpected) };
  }
}

function printOf(incoming: Incoming): string {
  return fingerprint(incoming.method, incoming.path, incoming.body);
}

function formText(incoming: Incoming): string {
  const type = headerOf(incoming.headers, 'content-type') ?? '';
  if (incoming.body !== '' && !type.startsWith('application/x-www-form-urlencoded')) {
    throw new ApiError(400, 'invalid_request_error', 'Send parameters as application/x-www-form-urlencoded.');
  }
  return [incoming.query, incoming.body].filter((part) => part !== '').join('&');
}

function answerHeaders(incoming: Incoming, requestId: string, key: string | null): Record<string, string> {
  const account = headerOf(incoming.headers, 'stripe-account');
  return {
    'request-id': requestId,
    'stripe-version': versionOf(incoming),
    ...(key === null ? {} : { 'idempotency-key': key }),
    ...(account === null ? {} : { 'stripe-account': account }),
  };
}

function versionOf({ headers }: Incoming): string {
  return headerOf(headers, 'stripe-version') ?? API_VERSION;
}

function unknownUrl(incoming: Incoming): ApiError {
  const message = `Unrecognized request URL (${incoming.method}: ${incoming.path}).`;
  return new ApiError(404, 'invalid_request_error', message);
}
