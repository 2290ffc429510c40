import { RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';

/** First parts of addresses that are ours, now or later. A kind's operations are routes under `/v1` by their documents. */
export const OUR_ADDRESSES: ReadonlySet<string> = new Set([
  ...[
    '.well-known',
    'api',
    'graphiql',
    'graphql',
    'health',
    'mcp',
    'metrics',
    'openapi.json',
    'pay',
    't',
    'v1',
    'webhooks',
  ],
  '',
]);

/** A route of a controller, its parameters without their names: `GET /r/{}/{}`. */
export interface ControllerRoute {
  readonly route: string;
  /** First part of its address. */
  readonly begins: string;
}

/** The routes of a Nest controller, as its decorators say. */
export function routesOf(controller: Type): ControllerRoute[] {
  const bases = pathsOf(controller);
  const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object));
  return methods.flatMap(({ value }) => {
    const verb =
      typeof value === 'function' ? (Reflect.getMetadata(METHOD_METADATA, value) as number | undefined) : undefined;
    if (verb === undefined) return [];
    const paths = bases.flatMap((base) => pathsOf(value as object).map((path) => `${base}/${path}`));
    return paths.map((path) => routeOf(RequestMethod[verb] ?? 'ALL', path));
  });
}

function pathsOf(target: object): string[] {
  const paths = Reflect.getMetadata(PATH_METADATA, target) as string | string[] | undefined;
  return [paths ?? ''].flat();
}

function routeOf(verb: string, path: string): ControllerRoute {
  const parts = path.split('/').filter(Boolean);
  const shown = parts.map((part) => (part.startsWith(':') ? '{}' : part));
  return { route: `${verb} /${shown.join('/')}`, begins: shown[0] ?? '' };
}
