import fc from 'fast-check';
import { productFields } from '../product-content.js';
import { family } from '../../shop.fixture.js';
import { prefixes, queryWords, words } from './search-tokens.js';

const tokensOf = (changes: Parameters<typeof family>[1]) => productFields(family('mug', changes), 'EUR').searchTokens;

describe('search tokens', () => {
  it.each([
    ['Café au lait', ['cafe', 'au', 'lait']],
    ['ÎLE-de-France', ['ile', 'de', 'france']],
    ['mug  MUG, Mug!', ['mug']],
    ['MUG-BLUE/42', ['mug', 'blue', '42']],
    ['ﬁle № 5', ['file', 'no', '5']],
    ['Über Straße', ['uber', 'straße']],
    ['日本茶', ['日本茶']],
    ['!?… 🙂', []],
    ['', []],
  ])('reads the words of %p, without case, accents and punctuation', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  it('lists the beginnings of a word from two letters on', () => {
    expect(prefixes('mugs')).toEqual(['mu', 'mug', 'mugs']);
    expect(prefixes('m')).toEqual(['m']);
    expect(prefixes('mugs', 3)).toEqual(['mug', 'mugs']);
    expect(prefixes('mu', 3)).toEqual(['mu']);
  });

  it('finds a product by the beginning of each of its words, wherever the word stands', () => {
    const tokens = tokensOf({ title: 'Teapot', tags: ['Kitchen'], category: 'Ceramics', description: 'Hand made' });
    for (const found of ['te', 'teapot', 'kit', 'cera', 'han', 'made', 'mug']) expect(tokens).toContain(found);
    expect(tokens).not.toContain('t');
    expect(tokens).not.toContain('eapot');
  });

  it('keeps any product findable by its title within a bounded number of tokens, each once', () => {
    fc.assert(
      fc.property(fc.lorem({ maxCount: 5 }), fc.lorem({ maxCount: 900 }), (title, description) => {
        const tokens = tokensOf({ title, description });
        expect(tokens.length).toBeLessThanOrEqual(1000);
        expect(new Set(tokens).size).toBe(tokens.length);
        expect(tokens).toEqual(expect.arrayContaining(words(title)));
      }),
      { numRuns: 100 },
    );
  });

  it('looks for a bounded number of words that the index can hold, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
        const found = queryWords(text);
        expect(found.length).toBeLessThanOrEqual(10);
        for (const word of found) expect(Array.from(word).length).toBeLessThanOrEqual(20);
        expect(words(found.join(' '))).toEqual(found);
      }),
    );
  });
});
