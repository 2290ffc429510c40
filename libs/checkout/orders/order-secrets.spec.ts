import { Secrets } from '#platform';
import { OrderSecrets } from './order-secrets.js';

describe('the secret of an order', () => {
  const secrets = new OrderSecrets(new Secrets('a-master-secret-that-is-long-enough'));
  const order = { tenantId: 'alpha', id: 'chk_1' };

  it('is that of its tenant and its id, so one id at two tenants has two', () => {
    expect(secrets.matches(order, secrets.of(order))).toBe(true);
    expect(secrets.matches({ ...order, tenantId: 'beta' }, secrets.of(order))).toBe(false);
    expect(secrets.matches({ ...order, id: 'chk_2' }, secrets.of(order))).toBe(false);
  });

  it('is made of the master secret: another installation makes another one', () => {
    const other = new OrderSecrets(new Secrets('another-master-secret-of-that-length'));
    expect(other.matches(order, secrets.of(order))).toBe(false);
  });
});
