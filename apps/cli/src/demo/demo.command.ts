import type { Supervisor } from '../start/supervisor.js';
export async function demoCommand(_env: NodeJS.ProcessEnv, _supervisor: Supervisor): Promise<void> {}
