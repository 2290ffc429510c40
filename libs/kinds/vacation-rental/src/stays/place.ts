import type { Place } from '../rental.settings.js';

const COUNTRIES = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });

/** Whether a place goes by what the guest wrote: a part of its city, region or country, or the country's code. */
export function isAt({ city, region, country }: Place, wanted: string): boolean {
  const text = fold(wanted);
  const names = [city, region ?? '', COUNTRIES.of(country) ?? ''];
  return fold(country) === text || names.some((name) => fold(name).includes(text));
}

/** Case and accents do not matter to who is looking for a place. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
