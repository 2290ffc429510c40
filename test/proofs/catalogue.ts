import type { Proof } from './framework/proof.js';

/** Every proof, in the order of a full run. The code of one is loaded when it runs. */
export const PROOFS: readonly Proof[] = [
  {
    name: 'crash',
    claim:
      'Killed with kill -9 at every step boundary and inside every external call, nothing is lost, nothing is double, and every checkout ends or waits for its buyer within a minute',
    fullSize: '500 kills, four buyers under each',
    options: [{ flags: '--kind <name>', description: 'retail, vacation-rental, seats or directory-handoff alone' }],
    run: async (stage) => (await import('./crash/crash.proof.js')).crash(stage),
  },
  {
    name: 'oversell',
    claim: 'However many buyers want the last units at two gateways at once, exactly those units are sold',
    fullSize: '1,000 buyers for 10 units',
    run: async (stage) => (await import('./oversell.proof.js')).oversell(stage),
  },
];
