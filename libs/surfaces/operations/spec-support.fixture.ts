import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'reflect-metadata';
import { Field, InputType, Int, TypeMetadataStorage } from '@nestjs/graphql';
import { LazyMetadataStorage } from '@nestjs/graphql/dist/schema-builder/storages/lazy-metadata.storage.js';
import { Type } from 'class-transformer';
import {
  ArrayMinSize,
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { buildSchema, type GraphQLSchema } from 'graphql';
import type { OperationSource } from './operation-source.js';

@InputType('SpecLineInput')
class SpecLineInput {
  @Field()
  @Length(1, 20)
  sku: string;

  @Field(() => Int)
  @IsInt()
  @Min(1)
  @Max(9)
  quantity: number;

  @Field({ nullable: true })
  @IsOptional()
  @Matches(/^[A-Z]{2}$/)
  countryCode?: string;
}

@InputType('SpecBuyInput')
class SpecBuyInput {
  @Field(() => [SpecLineInput])
  @ArrayMinSize(1)
  @ValidateNested({ each: true })
  @Type(() => SpecLineInput)
  lines: SpecLineInput[];

  @Field({ name: 'mail', nullable: true })
  @IsEmail()
  email?: string;

  @Field(() => [String], { nullable: true })
  @IsIn(['a', 'b'], { each: true })
  flags?: string[];
}

const SDL = /* GraphQL */ `
  directive @operation(scope: String!, risk: Risk!, key: String!, capability: String) on FIELD_DEFINITION
  enum Risk {
    READ
    WRITE
    HOLD
    MONEY
    DESTROY
  }
  scalar Opaque
  interface Problem {
    code: String!
    message: String!
    retryable: Boolean!
    retryAfterSeconds: Int
    advice: String!
    details: [Detail!]!
  }
  type Detail {
    path: String!
    code: String!
    message: String!
  }
  type Gone implements Problem {
    code: String!
    message: String!
    retryable: Boolean!
    retryAfterSeconds: Int
    advice: String!
    details: [Detail!]!
  }
  type Full implements Problem {
    code: String!
    message: String!
    retryable: Boolean!
    retryAfterSeconds: Int
    advice: String!
    details: [Detail!]!
    maximum: Int!
  }
  interface Thing {
    id: ID!
    note: String
  }
  type Mug implements Thing {
    id: ID!
    note: String
    volume: Int!
  }
  type Lamp implements Thing {
    id: ID!
    note: String
  }
  type Vase implements Thing {
    id: ID!
    note: String
  }
  type Stop {
    hint: String!
  }
  type Go {
    hint: String!
    url: String!
  }
  type Rest {
    hint: String!
  }
  union Next = Stop | Go | Rest
  enum Colour {
    RED
    BLUE
  }
  interface Checkout {
    id: ID!
  }
  type MugCheckout implements Checkout {
    id: ID!
    mugId: ID!
  }
  type LampCheckout implements Checkout {
    id: ID!
    lamps: Int!
  }
  type VaseCheckout implements Checkout {
    id: ID!
  }
  type Bought {
    checkout: Checkout!
    thing: Thing!
    next: Next!
    colours: [Colour!]!
    best: Colour
    opaque: Opaque
  }
  union BuyResult = Bought | Gone | Full
  input SpecLineInput {
    sku: String!
    quantity: Int!
    countryCode: String
  }
  input SpecBuyInput {
    lines: [SpecLineInput!]!
    mail: String
    flags: [String!]
  }
  type Query {
    thing(id: ID!, size: Int! = 3): Bought @operation(scope: "public", risk: READ, key: "none")
    things: [Bought!]! @operation(scope: "public", risk: READ, key: "none")
    count: Int! @operation(scope: "public", risk: READ, key: "none")
    open(id: ID!): Bought
  }
  type Mutation {
    buy(input: SpecBuyInput!): BuyResult! @operation(scope: "cart:write", risk: HOLD, key: "required")
  }
`;

/** A schema with one of everything that documents meet. */
export function specSchema(): GraphQLSchema {
  // Nest does this when it builds a schema of its own.
  LazyMetadataStorage.load([SpecBuyInput, SpecLineInput]);
  TypeMetadataStorage.compile();
  return buildSchema(SDL);
}

/** Documents of ours, by file name. */
export function core(files: Record<string, string>): OperationSource {
  return { owner: 'comptoir itself', folder: folderWith(files), checkoutType: null };
}

/** One document of a kind. */
export function kind(owner: string, checkoutType: string, text: string): OperationSource {
  return { owner, folder: folderWith({ 'kind.graphql': text }), checkoutType };
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function folderWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'comptoir-operations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** All that a document must ask of a problem. */
export const REFUSAL = '... on Problem { code message retryable retryAfterSeconds advice details { path } }';
