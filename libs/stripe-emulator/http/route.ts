import type { Values, Shape } from '../params/shapes.js';
import { parseParams } from '../params/shapes.js';
import type { FormObject } from '../params/form.js';
import type { Scope } from '../core/world.js';

/** An answer before it is written; declines carry an error body with status 402. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** One operation: synchronous, so that it runs as a whole inside one transaction. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: readonly string[];
  /** Exists only for requests that ask for a preview version. */
  readonly preview: boolean;
  /** `ids` are the path's variable parts, in order. */
  readonly run: (scope: Scope, ids: readonly string[], form: FormObject) => Reply;
}

/** Declares an operation; `:name` in the path is variable. The body it returns is answered with 200. */
export function route<S extends Shape>(
  method: Route['method'],
  path: string,
  shape: S,
  run: (scope: Scope, params: Values<S>, ids: readonly string[]) => unknown,
): Route {
  return {
    method,
    path: path.split('/').slice(1),
    preview: false,
    run: (scope, ids, form) => {
      const result = run(scope, parseParams(shape, form), ids);
      return result instanceof DeclinedReply ? result : { status: 200, body: result };
    },
  };
}

/** Declares that an operation exists in preview versions only. */
export function preview(stable: Route): Route {
  return { ...stable, preview: true };
}

/** A body to answer with a status other than 200 although the operation's changes stay: a declined payment. */
export class DeclinedReply implements Reply {
  readonly status = 402;
  readonly body: unknown;

  constructor(body: unknown) {
    this.body = body;
  }
}

/** Finds the operation of a request, with the variable parts of its path. */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): { route: Route; ids: string[] } | undefined {
  const parts = path.split('/').slice(1);
  for (const candidate of routes) {
    if (candidate.method !== method || candidate.path.length !== parts.length) continue;
    const ids: string[] = [];
    const fits = candidate.path.every((part, index) => {
      const actual = parts[index] ?? '';
      if (part.startsWith(':')) ids.push(actual);
      return part.startsWith(':') || part === actual;
    });
    if (fits) return { route: candidate, ids };
  }
  return undefined;
}
