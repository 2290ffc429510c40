import { randomBytes } from 'node:crypto';
import { AccountsService } from '#auth';
import { currencyExponent, isCurrency } from '@comptoir/kernel';
import type { Tenant } from '@comptoir/tenant-kit';
import type { Config, Database } from '#platform';
import { CatalogService, parseShopifyCsv } from '#shop';
import { TenantsService } from '#tenants';
import { CliError } from '../cli-error.js';
import { withSeedServices } from '../seed/apply-seed.js';

/** What is to be there afterwards. */
export interface Wanted {
  readonly tenant: Omit<Tenant, 'capabilities'>;
  /** Its whole catalogue; null leaves the one that it has. */
  readonly csv: { readonly path: string; readonly text: string } | null;
  /** E-mail of whoever administers it; null makes no account. */
  readonly admin: string | null;
}

type Families = ReturnType<typeof parseShopifyCsv>['families'];

/** Writes it; may be repeated. Answers what it did, a line each. */
export function applyTenant(config: Config, database: Database, wanted: Wanted): Promise<string[]> {
  return withSeedServices(config, database, async ({ context }) => {
    const { tenant, admin } = wanted;
    const tenants = context.get(TenantsService);
    const families = familiesOf(wanted);
    await tenants.put(tenant);
    const done = [`Tenant ${tenant.id} is ${tenant.status}.`];
    if (families) {
      const [currency = ''] = tenant.currencies;
      await context.get(CatalogService).importFamilies(await tenants.resolveForWork(tenant.id), families, currency);
      done.push(`Products: ${families.length}.`);
    }
    if (admin !== null) {
      const password = randomBytes(15).toString('base64url');
      const account = { type: 'tenant-admin', tenantId: tenant.id, email: admin, password, name: tenant.name } as const;
      await context.get(AccountsService).ensure(account);
      done.push(`Its administrator is ${admin}, password ${password} (shown this once).`);
    }
    return done;
  });
}

/** Before anything is written: one line that cannot be read leaves everything as it is. */
function familiesOf({ csv, tenant }: Wanted): Families | null {
  const [currency] = tenant.currencies;
  // What is wrong with the currencies is said with all else that is wrong with the record.
  if (!csv || currency === undefined || !isCurrency(currency)) return null;
  const { families, problems } = parseShopifyCsv(csv.text, { currency, exponent: currencyExponent(currency) });
  if (problems.length === 0) return families;
  const lines = problems.map(({ row, column, message }) => `${csv.path}, line ${row}, ${column}: ${message}`);
  throw new CliError(lines.join('\n'));
}
