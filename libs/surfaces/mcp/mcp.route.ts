import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import {
  createMcpHandler,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  originValidationResponse,
  type McpHttpHandler,
} from '@modelcontextprotocol/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Config, PublicUrl } from '#platform';
import { OperationsService } from '../operations/operations.service.js';
import type { Origin } from './caller.js';
import { Toolbox } from './mcp-server.js';
import { PROFILE_NAMES, profileOf } from './profiles.js';
import { ToolCalls } from './tool-calls.js';
import { webRequest } from './web-request.js';

/** JSON-RPC 2.0: the parameters are wrong. */
const INVALID_PARAMS = -32_602;

/** `/mcp`: Streamable HTTP, revisions 2026-07-28 and 2025-11-25 from one handler. */
@Injectable()
export class McpRoute implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('mcp');
  /** Where each request came from; the SDK hands the request itself to the server it asks for. */
  private readonly origins = new WeakMap<Request, Origin>();
  private handler: McpHttpHandler | null = null;

  constructor(
    private readonly host: HttpAdapterHost,
    private readonly operations: OperationsService,
    private readonly calls: ToolCalls,
    private readonly config: Config,
    private readonly publicUrl: PublicUrl,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const handler = this.createHandler(new Toolbox(this.operations.all()));
    this.handler = handler;
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register(async (scope) => {
      // Bytes reach us whatever their type, so that a broken body is answered in JSON-RPC.
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      scope.route({
        method: ['POST', 'GET', 'DELETE'],
        url: '/mcp',
        handler: async (request, reply) => reply.send(await this.answer(handler, request, reply)),
      });
    });
  }

  async onModuleDestroy(): Promise<void> {
    await this.handler?.close();
  }

  private createHandler(toolbox: Toolbox): McpHttpHandler {
    return createMcpHandler(
      ({ requestInfo }) => {
        const origin = requestInfo && this.origins.get(requestInfo);
        if (!origin) throw new Error('The SDK asked for a server without its request');
        const belongs = profileOf(profileName(requestInfo)) ?? (() => false);
        return toolbox.server(belongs, (operation, given) => this.calls.call(operation, given, origin));
      },
      { onerror: (error) => this.logger.debug({ msg: 'refused', reason: error.message }) },
    );
  }

  private async answer(handler: McpHttpHandler, incoming: FastifyRequest, reply: FastifyReply): Promise<Response> {
    const { request, parsedBody } = webRequest(incoming, reply);
    const refused = this.refusal(request);
    if (refused) return refused;
    this.origins.set(request, { headers: incoming.headers, ip: incoming.ip });
    return handler.fetch(request, parsedBody === undefined ? {} : { parsedBody });
  }

  /** A page in somebody's browser must not reach a gateway on their machine under another name. */
  private refusal(request: Request): Response | undefined {
    const names = [new URL(this.publicUrl.get()).hostname, this.config.HOST, ...localhostAllowedHostnames()];
    const foreign = hostHeaderValidationResponse(request, names) ?? originValidationResponse(request, names);
    const profile = profileName(request);
    return foreign ?? (profileOf(profile) ? undefined : unknownProfile(profile));
  }
}

function profileName({ url }: Request): string | null {
  return new URL(url).searchParams.get('profile');
}

function unknownProfile(name: string | null): Response {
  const message = `There is no profile ${JSON.stringify(name)}; there are: ${PROFILE_NAMES.join(', ')}`;
  return Response.json({ jsonrpc: '2.0', id: null, error: { code: INVALID_PARAMS, message } }, { status: 400 });
}
