import colors from 'picocolors';
import type { Supervisor } from '../start/supervisor.js';
import { DemoWorld } from './demo-world.js';
import { agentScene } from './scenes/agent.scene.js';
import { buyScene } from './scenes/buy.scene.js';
import { declineScene } from './scenes/decline.scene.js';
import { directoryScene } from './scenes/directory.scene.js';
import { expireScene } from './scenes/expire.scene.js';
import { killScene } from './scenes/kill.scene.js';
import type { Outcome } from './scenes/stage.js';
import { stayScene } from './scenes/stay.scene.js';
import { Transcript } from './transcript.js';

/** Plays every scene on a world of its own. The last line is for machines: it is there only if all of it happened. */
export async function demoCommand(env: NodeJS.ProcessEnv, supervisor: Supervisor): Promise<void> {
  console.log(`${colors.bold('Comptoir demo')}: ports of its own, a database that is thrown away`);
  const world = await DemoWorld.create(env, supervisor);
  const stage = { world, transcript: new Transcript() };
  const retail = await buyScene(stage);
  await declineScene(stage);
  await expireScene(stage);
  await killScene(stage);
  const directory = await directoryScene(stage);
  const stay = await stayScene(stage);
  const agent = await agentScene(stage, stay.booked);
  const outcome = { demo: 'ok', graphql: byKind([retail, directory, stay]), mcp: byKind(agent) };
  supervisor.sayLast(`\n${JSON.stringify(outcome)}`);
}

function byKind(outcomes: readonly Outcome[]): Record<string, string> {
  return Object.fromEntries(outcomes.map(({ kind, status }) => [kind, status]));
}
