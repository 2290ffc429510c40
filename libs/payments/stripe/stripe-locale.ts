/**
 * Languages of Stripe's page, as the SDK lists them.
 * https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-locale
 */
const LOCALES = new Set(
  (
    'bg cs da de el en en-GB es es-419 et fi fil fr fr-CA hi-IN hr hu id it ja ' +
    'ko lt lv ms mt nb nl pl pt pt-BR ro ru sk sl sv th tr vi zh zh-HK zh-TW'
  ).split(' '),
);

/** What Stripe calls in another way, or has for a neighbour. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['no', 'nb'],
  ['nn', 'nb'],
  ['tl', 'fil'],
]);

/** The nearest language that Stripe's page has; null where it has none, which leaves it to the buyer's browser. */
export function stripeLocale(tag: string): string | null {
  const asked = parsed(tag);
  if (!asked) return null;
  const { language, region } = asked.maximize();
  const american = language === 'es' && region !== 'ES' ? 'es-419' : null;
  const wanted = [asked.baseName, `${language}-${region}`, american, language, ALIASES.get(language)];
  return wanted.find((name): name is string => typeof name === 'string' && LOCALES.has(name)) ?? null;
}

/** Null for what is no language at all. */
function parsed(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
