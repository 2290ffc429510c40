import { parse } from 'graphql';
import { composeServices } from '@theguild/federation-composition';
import { readFileSync } from 'node:fs';

/** Another subgraph that adds a field to our product, as a reviews service would. */
const REVIEWS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external"])
  type Query { reviews: [Review!]! }
  type Review { id: ID! text: String! }
  type Product @key(fields: "tenantId id") { tenantId: ID! id: ID! reviews: [Review!]! }
`;

const OURS = () => parse(readFileSync('contracts/schema.graphql', 'utf8'));

describe('the schema as a Federation 2 subgraph', () => {
  it('composes alone', () => {
    const { errors, supergraphSdl } = composeServices([{ name: 'comptoir', typeDefs: OURS() }]);
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toContain('COMPTOIR');
  });

  it('composes beside a subgraph that adds fields to a product', () => {
    const { errors, supergraphSdl } = composeServices([
      { name: 'comptoir', typeDefs: OURS() },
      { name: 'reviews', typeDefs: parse(REVIEWS) },
    ]);
    expect(errors).toBeUndefined();
    expect(supergraphSdl).toContain('reviews: [Review!]!');
  });
});
