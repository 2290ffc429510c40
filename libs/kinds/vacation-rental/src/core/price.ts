import { currencyExponent, share, sum, type MinorUnits } from '@comptoir/kernel';
import type { NightlyPrice } from '../rental.settings.js';
import { isWeekend } from './dates.js';
import type { RentalProperty } from './rental-property.js';

/** Who the guest comes through: the host's own site, or this gateway. */
export enum StayChannel {
  public = 'public',
  federation = 'federation',
}

/** What a price depends on. */
export type PricedProperty = Pick<RentalProperty, 'currency' | 'price' | 'seasons' | 'channelDiscountPercent'>;

/** One night and its price. */
export interface PricedNight {
  date: string;
  price: MinorUnits;
}

/** Prices of a stay; the nights sum to the total exactly. */
export interface StayPrice {
  nights: PricedNight[];
  total: MinorUnits;
}

/** Season by weekday, then the discount of the channel, night by night so that the breakdown adds up. */
export function priceOf(property: PricedProperty, stay: readonly string[], channel: StayChannel): StayPrice {
  const percent = channel === StayChannel.federation ? property.channelDiscountPercent : 0;
  const priced = stay.map((date) => {
    const full = nightlyPrice(property, date);
    return { date, price: full - discount(full, percent, property.currency) };
  });
  return { nights: priced, total: sum(priced.map(({ price }) => price)) };
}

function nightlyPrice({ price, seasons }: PricedProperty, night: string): MinorUnits {
  const day = night.slice('yyyy-'.length);
  const { weekday, weekend }: NightlyPrice = seasons.find(({ from, to }) => isWithin(day, from, to)) ?? price;
  return isWeekend(night) ? weekend : weekday;
}

function isWithin(day: string, from: string, to: string): boolean {
  return from <= to ? from <= day && day <= to : from <= day || day <= to;
}

/** Rounded half-up. Cards take three-decimal currencies in multiples of ten, so those stay multiples of ten. */
function discount(price: MinorUnits, percent: number, currency: string): MinorUnits {
  const step = currencyExponent(currency) === 3 ? 10 : 1;
  return share(price, percent, 100 * step) * step;
}
