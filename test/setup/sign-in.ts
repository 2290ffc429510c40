import { AccountsService } from '#auth';
import type { Gateway } from '#gateway';
import { Client } from './client.js';

const PASSWORD = 'correct horse battery staple';

const LOGIN =
  'mutation ($input: LoginInput!) { login(input: $input) { ... on LoginSucceeded { session { accessToken } } } }';

/** A caller with an account of this type, made where it is not there. */
export async function signIn(
  { app, url }: Gateway,
  tenantId: string,
  type: 'shopper' | 'tenant-admin' | 'operator',
): Promise<Client> {
  const email = `${type}@${tenantId}.example`;
  await app.get(AccountsService).ensure({ tenantId, email, password: PASSWORD, type, name: type });
  const { session } = await new Client(url).ask(LOGIN, { input: { tenantId, email, password: PASSWORD } });
  return new Client(url, session.accessToken);
}
