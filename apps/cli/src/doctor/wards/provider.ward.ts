import { charged, unknownPayment } from '../checks/provider/charged.js';
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

const INTENTS = 'payment_intents';
const SESSIONS = 'checkout/sessions';

/** Every payment at the provider, against the checkouts; and every payment of ours that was not among them. */
export function paymentsWard(room: Room, desk: ProviderDesk): Ward {
  const { notes, now } = room;
  const examine = async (intents: readonly Answer[]): Promise<Finding[]> => {
    const payments = intents.map(readCharged).filter((payment) => isOurs(room, payment.checkout));
    const checkouts = await checkoutsOf(room, payments);
    const old = payments.filter(({ at }) => now().getTime() - at.getTime() > YOUNG_MS);
    const pages = intents
      .flatMap((intent) => readPayableIntent(intent) ?? [])
      .filter((page) => isOurs(room, page.checkout));
    return [
      ...old.flatMap((payment) => charged(payment, checkouts.get(payment.checkout ?? ''))),
      ...pages.flatMap((page) => payable(page, checkouts.get(page.checkout ?? ''))),
    ];
  };
  return {
    name: 'payments at the provider',
    expected: () => Promise.resolve(notes.payments.size),
    async *first() {
      for await (const intents of desk.list(INTENTS, LISTED_WITH_CHARGE)) {
        for (const { id } of intents.map(readCharged)) notes.payments.delete(id);
        yield { looked: intents.length, findings: await examine(intents) };
      }
      for (const paymentId of notes.payments.keys()) {
        yield { looked: 1, findings: await missing(room, desk, paymentId) };
      }
    },
    again: async (ids) => {
      const found: Finding[] = [];
      for (const id of ids) {
        const intent = await desk.get(`${INTENTS}/${encodeURIComponent(id)}`, WITH_CHARGE);
        found.push(...(intent ? await examine([intent]) : await missing(room, desk, id)));
      }
      return found;
    },
  };
}

/** Asked for by name: the list may have been read before the payment was made. */
async function missing({ look, notes }: Room, desk: ProviderDesk, paymentId: string): Promise<Finding[]> {
  const key = notes.payments.get(paymentId);
  if (!key || (await desk.get(`${INTENTS}/${encodeURIComponent(paymentId)}`))) return [];
  const checkouts = readable(await look.byKeys('checkouts', [key]), readCheckout);
  return unknownPayment(paymentId, checkouts.get(key));
}

/** Every page at the provider that can be paid just now. */
export function pagesWard(room: Room, desk: ProviderDesk): Ward {
  const examine = async (sessions: readonly Answer[]): Promise<Finding[]> => {
    const pages = sessions
      .flatMap((session) => readPayable(session) ?? [])
      .filter(({ checkout }) => isOurs(room, checkout));
    const checkouts = await checkoutsOf(room, pages);
    return pages.flatMap((page) => payable(page, checkouts.get(page.checkout ?? '')));
  };
  return {
    name: 'pages at the provider',
    expected: () => Promise.resolve(room.notes.openSessions.size),
    async *first() {
      for await (const sessions of desk.list(SESSIONS, { status: 'open' })) {
        yield { looked: sessions.length, findings: await examine(sessions) };
      }
    },
    again: async (ids) => {
      const sessions = await Promise.all(ids.map((id) => desk.get(`${SESSIONS}/${encodeURIComponent(id)}`)));
      return examine(sessions.filter((session) => session !== null));
    },
  };
}

/** Made by us, and by the tenant that is asked about. Other payments of the account are nobody's business here. */
function isOurs({ look }: Room, checkout: string | null): boolean {
  return checkout !== null && (look.tenant === null || splitKey(checkout).tenant === look.tenant);
}

async function checkoutsOf(
  { look }: Room,
  found: readonly Pick<Charged, 'checkout'>[],
): Promise<Map<string, Checkout>> {
  const keys = found.flatMap(({ checkout }) => checkout ?? []);
  return readable(await look.byKeys('checkouts', keys), readCheckout);
}
