import { formatMoney, type MinorUnits } from '@comptoir/kernel';
import type { PaymentRail, ProviderSettings } from '@comptoir/tenant-kit';

/** How a provider fares just now, as this process sees it: `down` is not asked, `recovering` is tried again. */
export type Health = 'good' | 'recovering' | 'down';

/** One provider that a tenant has, and what it could do. */
export interface Offer {
  settings: ProviderSettings;
  /** Rails that can be had of it now, its own first choice first. None where it is not installed. */
  rails: readonly PaymentRail[];
  health: Health;
  /** Why the provider itself can collect no such amount; null where it can. */
  refuses: string | null;
}

/** What is to be paid. */
export interface Payment {
  /** The rail that the caller names; null leaves it to the tenant. */
  rail: PaymentRail | null;
  currency: string;
  /** Null where nothing is to be paid: then no limit applies. */
  amount: MinorUnits | null;
  /** Country of delivery, ISO 3166-1 alpha-2; null where nothing is delivered. */
  country: string | null;
}

/** A provider that can take the payment. */
export interface Candidate {
  provider: string;
  rail: PaymentRail;
  /** 0 to 100. */
  score: number;
  /** Why it scores so, for a person. */
  reasons: string[];
}

/** A provider that cannot, and why, for a person. */
export interface Skipped {
  provider: string;
  reason: string;
}

/** More than preference can ever weigh: whoever is well goes before whoever is not. */
const HEALTH: Record<Health, { points: number; says: string }> = {
  good: { points: 60, says: 'It answers as it should.' },
  recovering: { points: 30, says: 'It failed a while ago and is tried again.' },
  down: { points: 0, says: 'It does not answer at the moment.' },
};

const PREFERENCE_POINTS = 40;

/** Who can take a payment, the best first, and who cannot. Equals stay in the order that the tenant lists them in. */
export function route(payment: Payment, offers: readonly Offer[]): { candidates: Candidate[]; skipped: Skipped[] } {
  const candidates: Candidate[] = [];
  const skipped: Skipped[] = [];
  for (const offer of offers) {
    const rail = railFor(payment, offer);
    const reason = rail ? (whyNot(payment, offer.settings) ?? offer.refuses) : railMissing(payment, offer);
    if (rail && reason === null) candidates.push(scored(offer, rail));
    else skipped.push({ provider: offer.settings.provider, reason: reason ?? 'It cannot be had.' });
  }
  return { candidates: candidates.toSorted((a, b) => b.score - a.score), skipped };
}

function railFor({ rail: wanted }: Payment, { rails }: Offer): PaymentRail | undefined {
  return wanted === null ? rails[0] : rails.find((rail) => rail === wanted);
}

function railMissing({ rail }: Payment, { rails }: Offer): string {
  return rails.length === 0 || rail === null ? 'It is not set up.' : `It has no rail ${rail}.`;
}

/** Null when nothing speaks against it. */
function whyNot({ currency, amount, country }: Payment, settings: ProviderSettings): string | null {
  const { currencies, countries, amounts = [] } = settings;
  if (currencies && !currencies.includes(currency)) return `It is for ${currencies.join(', ')}, not ${currency}.`;
  if (countries && !(country !== null && countries.includes(country))) {
    return `It is for deliveries to ${countries.join(', ')}${country === null ? '' : `, not ${country}`}.`;
  }
  const limits = amounts.find((row) => row.currency === currency);
  if (amount === null || !limits) return null;
  const { least = 0, most = Infinity } = limits;
  if (amount < least) return `It is for ${formatMoney(least, currency)} and more.`;
  return amount > most ? `It is for up to ${formatMoney(most, currency)}.` : null;
}

function scored({ settings, health }: Offer, rail: PaymentRail): Candidate {
  const { points, says } = HEALTH[health];
  const { provider, preference } = settings;
  const tenths = Math.round((points + (PREFERENCE_POINTS * preference) / 100) * 10);
  return { provider, rail, score: tenths / 10, reasons: [says, `The seller prefers it by ${preference} of 100.`] };
}
