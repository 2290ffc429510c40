import type { Scope, World } from '../../core/world.js';
import { internalScope } from '../../core/world.js';
import { closeDispute, openDispute } from '../../resources/disputes/dispute-lifecycle.js';
import { answerBank } from '../../resources/payments/attempt.js';
import { settleRefund } from '../../resources/refunds/refund-lifecycle.js';
import { answerSession, currentSession, expireSession, settle } from '../../resources/sessions/lifecycle.js';
import type { Incoming } from '../exchange.js';
import type { Operation } from './control-input.js';
import { invalid, outcomeIn, parseRefundPlan, readObject } from './control-input.js';

/** Control operations that act as the buyer, the banks and the clock do. */
export const PAYMENT_OPERATIONS: Record<string, Operation> = {
  'POST sessions/:id/expire': ({ world }, _incoming, id) => {
    const scope = scopeOf(world, 'sessions', id);
    const record = currentSession(scope, id);
    if (record?.wire.status !== 'open') throw invalid(`session ${id} is not open`);
    expireSession(scope, record);
    return { status: 'expired' };
  },
  'POST sessions/:id/settle': ({ world }, incoming, id) => {
    const succeeds = outcomeIn(incoming);
    const scope = scopeOf(world, 'sessions', id);
    const intent = world.store.get('sessions', scope.account, id)?.wire.payment_intent ?? '';
    if (!settle(scope, intent, succeeds)) throw invalid(`session ${id} has no bank debit in progress`);
    return { payment_status: world.store.get('sessions', scope.account, id)?.wire.payment_status };
  },
  'POST payment_intents/:id/settle': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'intents', id);
    if (!settle(scope, id, outcomeIn(incoming))) throw invalid(`payment_intent ${id} has no bank debit in progress`);
    return { status: world.store.get('intents', scope.account, id)?.wire.status };
  },
  'POST payment_intents/:id/authenticate': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'intents', id);
    if (!answerIntent(scope, id, outcomeIn(incoming) ?? true)) throw invalid(`payment_intent ${id} asks nothing`);
    return { status: world.store.get('intents', scope.account, id)?.wire.status };
  },
  'POST refund_plans': ({ world }, incoming) => ({ id: world.refundPlans.add(parseRefundPlan(incoming.body)) }),
  'POST refunds/:id/settle': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'refunds', id);
    if (!settleRefund(scope, id, outcomeIn(incoming))) throw invalid(`refund ${id} has ended already`);
    return { status: world.store.get('refunds', scope.account, id)?.wire.status };
  },
  'POST charges/:id/dispute': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'charges', id);
    const { id: dispute, status } = openDispute(scope, id, reasonIn(incoming));
    return { id: dispute, status };
  },
  'POST disputes/:id/close': ({ world }, incoming, id) => {
    const scope = scopeOf(world, 'disputes', id);
    const dispute = world.store.get('disputes', scope.account, id);
    if (dispute === undefined) throw invalid(`no dispute ${id}`);
    return { status: closeDispute(scope, dispute.wire, outcomeIn(incoming) === true ? 'won' : 'lost').status };
  },
};

/** Behind a session the session goes on with its intent. */
function answerIntent(scope: Scope, id: string, confirmed: boolean): boolean {
  const { store } = scope.world;
  const session = store.get('sessions', scope.account, store.get('intents', scope.account, id)?.session ?? '');
  const after = session === undefined ? answerBank(scope, id, confirmed) : answerSession(scope, session, confirmed);
  return after !== null;
}

function reasonIn({ body }: Incoming): string {
  const { reason = 'fraudulent' } = body === '' ? {} : readObject(body);
  if (typeof reason !== 'string') throw invalid('reason must be text');
  return reason;
}

/** The account that has this object. */
function scopeOf(world: World, table: 'sessions' | 'intents' | 'charges' | 'refunds' | 'disputes', id: string): Scope {
  const found = world.store.find(table, id);
  if (found === undefined) throw invalid(`there is no ${table.slice(0, -1)} ${id}`);
  return internalScope(world, found.account);
}
