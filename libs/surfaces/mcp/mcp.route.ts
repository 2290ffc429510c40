import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  isLegacyRequest,
  localhostAllowedHostnames,
  originValidationResponse,
  type AuthInfo,
  WebStandardStreamableHTTPServerTransport,
  type McpHttpHandler,
  type Server,
} from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { RequestSource } from '#auth';
import { Config, PublicUrl } from '#platform';
import { TenantsService } from '#tenants';
import type { Operation } from '../operations/operation.js';
import { OperationsService } from '../operations/operations.service.js';
import { Toolbox } from './mcp-server.js';
import { PROFILE_NAMES, profileOf } from './profiles.js';
import { ToolCalls } from './tool-calls.js';
import { sendWebResponse, webRequest } from './web-request.js';

/** One HTTP request: who sent it, and which tools it may see. */
interface Incoming {
  readonly source: RequestSource;
  readonly belongs: (operation: Operation) => boolean;
}

/** The revision whose every request says so. */
const REVISION = '2026-07-28';

/** JSON-RPC 2.0: the parameters are wrong. */
const INVALID_PARAMS = -32_602;

/** `/mcp`: Streamable HTTP, revisions 2026-07-28 and 2025-11-25 from one handler. */
@Injectable()
export class McpRoute implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('mcp');
  /** What is known of each request; the SDK hands its `authInfo`, and nothing else of ours, to the server it asks for. */
  private readonly incoming = new WeakMap<AuthInfo, Incoming>();
  private handler: McpHttpHandler | null = null;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly operations: OperationsService,
    private readonly calls: ToolCalls,
    private readonly config: Config,
    private readonly publicUrl: PublicUrl,
    private readonly tenants: TenantsService,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const toolbox = new Toolbox(this.operations.all());
    const handler = this.createHandler(toolbox);
    this.handler = handler;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register(async (scope) => {
      // Bytes reach us whatever their type, so that a broken body is answered in JSON-RPC.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      scope.route({
        method: ['POST', 'GET', 'DELETE'],
        url: '/mcp',
        handler: async (request, reply) => sendWebResponse(reply, await this.answer(handler, toolbox, request)),
      });
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.handler?.close();
  }

  private createHandler(toolbox: Toolbox): McpHttpHandler {
    return createMcpHandler(
      ({ authInfo }) => {
        const incoming = authInfo && this.incoming.get(authInfo);
        if (!incoming) throw new Error('The SDK asked for a server without saying for which request');
        return this.server(toolbox, incoming);
      },
      { onerror: (error) => this.logger.debug({ msg: 'refused', reason: error.message }) },
    );
  }

  private server(toolbox: Toolbox, { source, belongs }: Incoming): Server {
    return toolbox.server(belongs, (operation, given) => this.calls.call(operation, given, source));
  }

  private async answer(handler: McpHttpHandler, toolbox: Toolbox, incoming: FastifyRequest): Promise<Response> {
    const { request, parsedBody } = webRequest(incoming);
    const foreign = await this.refuseForeign(request, incoming.hostname);
    if (foreign) return foreign;
    const profile = new URL(request.url).searchParams.get('profile');
    const belongs = profileOf(profile);
    if (!belongs) return unknownProfile(profile);
    const { id, headers, ip, hostname, raw } = incoming;
    const known = { source: { id, headers, ip, hostname, raw }, belongs };
    if (await isEarlier(request, parsedBody)) return answerInOnePiece(this.server(toolbox, known), request, parsedBody);
    const authInfo: AuthInfo = { token: '', clientId: '', scopes: [] };
    this.incoming.set(authInfo, known);
    return handler.fetch(request, { authInfo, ...(parsedBody === undefined ? {} : { parsedBody }) });
  }

  /** A page in somebody's browser must not reach a gateway on their machine under another name than ours or a tenant's. */
  private async refuseForeign(request: Request, hostname: string): Promise<Response | undefined> {
    const names = [new URL(this.publicUrl.get()).hostname, this.config.HOST, ...localhostAllowedHostnames()];
    if (await this.tenants.atHost(hostname)) names.push(hostname);
    return hostHeaderValidationResponse(request, names) ?? originValidationResponse(request, names);
  }
}

/** Whether a message is one of 2025-11-25. Who names the later revision is left to the handler, which looks closer. */
async function isEarlier(request: Request, parsedBody: unknown): Promise<boolean> {
  if (parsedBody === undefined || request.headers.get('mcp-protocol-version') === REVISION) return false;
  return isLegacyRequest(request, parsedBody);
}

/** As the handler would, but not as an event stream: there is one message, and a stream around it costs as much as a call. */
async function answerInOnePiece(server: Server, request: Request, parsedBody: unknown): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  await server.connect(transport);
  try {
    return await transport.handleRequest(request, { parsedBody });
  } finally {
    await server.close();
  }
}

function unknownProfile(name: string | null): Response {
  const message = `There is no profile ${JSON.stringify(name)}; there are: ${PROFILE_NAMES.join(', ')}`;
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: INVALID_PARAMS, message } }, { status: 400 });
}
