import type { Proof } from './framework/proof.js';

/** Every proof, in the order of a full run. The code of one is loaded when it runs. */
export const PROOFS: readonly Proof[] = [
  {
    name: 'oversell',
    claim: 'However many buyers want the last units at two gateways at once, exactly those units are sold',
    fullSize: '1,000 buyers for 10 units',
    run: async (stage) => (await import('./oversell.proof.js')).oversell(stage),
  },
];
