import { CheckoutStatus } from '@comptoir/tenant-kit';
import { checkTransitions, INITIAL, TERMINAL, transition, TRANSITIONS } from './transitions.js';

const ALL = Object.values(CheckoutStatus);

describe('the table of transitions', () => {
  it('has one row per status and names no other', () => {
    expect(Object.keys(TRANSITIONS).sort()).toEqual([...ALL].sort());
    expect(() => checkTransitions()).not.toThrow();
  });

  it('allows exactly what it lists, and refuses everything else by name', () => {
    for (const from of ALL) {
      for (const to of ALL) {
        if (TRANSITIONS[from].includes(to)) expect(transition(from, to)).toBe(to);
        else expect(() => transition(from, to)).toThrow(`from ${from} to ${to}`);
      }
    }
  });

  it('lets every status reach a terminal one, so that no checkout is caught', () => {
    for (const from of ALL) {
      const reached = new Set<CheckoutStatus>([from]);
      for (const status of reached) for (const next of TRANSITIONS[status]) reached.add(next);
      expect([...reached].some((status) => TERMINAL.has(status))).toBe(true);
    }
  });

  it('never leaves a sold, cancelled or expired checkout, and leaves a compensated one by a retry alone', () => {
    const { completed, handed_off, cancelled, expired, compensated, pending } = CheckoutStatus;
    for (const over of [completed, handed_off, cancelled, expired]) expect(TRANSITIONS[over]).toEqual([]);
    expect(TRANSITIONS[compensated]).toEqual([pending]);
  });

  it('is refused at boot with an unknown status, as row or as target', () => {
    expect(() => checkTransitions({ ...TRANSITIONS, paused: [] })).toThrow('unknown statuses: paused');
    expect(() => checkTransitions({ ...TRANSITIONS, [INITIAL]: [...TRANSITIONS[INITIAL], 'paused'] })).toThrow(
      'paused',
    );
  });

  it('is refused at boot when a status cannot be reached', () => {
    const cut = { ...TRANSITIONS, [CheckoutStatus.compensating]: [] };
    expect(() => checkTransitions(cut)).toThrow('cannot reach: compensated');
  });
});
