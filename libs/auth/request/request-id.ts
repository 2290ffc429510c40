import type { IncomingHttpHeaders } from 'node:http';
import { newId } from '@comptoir/kernel';

const REQUEST_ID = /^[A-Za-z0-9._-]{1,64}$/;

/** What a request is called in answers and in the log: as its sender calls it, or by a name of ours. Asked once for each. */
export function requestIdOf({ headers }: { headers: IncomingHttpHeaders }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newId('req');
}
