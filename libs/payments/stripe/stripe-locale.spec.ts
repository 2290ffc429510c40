import { stripeLocale } from './stripe-locale.js';

describe('the language of Stripe’s page', () => {
  it.each([
    ['fr-CA', 'fr-CA'],
    ['FR-ca', 'fr-CA'],
    ['fr-BE', 'fr'],
    ['en-US', 'en'],
    ['es-MX', 'es-419'],
    ['es', 'es'],
    ['pt', 'pt'],
    ['pt-BR', 'pt-BR'],
    ['pt-PT', 'pt'],
    ['hi', 'hi-IN'],
    ['no', 'nb'],
    ['zh-Hant', 'zh-TW'],
    ['zh-Hant-HK', 'zh-HK'],
    ['zh-CN', 'zh'],
    ['de-CH-1996', 'de'],
  ])('is for %s the nearest that it has: %s', (asked, shown) => {
    expect(stripeLocale(asked)).toBe(shown);
  });

  it.each(['cy', 'x', '-', 'auto', 'fr_CA', 'toolonglanguage'])('is left to the browser for %s', (asked) => {
    expect(stripeLocale(asked)).toBeNull();
  });
});
