import type { World } from './world.js';
import { LOOPBACK } from './listen.js';

/** Where the primary listens, and the address of the same database at another port of this machine, for a proxy. */
export async function databaseBehind(world: World): Promise<{ target: number; uriAt: (port: number) => string }> {
  const hello = await world.db.admin().command({ hello: 1 });
  const port = Number(/:(\d+)$/.exec(String(hello['primary'] ?? hello['me']))?.[1]);
  if (!port) throw new Error('The database does not say where its primary is');
  return { target: port, uriAt: (proxied) => directTo(world.mongoUri, proxied) };
}

/** The driver must not go where the database says it is. */
function directTo(uri: string, port: number): string {
  const url = new URL(uri.replace(/^mongodb(\+srv)?:\/\/([^@/]*@)?[^/?]+/, `mongodb://$2${LOOPBACK}:${port}`));
  url.searchParams.delete('replicaSet');
  url.searchParams.set('directConnection', 'true');
  return url.toString();
}
