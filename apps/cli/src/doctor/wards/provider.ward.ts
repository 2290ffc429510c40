import { authorised, charged, closedAccount, unknownPayment } from '../checks/provider/charged.js';
import { payable } from '../checks/provider/payable.js';
import type { Finding } from '../finding.js';
import { readCheckout, type Checkout } from '../reading/checkout.js';
import { readable, splitKey } from '../reading/fields.js';
import type { ProviderDesk, Answer } from '../reading/provider-desk.js';
import {
  LISTED_WITH_CHARGE,
  readCharged,
  readPayable,
  readPayableIntent,
  WITH_CHARGE,
  type Charged,
} from '../reading/provider-facts.js';
import type { Room } from '../room.js';
import type { Ward } from '../ward.js';

/** A payment this young may be on its way to us: a webhook, a return and a status read take their time. */
const YOUNG_MS = 2 * 60_000;

/** How names of accounts begin. */
const ACCOUNT = 'acct_';

const INTENTS = 'payment_intents';
const SESSIONS = 'checkout/sessions';

/** Every payment at the provider, against the checkouts; and every payment of ours that was not among them. */
export function paymentsWard(room: Room, desk: ProviderDesk): Ward {
  const { notes, now } = room;
  const where = new Whereabouts();
  const examine = async (intents: readonly Answer[], account: string): Promise<Finding[]> => {
    const payments = intents.map(readCharged).filter((payment) => isOurs(room, payment.checkout, account));
    const checkouts = await checkoutsOf(room, payments);
    const old = payments.filter(({ at }) => now().getTime() - at.getTime() > YOUNG_MS);
    const pages = intents
      .flatMap((intent) => readPayableIntent(intent) ?? [])
      .filter((page) => isOurs(room, page.checkout, account));
    return where.noted(account, [
      ...old.flatMap((payment) => charged(payment, checkouts.get(payment.checkout ?? ''), account)),
      ...old.flatMap((payment) => authorised(payment, checkouts.get(payment.checkout ?? ''))),
      ...pages.flatMap((page) => payable(page, checkouts.get(page.checkout ?? ''))),
    ]);
  };
  return {
    name: 'payments at the provider',
    expected: () => Promise.resolve(notes.payments.size),
    async *first() {
      for (const account of notes.accounts.keys()) {
        const closed = await notReached(desk, account);
        if (closed.length > 0) notes.accounts.delete(account);
        yield { looked: 1, findings: closed };
      }
      for (const account of accounts(room)) {
        for await (const intents of desk.at(account).list(INTENTS, LISTED_WITH_CHARGE)) {
          for (const { id } of intents.map(readCharged)) notes.payments.delete(id);
          yield { looked: intents.length, findings: await examine(intents, account) };
        }
      }
      for (const paymentId of notes.payments.keys()) {
        yield { looked: 1, findings: await missing(room, desk, paymentId) };
      }
    },
    again: async (ids) => {
      const found: Finding[] = [];
      for (const id of ids) {
        if (id.startsWith(ACCOUNT)) {
          found.push(...(await notReached(desk, id)));
          continue;
        }
        const account = where.of(id);
        const intent = await desk.at(account).get(`${INTENTS}/${encodeURIComponent(id)}`, WITH_CHARGE);
        found.push(...(intent ? await examine([intent], account) : await missing(room, desk, id)));
      }
      return found;
    },
  };
}

/** Asked for by name: the list may have been read before the payment was made. */
async function missing({ look, notes }: Room, desk: ProviderDesk, paymentId: string): Promise<Finding[]> {
  const noted = notes.payments.get(paymentId);
  if (noted?.account && !notes.accounts.has(noted.account)) return [];
  if (!noted || (await desk.at(noted.account).get(`${INTENTS}/${encodeURIComponent(paymentId)}`))) return [];
  const checkouts = readable(await look.byKeys('checkouts', [noted.checkout]), readCheckout);
  return unknownPayment(paymentId, checkouts.get(noted.checkout));
}

/** Every page at the provider that can be paid just now. */
export function pagesWard(room: Room, desk: ProviderDesk): Ward {
  const where = new Whereabouts();
  const examine = async (sessions: readonly Answer[], account: string): Promise<Finding[]> => {
    const pages = sessions
      .flatMap((session) => readPayable(session) ?? [])
      .filter(({ checkout }) => isOurs(room, checkout, account));
    const checkouts = await checkoutsOf(room, pages);
    return where.noted(
      account,
      pages.flatMap((page) => payable(page, checkouts.get(page.checkout ?? ''))),
    );
  };
  return {
    name: 'pages at the provider',
    expected: () => Promise.resolve(room.notes.openSessions.size),
    async *first() {
      for (const account of accounts(room)) {
        for await (const sessions of desk.at(account).list(SESSIONS, { status: 'open' })) {
          yield { looked: sessions.length, findings: await examine(sessions, account) };
        }
      }
    },
    again: async (ids) => {
      const found: Finding[] = [];
      for (const id of ids) {
        const session = await desk.at(where.of(id)).get(`${SESSIONS}/${encodeURIComponent(id)}`);
        if (session) found.push(...(await examine([session], where.of(id))));
      }
      return found;
    },
  };
}

async function notReached(desk: ProviderDesk, account: string): Promise<Finding[]> {
  return (await desk.at(account).isOpen()) ? [] : closedAccount(account);
}

/** Of what was found at the provider, the account that it was found in. */
class Whereabouts {
  private readonly accounts = new Map<string, string>();

  noted(account: string, findings: Finding[]): Finding[] {
    for (const { id } of findings) this.accounts.set(id, account);
    return findings;
  }

  of(id: string): string {
    return this.accounts.get(id) ?? '';
  }
}

/** The platform's own account, and those of tenants that its key reaches. */
function accounts({ notes }: Room): string[] {
  return ['', ...notes.accounts.keys()];
}

/**
 * Made by us, and for the tenant that is asked about. Other payments of the account are nobody's business here: in an
 * account of a tenant, what names somebody else was made by its owner.
 */
function isOurs({ look, notes }: Room, checkout: string | null, account: string): boolean {
  if (checkout === null) return false;
  const { tenant } = splitKey(checkout);
  const itsOwn = account === '' || notes.accounts.get(account)?.has(tenant) === true;
  return itsOwn && (look.tenant === null || tenant === look.tenant);
}

async function checkoutsOf(
  { look }: Room,
  found: readonly Pick<Charged, 'checkout'>[],
): Promise<Map<string, Checkout>> {
  const keys = found.flatMap(({ checkout }) => checkout ?? []);
  return readable(await look.byKeys('checkouts', keys), readCheckout);
}
