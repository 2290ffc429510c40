import colors from 'picocolors';
import type { Supervisor } from '../start/supervisor.js';
import { DemoWorld } from './demo-world.js';
import { installation, leftOutLines } from './installation.js';
import { buyScene } from './scenes/buy.scene.js';
import { declineScene } from './scenes/decline.scene.js';
import { directoryScene } from './scenes/directory.scene.js';
import { expireScene } from './scenes/expire.scene.js';
import { killScene } from './scenes/kill.scene.js';
import { leftOut, type Outcome, type Stage } from './scenes/stage.js';
import { stayScene } from './scenes/stay.scene.js';
import { seatsScene } from './seats/seats.scene.js';
import { THEATRE } from './seats/theatre.js';
import { Transcript } from './transcript.js';

/**
 * Plays every scene on a world of its own. The last line is for machines: it is there only if all that was played went
 * well, and says `ok` only if nothing was left out.
 */
export async function demoCommand(env: NodeJS.ProcessEnv, supervisor: Supervisor): Promise<void> {
  console.log(`${colors.bold('Comptoir demo')}: ports of its own, a database that is thrown away`);
  const installed = installation();
  const missing = leftOutLines(installed);
  for (const line of missing) console.log(colors.yellow(line));
  const world = await DemoWorld.create(env, supervisor, installed);
  const { graphql, mcp } = await play({ world, transcript: new Transcript(), installed });
  const outcome = { demo: missing.length ? 'partial' : 'ok', graphql: byKind(graphql), mcp: byKind(mcp) };
  supervisor.sayLast(`\n${JSON.stringify(outcome)}`);
}

interface Played {
  readonly graphql: readonly Outcome[];
  readonly mcp: readonly Outcome[];
}

async function play(stage: Stage): Promise<Played> {
  const { seats, agent } = stage.installed;
  const retail = await buyScene(stage);
  await declineScene(stage);
  await expireScene(stage);
  await killScene(stage);
  const stay = await stayScene(stage);
  const directory = await directoryScene(stage);
  const graphql = [retail, stay, directory, seats ? await seatsScene(stage) : leftOut(THEATRE.kind)];
  if (!agent) return { graphql, mcp: graphql.map(({ kind }) => leftOut(kind)) };
  // Imported only now: the agent's client is not everywhere.
  const { agentScene } = await import('./scenes/agent.scene.js');
  return { graphql, mcp: await agentScene(stage, stay.booked) };
}

function byKind(outcomes: readonly Outcome[]): Record<string, string> {
  return Object.fromEntries(outcomes.map(({ kind, status }) => [kind, status]));
}
