import type { Operation } from '../operations/operation.js';

/** Views of the tools that a client may ask for by `?profile=`: what is not listed cannot be called either. */
const PROFILES: Readonly<Record<string, (operation: Operation) => boolean>> = {
  shop: ({ tool }) => tool?.toolset === 'GENERAL' || tool?.toolset === 'SHOP',
  'read-only': ({ rule, tool }) => rule.risk === 'READ' && tool?.toolset !== 'ADMIN',
  admin: () => true,
};

export const PROFILE_NAMES = Object.keys(PROFILES);

/** Whether an operation belongs to a profile. Without one, every tool is offered but those of sellers. */
export function profileOf(name: string | null): ((operation: Operation) => boolean) | null {
  if (name === null) return ({ tool }) => tool?.toolset !== 'ADMIN';
  return Object.hasOwn(PROFILES, name) ? (PROFILES[name] ?? null) : null;
}
