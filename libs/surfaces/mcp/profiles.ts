import type { Operation } from '../operations/operation.js';

/** Views of the tools that a client may ask for by `?profile=`: what is not listed cannot be called either. */
const PROFILES: Readonly<Record<string, (operation: Operation) => boolean>> = {
  shop: ({ tool }) => tool?.toolset === 'GENERAL' || tool?.toolset === 'SHOP',
  'read-only': (operation) => operation.rule.risk === 'READ' && isForBuyers(operation),
  admin: ({ tool }) => tool?.toolset !== 'OPERATOR',
  operator: () => true,
};

/** A shopping agent has no use for the tools of sellers and operators: they are listed to who asks for them by name. */
function isForBuyers({ tool }: Operation): boolean {
  return tool?.toolset !== 'ADMIN' && tool?.toolset !== 'OPERATOR';
}

export const PROFILE_NAMES = Object.keys(PROFILES);

/** Whether an operation belongs to a profile. Without one, every tool is offered but those of sellers and operators. */
export function profileOf(name: string | null): ((operation: Operation) => boolean) | null {
  if (name === null) return isForBuyers;
  return Object.hasOwn(PROFILES, name) ? (PROFILES[name] ?? null) : null;
}
