import type { IncomingMessage } from 'node:http';

/** `/t/{tenant}/graphql` and `/t/{tenant}/mcp`: the same endpoints for one tenant alone. REST has its own. */
const TENANT_PATH = /^\/t\/([^/?]+)(\/(?:graphql|mcp)(?:\?.*)?)$/;

/** Tenants by request. Kept aside: whoever rewrites an address after us would lose what stood in it. */
const named = new WeakMap<IncomingMessage, string>();

/** Takes the tenant out of a request's address, before any route is looked for. What is left is the endpoint's own. */
export function takeTenant(request: IncomingMessage): string {
  const { url = '/' } = request;
  const [, tenantId, endpoint] = TENANT_PATH.exec(url) ?? [];
  if (tenantId === undefined || endpoint === undefined) return url;
  named.set(request, tenantId);
  return endpoint;
}

/** Handle of the tenant that stood in a request's address, as it was written there; null where none did. */
export function tenantInPath(request: IncomingMessage): string | null {
  return named.get(request) ?? null;
}
