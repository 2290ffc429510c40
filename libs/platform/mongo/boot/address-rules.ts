import mongoose from 'mongoose';
import { ConfigError, type Config } from '../../config/config.js';

type Asked = mongoose.mongo.MongoClientOptions;

/** Something that an address must not ask for. */
interface Rule {
  /** What it asks for, as it stands in the address; null where it does not. */
  readonly asks: (asked: Asked) => string | null;
  /** What would go wrong. */
  readonly risk: string;
  readonly fix: string;
  /** `always`: answers would be wrong from the first request on. `production`: only a crash shows it; elsewhere it is said. */
  readonly refused: 'always' | 'production';
  /** Said nowhere but in production: what the embedded database is run with. */
  readonly quiet?: true;
}

const RULES: readonly Rule[] = [
  {
    asks: ({ writeConcern }) => (writeConcern?.w === 0 ? 'w=0' : null),
    risk: 'no write would be answered, so none could be known to have happened',
    fix: 'remove it: writes wait for the majority',
    refused: 'always',
  },
  {
    asks: ({ readPreference }) => {
      const { mode = 'primary' } = typeof readPreference === 'object' ? readPreference : { mode: readPreference };
      return mode === 'primary' ? null : `readPreference=${mode}`;
    },
    risk: 'a secondary does not know yet what was just written, and checkouts would be decided on old facts',
    fix: 'remove it: reads go to the primary',
    refused: 'always',
  },
  {
    asks: ({ writeConcern: { w } = {} }) => (w === undefined || w === 'majority' || w === 0 ? null : `w=${w}`),
    risk: 'what fewer than the majority have is lost when another member takes over',
    fix: 'remove it: writes wait for the majority',
    refused: 'production',
  },
  {
    asks: ({ writeConcern }) => (writeConcern?.journal === false ? 'journal=false' : null),
    risk: 'what was acknowledged before it was on disk is lost in a power cut',
    fix: 'remove it: writes wait for the journal',
    refused: 'production',
    quiet: true,
  },
  {
    asks: ({ retryWrites }) => (retryWrites === false ? 'retryWrites=false' : null),
    risk: 'each change of primary would fail the writes of that moment',
    fix: 'remove it: a write that was cut off is sent once more, and has one effect',
    refused: 'production',
  },
  {
    asks: ({ directConnection }) => (directConnection ? 'directConnection=true' : null),
    risk: 'one member is talked to whatever its state, and its end is the end of everything',
    fix: 'name the set instead, as in ?replicaSet=rs0',
    refused: 'production',
  },
];

/**
 * Refuses an address that would make us forget or overlook what was written. Answers, a sentence each, what is tolerated
 * outside production only. The address itself is never repeated: it holds a password.
 */
export function checkAddress({ MONGODB_URI, NODE_ENV }: Pick<Config, 'MONGODB_URI' | 'NODE_ENV'>): string[] {
  // Parsed as the driver does; nothing is connected. Of its options only what the address itself says.
  const asked: Asked = new mongoose.mongo.MongoClient(MONGODB_URI).options;
  const found = RULES.flatMap((rule) => {
    const what = rule.asks(asked);
    return what === null ? [] : [{ ...rule, line: `MONGODB_URI says ${what}: ${rule.risk}; ${rule.fix}` }];
  });
  const production = NODE_ENV === 'production';
  const refused = found.filter((rule) => production || rule.refused === 'always');
  if (refused.length) throw new ConfigError(refused.map(({ line }) => line).join('\n'));
  return found.filter(({ quiet }) => !quiet).map(({ line }) => `${line}. NODE_ENV=production refuses it.`);
}
