import { noSuch } from '../../core/api-error.js';
import type { FeeRecord, TransferRecord } from '../../core/tables.js';
import type { FeeWire, TransferWire, Wire } from '../../core/wire.js';
import type { Scope } from '../../core/world.js';
import type { Route } from '../../http/route.js';
import { route } from '../../http/route.js';
import { text } from '../../params/fields.js';
import { expandable, momentRange } from '../../params/shapes.js';
import { cursorParams, inRange, listPage } from '../../store/list-page.js';

const TRANSFERS = '/v1/transfers';
const FEES = '/v1/application_fees';
const pages = { ...expandable, ...cursorParams };
const transferList = { ...pages, created: momentRange(), destination: text(), transfer_group: text() };
const feeList = { ...pages, charge: text(), created: momentRange() };

/** Transfers and application fees: read only, destination and direct charges make them. */
export const connectRoutes: readonly Route[] = [
  route('GET', TRANSFERS, transferList, (scope, params) => {
    const keep = (wire: TransferWire): boolean =>
      inRange(wire.created, params.created) &&
      (params.destination ?? wire.destination) === wire.destination &&
      (params.transfer_group === undefined || params.transfer_group === wire['transfer_group']);
    const all = [...scope.world.store.rows('transfers', scope.account)].map(([, row]) => showTransfer(row));
    return listPage(all.toReversed(), keep, params, TRANSFERS);
  }),
  route('GET', `${TRANSFERS}/:id`, expandable, (scope, _params, [id]) => showTransfer(transferOf(scope, id))),
  route('GET', `${TRANSFERS}/:id/reversals`, pages, (scope, params, [id = '']) =>
    listPage(transferOf(scope, id).reversals, () => true, params, `${TRANSFERS}/${id}/reversals`),
  ),
  route('GET', `${TRANSFERS}/:id/reversals/:reversal`, expandable, (scope, _params, [id, reversal]) =>
    oneOf(transferOf(scope, id).reversals, reversal, 'transfer_reversal'),
  ),
  route('GET', FEES, feeList, (scope, params) => {
    const keep = (wire: FeeWire): boolean =>
      inRange(wire.created, params.created) && (params.charge ?? wire.charge) === wire.charge;
    const all = [...scope.world.store.rows('fees', scope.account)].map(([, row]) => showFee(row));
    return listPage(all.toReversed(), keep, params, FEES);
  }),
  route('GET', `${FEES}/:id`, expandable, (scope, _params, [id]) => showFee(feeOf(scope, id))),
  route('GET', `${FEES}/:id/refunds`, pages, (scope, params, [id = '']) =>
    listPage(feeOf(scope, id).refunds, () => true, params, `${FEES}/${id}/refunds`),
  ),
  route('GET', `${FEES}/:id/refunds/:refund`, expandable, (scope, _params, [id, refund]) =>
    oneOf(feeOf(scope, id).refunds, refund, 'fee_refund'),
  ),
];

/** A transfer with the first page of its reversals. */
export function showTransfer({ wire, reversals }: TransferRecord): TransferWire {
  return { ...wire, reversals: listPage(reversals, () => true, {}, `${TRANSFERS}/${wire.id}/reversals`) };
}

/** A fee with the first page of its refunds. */
export function showFee({ wire, refunds }: FeeRecord): FeeWire {
  return { ...wire, refunds: listPage(refunds, () => true, {}, `${FEES}/${wire.id}/refunds`) };
}

function transferOf(scope: Scope, id = ''): TransferRecord {
  const record = scope.world.store.get('transfers', scope.account, id);
  if (record === undefined) throw noSuch('transfer', id, 'transfer');
  return record;
}

function feeOf(scope: Scope, id = ''): FeeRecord {
  const record = scope.world.store.get('fees', scope.account, id);
  if (record === undefined) throw noSuch('application fee', id, 'id');
  return record;
}

function oneOf(all: readonly Wire[], id = '', kind = ''): Wire {
  const found = all.find((one) => one.id === id);
  if (found === undefined) throw noSuch(kind, id, 'id');
  return found;
}
