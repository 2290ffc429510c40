import type { Client } from '../../setup/client.js';
import type { Figures, Stage } from '../framework/proof.js';
import type { World } from '../framework/world.js';
import { openTheatre, provoke, SEATS, sellerAt, takeOff, ticket, type Ticket } from './theatre.js';
import { asked, isHeld, isListed, refuse, repair, watch, type Refusal, type Watched } from './undo.js';

const FOR_EVER = 1_000_000;
const REFUSALS: readonly Refusal[] = [
  { undo: 'refund', status: 503, times: 5 },
  { undo: 'refund', status: 400, times: 5 },
  { undo: 'refund', status: 503, times: FOR_EVER },
  { undo: 'refund', status: 400, times: FOR_EVER },
  { undo: 'close', status: 503, times: 5 },
  { undo: 'close', status: 400, times: 5 },
  { undo: 'close', status: 503, times: FOR_EVER },
  { undo: 'close', status: 400, times: FOR_EVER },
];
const ENDS = { refund: 'compensated', close: 'cancelled' } as const;
/** Eight doubling pauses from half a second, and room. */
const UNDO_MS = 240_000;
/** A clear no is asked again every hour: nobody waits for that here. */
const CLEAR_NO = 400;

interface Theatre {
  readonly stage: Stage;
  readonly world: World;
  readonly seller: Client;
}

/** Undoing goes wrong, five times and for ever, because the provider is out of order or because it says no. */
export async function compensation(stage: Stage): Promise<Figures> {
  const kinds = ['@comptoir/kind-retail', '@comptoir/fixture-kind-seats'];
  const world = await stage.world({ kinds });
  await openTheatre(world);
  const gateway = await world.gateway();
  world.webhooksTo(gateway.url);
  const theatre = { stage, world, seller: await sellerAt(gateway.url) };
  const rounds = stage.quick ? 1 : 4;
  const jobs = Array.from({ length: rounds }, (_, round) => REFUSALS.map((refusal) => ({ refusal, round }))).flat();
  const tickets: { refusal: Refusal; round: number; held: Ticket }[] = [];
  for (const [index, job] of jobs.entries()) {
    const held = await ticket(gateway.url, SEATS[index % SEATS.length] ?? '', job.refusal.undo);
    tickets.push({ ...job, held });
  }
  await takeOff(world, gateway.url);
  stage.progress.begin('undos', tickets.length);
  let slowest = 0;
  for (const { refusal, round, held } of tickets) {
    // The first round waits as long as the platform does; in the others time is made to pass.
    const hurry = stage.quick || round > 0 || refusal.status === CLEAR_NO;
    slowest = Math.max(slowest, await undone(theatre, held, refusal, hurry));
    stage.progress.step(`${refusal.undo} ${refusal.status} ${refusal.times}`);
  }
  return { undos: tickets.length, longestPauseMs: slowest };
}

/** One undo against one refusal, to its end. Answers the longest pause between two tries. */
async function undone(theatre: Theatre, held: Ticket, refusal: Refusal, hurry: boolean): Promise<number> {
  const { stage, world } = theatre;
  const before = asked(world.stripe, refusal.undo);
  refuse(world.stripe, refusal);
  await provoke(refusal.undo, held);
  const endless = refusal.times === FOR_EVER;
  const wanted = (seen: Watched): boolean => (endless ? seen.needsAttention !== null : seen.over);
  const seen = await watch(world, held.id, wanted, { hurry, withinMs: UNDO_MS });
  if (!seen) {
    stage.broken(`${held.id}: ${nameOf(refusal)} is ${endless ? 'not shown to anybody' : 'not undone'}`);
    world.stripe.faults.clear();
    return 0;
  }
  checkPauses(theatre, held, refusal, seen);
  if (endless) await checkVisible(theatre, held, refusal);
  else checkTries(theatre, held, refusal, before);
  world.stripe.faults.clear();
  await checkEnd(theatre, held, refusal);
  return Math.max(0, ...seen.pauses.values());
}

/** Not a hammer: each pause is longer than the one before. */
function checkPauses({ stage }: Theatre, { id }: Ticket, refusal: Refusal, { pauses }: Watched): void {
  const lengths = [...pauses].toSorted(([a], [b]) => a - b).map(([, length]) => length);
  if (lengths.length === 0) stage.broken(`${id}: ${nameOf(refusal)} was never waited for`);
  const isBackingOff = lengths.every((length, index) => index === 0 || length > (lengths[index - 1] ?? 0));
  if (!isBackingOff) stage.broken(`${id}: the pauses of ${nameOf(refusal)} are ${lengths.join(', ')} ms`);
}

function checkTries(
  { stage, world }: Theatre,
  { id }: Ticket,
  refusal: Refusal,
  before: { all: number; refused: number },
): void {
  const after = asked(world.stripe, refusal.undo);
  const tries = { refused: after.refused - before.refused, all: after.all - before.all };
  if (tries.refused === refusal.times && tries.all === refusal.times + 1) return;
  stage.broken(`${id}: ${nameOf(refusal)} was asked for ${tries.all} times and refused ${tries.refused} times`);
}

/** It is on the seller's list, and nothing is given away meanwhile; once the cause is gone, one call ends it. */
async function checkVisible({ stage, world, seller }: Theatre, held: Ticket, refusal: Refusal): Promise<void> {
  const { id } = held;
  if (!(await isListed(seller, id))) stage.broken(`${id}: ${nameOf(refusal)} is not on the seller's list`);
  if (refusal.undo === 'close' && !(await isHeld(world, held)))
    stage.broken(`${id}: its seat is free though it can be paid`);
  const { refused } = asked(world.stripe, refusal.undo);
  await watch(world, id, () => asked(world.stripe, refusal.undo).refused > refused, { hurry: true, withinMs: UNDO_MS });
  if (asked(world.stripe, refusal.undo).refused === refused) stage.broken(`${id}: ${nameOf(refusal)} was given up`);
  await watch(world, id, ({ needsAttention }) => needsAttention !== null, { hurry: false, withinMs: UNDO_MS });
  world.stripe.faults.clear();
  let answer = await repair(seller, id);
  // The platform's own try may be under way at this very moment.
  if (answer === 'CHECKOUT_BUSY') {
    await watch(world, id, ({ over }) => over, { hurry: false, withinMs: UNDO_MS });
    answer = await repair(seller, id);
  }
  if (answer !== ENDS[refusal.undo]) stage.broken(`${id}: the repair of ${nameOf(refusal)} came to ${answer}`);
}

/** Over, nothing held, no money left with us, none given twice, nothing on anybody's list. */
async function checkEnd({ stage, world, seller }: Theatre, held: Ticket, refusal: Refusal): Promise<void> {
  const { id } = held;
  const seen = await watch(world, id, ({ over }) => over, { hurry: false, withinMs: UNDO_MS });
  const money = (await world.provider.money()).get(id) ?? { paid: 0, refunded: 0, payments: 0 };
  const sessions = (await world.provider.sessions()).filter(({ metadata }) => metadata.checkout === id);
  const paid = refusal.undo === 'refund' ? 4500 : 0;
  const found = {
    status: seen?.status,
    needsAttention: seen?.needsAttention,
    listed: await isListed(seller, id),
    held: await isHeld(world, held),
    ...{ paid: money.paid, refunded: money.refunded, open: sessions.filter(({ status }) => status === 'open').length },
  };
  const end = { status: ENDS[refusal.undo], needsAttention: null, listed: false, held: false };
  const expected = { ...end, paid, refunded: paid, open: 0 };
  const [is, wanted] = [JSON.stringify(found), JSON.stringify(expected)];
  if (is !== wanted) stage.broken(`${id}: ${nameOf(refusal)} ended as ${is}, not ${wanted}`);
}

function nameOf({ undo, status, times }: Refusal): string {
  return `a ${undo} refused with ${status} ${times === FOR_EVER ? 'for ever' : `${times} times`}`;
}
