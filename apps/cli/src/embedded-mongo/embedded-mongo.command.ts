import type { Command } from 'commander';
import type { Supervisor } from '../start/supervisor.js';

type Run = (work: (supervisor: Supervisor) => Promise<void>, interruptedCode: number) => Promise<void>;

/** Adds `comptoir embedded-mongo`, and below it the export and import of a folder that no database uses. */
export function registerEmbeddedMongoCommand(program: Command, env: NodeJS.ProcessEnv, run: Run): void {
  const mongo = program
    .command('embedded-mongo')
    .description('run the embedded database alone, in the foreground')
    .option('-p, --port <port>', 'port to listen on, on 127.0.0.1', '27017')
    .option('--data <folder>', 'keep everything in this folder; in memory without it')
    .action(async (flags) => {
      const { runEmbeddedMongo } = await import('./run-embedded-mongo.js');
      await run((supervisor) => runEmbeddedMongo(flags, env, supervisor), 0);
    });

  mongo
    .command('export <folder> [file]')
    .description('write every index and document of a stopped database as JSON lines')
    .action(async (folder: string, file: string | undefined) => {
      const { exportFolder } = await import('./run-embedded-mongo.js');
      await exportFolder(folder, file);
    });

  mongo
    .command('import <folder> [file]')
    .description('add such lines to the folder of a stopped database')
    .action(async (folder: string, file: string | undefined) => {
      const { importFolder } = await import('./run-embedded-mongo.js');
      console.log(`${await importFolder(folder, file)} documents imported`);
    });
}
