import type { Command } from 'commander';
import { Supervisor } from '../start/supervisor.js';

/** By convention, what a shell expects of a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Adds `comptoir doctor`. It says by its exit code what it found, so it ends the process itself. */
export function registerDoctorCommand(program: Command, env: NodeJS.ProcessEnv): void {
  program
    .command('doctor')
    .description('check that money, stock, orders and everything else in the database add up; writes nothing')
    .option('--mongo <uri>', 'database to look at (MONGODB_URI, else the embedded one)')
    .option('--data <folder>', 'folder of the data, seen from the repository', '.data')
    .option('--tenant <id>', 'only what belongs to this tenant')
    .option('--stripe', 'compare with the money at the payment provider as well')
    .option('--json', 'print findings as JSON lines')
    .addHelpText('after', '\nEnds with 0 when all is well, 1 when something is wrong, 2 when it could not look.')
    .action(async (flags) => {
      const { doctorCommand } = await import('./doctor.command.js');
      const supervisor = new Supervisor();
      let found = 0;
      const ending = await supervisor.run(async () => {
        found = await doctorCommand(flags, env, supervisor);
      }, INTERRUPTED);
      process.exit(ending === 0 ? found : ending);
    });
}
