import { noSuch } from '../../core/api-error.js';
import type { MethodRecord } from '../../core/tables.js';
import type { Scope } from '../../core/world.js';
import type { Payer } from './method-object.js';
import { newPaymentMethod } from './method-object.js';
import type { TestMethod } from '../../core/test-method.js';
import { methodByName } from './test-methods.js';

const NOBODY: Payer = { email: null, name: null };

/** Stores a new payment method of an account. */
export function storeMethod(scope: Scope, test: TestMethod, payer: Payer = NOBODY): MethodRecord {
  const record: MethodRecord = { wire: newPaymentMethod(test, payer, scope.world.clock.nowSeconds()), test };
  scope.world.store.put('methods', scope.account, record.wire.id, record);
  return record;
}

/** The stored method of an id; a name such as `pm_card_visa` makes a new one, as at Stripe. */
export function methodOf(scope: Scope, name: string, param = 'payment_method', status = 400): MethodRecord {
  const stored = scope.world.store.get('methods', scope.account, name);
  if (stored !== undefined) return stored;
  const test = methodByName(name);
  if (test === undefined) throw noSuch('PaymentMethod', name, param, status);
  return storeMethod(scope, test);
}
