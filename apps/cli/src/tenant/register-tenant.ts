import type { Command } from 'commander';
import type { Supervisor } from '../start/supervisor.js';

type Run = (work: (supervisor: Supervisor) => Promise<void>) => Promise<void>;

/** Adds `comptoir tenant`. */
export function registerTenantCommand(program: Command, env: NodeJS.ProcessEnv, run: Run): void {
  program
    .command('tenant')
    .description('make a tenant, or make it be as the file says: its record, its products, who administers it')
    .argument('<file>', 'JSON file of the record, see docs/operating.md')
    .option('--products <file>', 'CSV file, as Shopify exports products; their stock is set to what it says')
    .option('--admin <e-mail>', 'make this account, or give it a new password, which is printed')
    .option('--data <folder>', 'folder of the data, seen from the repository; without MONGODB_URI', '.data')
    .action(async (file, flags) => {
      const { tenantCommand } = await import('./tenant.command.js');
      await run((supervisor) => tenantCommand(file, flags, env, supervisor));
    });
}
