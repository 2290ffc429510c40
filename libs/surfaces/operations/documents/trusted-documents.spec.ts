import { createHash } from 'node:crypto';
import { parse } from 'graphql';
import { TrustedDocuments } from './trusted-documents.js';

const keyOf = (text: string): string => `schema:${createHash('sha256').update(text).digest('hex')}`;
const text = (index: number): string => `{ field${index} }`;

describe('the document store', () => {
  it('keeps trusted documents whatever strangers send, and of those the ones used last', async () => {
    const store = new TrustedDocuments();
    store.trust(text(0), parse(text(0)));
    for (let index = 1; index <= 300; index += 1) {
      await store.set(keyOf(text(index)), parse(text(index)));
      // In use all the time.
      await store.get(keyOf(text(1)));
    }
    expect(await store.get(keyOf(text(0)))).toBeDefined();
    expect(await store.get(keyOf(text(1)))).toBeDefined();
    expect(await store.get(keyOf(text(2)))).toBeUndefined();
    expect(await store.get(keyOf(text(300)))).toBeDefined();
  });
});
