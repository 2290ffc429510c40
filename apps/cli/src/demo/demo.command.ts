import colors from 'picocolors';
import type { Supervisor } from '../start/supervisor.js';
import { DemoWorld } from './demo-world.js';
import { buyScene } from './scenes/buy.scene.js';
import { declineScene } from './scenes/decline.scene.js';
import { expireScene } from './scenes/expire.scene.js';
import { killScene } from './scenes/kill.scene.js';
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
  supervisor.sayLast(`\n${JSON.stringify({ demo: 'ok', graphql: { retail } })}`);
}
