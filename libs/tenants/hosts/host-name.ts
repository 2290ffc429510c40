/** Host names one tenant may have. */
export const MAX_HOSTS = 20;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** At least two labels, the last one with a letter: no address, no `localhost`, no name of a container. */
const HOST_NAME = new RegExp(`^(?=.{4,253}$)(?:${LABEL}\\.)+(?=[a-z0-9-]*[a-z])${LABEL}$`);

/** Whether a tenant could have this host name, written as it is stored: lower case, no port, no trailing dot. */
export function isHostName(name: string): boolean {
  return HOST_NAME.test(name);
}

/** A host name as it is stored, from one that a request brings. */
export function hostName(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
