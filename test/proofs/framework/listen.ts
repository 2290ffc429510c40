import type { Server } from 'node:net';

export const LOOPBACK = '127.0.0.1';

/** Opens a server on a free port of this machine; answers the port. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      if (address && typeof address === 'object') resolve(address.port);
      else reject(new Error('The server has no port'));
    });
  });
}
