import { noSuch } from '../../core/api-error.js';
import type { DisputeWire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import { emit } from '../../events/emit.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { bool, text, unsupported } from '../../params/fields.js';
import type { Values } from '../../params/shapes.js';
import { expandable, metadata, momentRange, object, patchMetadata } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';
import { assertOpen, closeDispute, saveDispute } from './dispute-lifecycle.js';
import { EVIDENCE } from './dispute-object.js';

const BASE = '/v1/disputes';

const updateShape = {
  ...expandable,
  evidence: object({
    ...Object.fromEntries(EVIDENCE.map((name) => [name, text(20_000)])),
    appeal: unsupported(),
    enhanced_evidence: unsupported(),
  }),
  intended_submission_method: unsupported(),
  metadata: metadata(),
  submit: bool(),
};

const listShape = { ...expandable, ...cursorParams, charge: text(), created: momentRange(), payment_intent: text() };

/** Stripe's test evidence: what it says decides the dispute. */
const DECIDES: Record<string, 'won' | 'lost'> = { winning_evidence: 'won', losing_evidence: 'lost' };

/** Disputes: opened by test cards and by control, answered and closed here. */
export const disputeRoutes: readonly Route[] = [
  route('GET', BASE, listShape, (scope, params) => {
    const all = [...scope.world.store.rows('disputes', scope.account)].map(([, row]) => row.wire).toReversed();
    const keep = (wire: DisputeWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.charge === undefined || params.charge === wire.charge) &&
      (params.payment_intent === undefined || params.payment_intent === wire.payment_intent);
    return listPage(all, keep, params, BASE);
  }),
  route('GET', `${BASE}/:id`, expandable, (scope, _params, [id]) => existing(scope, id)),
  route('POST', `${BASE}/:id`, updateShape, (scope, params, [id]) => answer(scope, existing(scope, id), params)),
  // Giving in.
  route('POST', `${BASE}/:id/close`, expandable, (scope, _params, [id]) =>
    closeDispute(scope, existing(scope, id), 'lost'),
  ),
];

function existing(scope: Scope, id = ''): DisputeWire {
  const row = scope.world.store.get('disputes', scope.account, id);
  if (row === undefined) throw noSuch('dispute', id, 'dispute');
  return row.wire;
}

function answer(scope: Scope, dispute: DisputeWire, params: Values<typeof updateShape>): DisputeWire {
  assertOpen(dispute);
  const evidence: Readonly<Record<string, unknown>> = { ...dispute.evidence, ...params.evidence };
  const answered = saveDispute(scope, {
    ...dispute,
    evidence,
    metadata: patchMetadata(dispute.metadata, params.metadata),
    evidence_details: {
      ...dispute.evidence_details,
      has_evidence: dispute.evidence_details.has_evidence || params.evidence !== undefined,
      ...(params.submit === false ? {} : { submission_count: 1, submission_method: 'manual' }),
    },
    status: params.submit === false ? dispute.status : 'under_review',
  });
  emit(scope, 'charge.dispute.updated', answered, { status: dispute.status });
  const decided = DECIDES[String(evidence['uncategorized_text'])];
  return decided === undefined || params.submit === false ? answered : closeDispute(scope, answered, decided);
}
