import { readFileSync, writeFileSync } from 'node:fs';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { contracts } from '#surfaces';
import { KindRegistry } from '#tenants';
import { startProduct } from '../setup/product.js';

/** `npm run contracts` sets it: then the files are written instead of compared. */
const UPDATE = process.env['UPDATE_CONTRACTS'] === '1';

describe('what the outside world builds on', () => {
  let emitted: Record<string, string>;

  beforeAll(async () => {
    const product = await startProduct();
    const { app } = product.gateway;
    emitted = contracts(app.get(GraphQLSchemaHost).schema, app.get(KindRegistry));
    await product.stop();
  });

  it.each(['schema.graphql', 'problems.md', 'tools.json', 'openapi.json'])(
    'changes %s only on purpose: npm run contracts',
    (name) => {
      const file = `contracts/${name}`;
      if (UPDATE) writeFileSync(file, emitted[name]!);
      expect(emitted[name]).toBe(readFileSync(file, 'utf8'));
    },
  );
});
