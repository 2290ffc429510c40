import type { Proof } from './framework/proof.js';

/** Every proof, in the order of a full run. The code of one is loaded when it runs. */
export const PROOFS: readonly Proof[] = [
  {
    name: 'crash',
    claim:
      'Killed with kill -9 at every step boundary and inside every external call, nothing is lost, nothing is double, and every checkout ends or waits for its buyer within a minute',
    fullSize: '500 kills, four buyers under each',
    options: [
      {
        flags: '--kind <name>',
        description:
          'one alone: retail, vacation-rental, seats, directory-handoff, retail-manual, connected or transfer',
      },
      { flags: '--kills <n>', description: 'so many instead' },
    ],
    run: async (stage) => (await import('./crash/crash.proof.js')).crash(stage),
  },
  {
    name: 'oversell',
    claim: 'However many buyers want the last units at two gateways at once, exactly those units are sold',
    fullSize: '1,000 buyers for 10 units',
    run: async (stage) => (await import('./oversell.proof.js')).oversell(stage),
  },
  {
    name: 'double-booking',
    claim:
      'Of stays that many guests want at two gateways at once, no two that were accepted are in each other’s way, and who was refused is offered others',
    fullSize: '200 guests, two properties, five months',
    run: async (stage) => (await import('./double-booking.proof.js')).doubleBooking(stage),
  },
  {
    name: 'idempotency',
    claim:
      'Many calls with one key at once have one effect and one answer, on GraphQL, REST and MCP, over two gateways and after a kill; another body under the key is refused',
    fullSize: '100 calls at once, 60 bursts',
    run: async (stage) => (await import('./idempotency/idempotency.proof.js')).idempotency(stage),
  },
  {
    name: 'drain',
    claim:
      'Told to stop under load, a gateway answers every request that was under way, ends within two seconds of the last answer, and leaves no lease behind',
    fullSize: '20 times SIGTERM',
    run: async (stage) => (await import('./drain/drain.proof.js')).drain(stage),
  },
  {
    name: 'money',
    claim:
      'Whatever is sold in whatever currency, sums are exact, the provider is asked for exactly the total, and no more goes back than came in',
    fullSize: '1,000,000 subjects in 45 currencies, 108 of them paid through a gateway',
    run: async (stage) => (await import('./money/money.proof.js')).money(stage),
  },
  {
    name: 'dates',
    claim: 'In every time zone, whatever its clocks do, today is the day it is there and a stay has exactly its nights',
    fullSize: 'every IANA zone over 50 years, every day of 320 years, two midnights of each zone through a gateway',
    run: async (stage) => (await import('./dates/dates.proof.js')).dates(stage),
  },
  {
    name: 'webhooks',
    claim:
      'However often, however late, however early and in whatever order events come, a checkout ends as if they had come in order, and what the provider did not send is never accepted',
    fullSize: 'five stories, 24 orders of their last four events, five times each; 2,025 forgeries',
    run: async (stage) => (await import('./webhooks/webhooks.proof.js')).webhooks(stage),
  },
  {
    name: 'lost-webhooks',
    claim:
      'With every webhook lost, each paid checkout completes within 90 seconds, and one status read heals one within 2',
    fullSize: '250 payments, 50 of them while no gateway runs',
    run: async (stage) => (await import('./lost-webhooks.proof.js')).lostWebhooks(stage),
  },
  {
    name: 'compensation',
    claim:
      'An undo that the provider refuses is tried again, less and less often, until it is done; what is refused for ever is shown to the seller, gives nothing away, and ends by one call',
    fullSize: '32 undos: refunds and closings, out of order and refused, five times and for ever',
    run: async (stage) => (await import('./compensation/compensation.proof.js')).compensation(stage),
  },
  {
    name: 'dependencies',
    claim:
      'Whether database or provider is slow, refuses, does not answer or is gone: every call is answered as declared and in time, everything goes on afterwards, and nothing is lost or double',
    fullSize: '48 cells of dependency, fault and operation, three callers in each',
    run: async (stage) => (await import('./dependencies/dependencies.proof.js')).dependencies(stage),
  },
  {
    name: 'histories',
    claim:
      'Whatever buyers, sellers, banks and clocks do in whatever order, on every rail and of every kind, money and goods add up in the end, and on the way no checkout waits, or holds, for longer or shorter than it may',
    fullSize: '180 purchases, 3,600 things that happen to them',
    run: async (stage) => (await import('./histories/histories.proof.js')).histories(stage),
  },
];
