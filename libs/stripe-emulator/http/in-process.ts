import { ApiError, errorBody } from '../core/api-error.js';
import type { Api } from './api.js';
import type { Incoming, Replying } from './exchange.js';

/**
 * The API as a `fetch` of this process: for `Stripe.createFetchHttpClient`, without a socket. What a planned fault swallows
 * never settles until the caller gives up; a reset rejects as `fetch` does.
 */
export function inProcessFetch(api: Api): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    const incoming: Incoming = {
      method: request.method,
      path: pathname,
      query: search.slice(1),
      body: await request.text(),
      headers: Object.fromEntries(request.headers),
    };
    return new Promise((resolve, reject) => {
      request.signal.addEventListener('abort', () => reject(request.signal.reason as Error), { once: true });
      const replying: Replying = {
        send: (status, body, headers) => resolve(Response.json(body, { status, headers: headers ?? {} })),
        reset: () => reject(new TypeError('fetch failed: the emulator reset the connection')),
      };
      api.handle(incoming, replying).catch((error: unknown) => {
        // What the API refuses before it has an answer of its own; anything else is a fault of the emulator.
        if (error instanceof ApiError) replying.send(error.status, errorBody(error));
        else reject(error instanceof Error ? error : new Error(String(error)));
      });
    });
  };
}
