import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { ApiError, errorBody } from '../core/api-error.js';
import { noticePage } from '../page/document.js';
import { PAY_PATH, servePage } from '../page/serve-page.js';
import type { Api } from './api.js';
import type { ControlOptions } from './control/control-input.js';
import { CONTROL_PATH, serveControl } from './control/control.js';
import { BodyTooLarge, readIncoming, replyingTo, sendJson } from './exchange.js';

/** Everything one address serves. */
export interface ServerOptions {
  readonly api: Api;
  readonly control: ControlOptions;
  readonly onError: (error: unknown) => void;
}

/** The HTTP server: API, pages and control on one port. */
export function createEmulatorServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    answer(options, request, response).catch((error: unknown) => fail(options, request, response, error));
  });
}

async function answer(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const incoming = await readIncoming(request);
  if (incoming.path.startsWith('/v1/')) return options.api.handle(incoming, replyingTo(response));
  if (incoming.path.startsWith(CONTROL_PATH)) return serveControl(options.control, incoming, response);
  if (incoming.path.startsWith(PAY_PATH)) return servePage(options.control.world, incoming, response);
  response.writeHead(incoming.path === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
  response.end(noticePage('Test payment emulator', 'This process stands in for a payment provider. See its README.'));
}

function fail(options: ServerOptions, request: IncomingMessage, response: ServerResponse, error: unknown): void {
  // The client went away while sending: nobody to answer, nothing was executed.
  if (request.destroyed && !request.complete) return;
  if (error instanceof ApiError) return sendJson(response, error.status, errorBody(error));
  const tooLarge = error instanceof BodyTooLarge;
  if (!tooLarge) options.onError(error);
  const status = tooLarge ? 413 : 500;
  const text = tooLarge ? error.message : 'The test payment emulator failed; its log says why.';
  if (response.headersSent) response.destroy();
  else sendJson(response, status, errorBody(new ApiError(status, 'api_error', text)), { connection: 'close' });
}
