import { setTimeout as sleep } from 'node:timers/promises';
import { Config } from '#platform';
import { examine } from '../../../../apps/cli/src/doctor/examination.js';
import { Look } from '../../../../apps/cli/src/doctor/reading/look.js';
import { ProviderDesk } from '../../../../apps/cli/src/doctor/reading/provider-desk.js';
import { Notes } from '../../../../apps/cli/src/doctor/room.js';
import { allWards } from '../../../../apps/cli/src/doctor/wards/all-wards.js';
import { CONNECT_SECRET, startProduct, type Product } from '../../../setup/product.js';
import { ProviderView } from '../../../setup/provider-view.js';
import { until } from '../../../setup/shopping.js';
import { operator } from '../../../setup/tokens.js';

/** Doctor leaves payments alone that are younger than two minutes: they may be on their way. */
const A_LITTLE_LATER_MS = 180_000;

/** The whole product, and an operator who looks at all of it. */
export class Street {
  private constructor(
    readonly product: Product,
    private readonly look: Look,
  ) {}

  static async open(): Promise<Street> {
    const product = await startProduct();
    try {
      product.stripe.addWebhookEndpoint({ url: `${product.url}/webhooks/stripe/connect`, secret: CONNECT_SECRET });
      const { MONGODB_URI, MONGODB_DATABASE } = product.gateway.app.get(Config);
      return new Street(product, await Look.at(MONGODB_URI, MONGODB_DATABASE));
    } catch (error) {
      // What is left running would keep Jest from ending.
      await product.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.look.close();
    await this.product.stop();
  }

  /** A document as it lies in the database. */
  async stored(collection: string, tenantId: string, id: string): Promise<any> {
    const _id = `${tenantId}/${id}`;
    return (await this.look.byKeys(collection, [_id])).get(_id);
  }

  async all(collection: string): Promise<any[]> {
    const found: any[] = [];
    for await (const batch of this.look.stream(collection)) found.push(...batch);
    return found;
  }

  /** Waits until everything that the provider had to tell, of itself and of an account, was told and acted on. */
  async heard(account: string | null): Promise<void> {
    const untold = async (): Promise<any[]> => {
      const views = [null, account].map((one) => new ProviderView(this.product, one));
      const lists = await Promise.all(views.map((view) => view.get('/v1/events?limit=100')));
      return lists.flatMap(({ data }) => data).filter(({ pending_webhooks }) => pending_webhooks > 0);
    };
    await until(untold, (events) => events.length === 0, 'every event to be told');
    await until(
      () => this.inbox('received'),
      (rows) => rows.length === 0,
      'every event to be acted on',
    );
  }

  /** What `comptoir doctor --stripe` says, and events that nobody could make anything of. */
  async findings(): Promise<unknown[]> {
    const now = (): Date => new Date(this.product.clock.now().getTime() + A_LITTLE_LATER_MS);
    const desk = new ProviderDesk(this.product.stripe.url, 'sk_test_comptoir');
    const findings: unknown[] = [];
    const listener = { begun() {}, entered() {}, looked() {}, found: (one: unknown) => void findings.push(one) };
    const wards = await allWards({ look: this.look, now, awake: true, desk, notes: new Notes() });
    await examine(wards, () => sleep(250), listener);
    return [...findings, ...(await this.inbox('dead'))];
  }

  private async inbox(state: 'received' | 'dead'): Promise<any[]> {
    const ask = 'query ($state: InboxState!) { inboxEvents(state: $state, first: 100) { nodes { id type reason } } }';
    return (await (await operator(this.product)).ask(ask, { state })).nodes;
  }
}
