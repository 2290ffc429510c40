import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { envelope, Problem, type ProblemEnvelope } from '@comptoir/kernel';
import { RequestContextFactory, type RequestContext } from '#auth';
import { OperationError, type Operation, type RestRoute } from '../operations/operation.js';
import { statusOf, type OperationResult } from '../operations/operation-result.js';
import { OperationsService } from '../operations/operations.service.js';
import { Vocabulary } from '../operations/vocabulary.js';
import { openApi } from './open-api.js';
import { restArguments } from './rest-arguments.js';

/** `/v1` and `/openapi.json`: a route per operation that declares one. Failures are the one envelope. */
@Injectable()
export class RestRoutes implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly operations: OperationsService,
    private readonly contexts: RequestContextFactory,
  ) {}

  onApplicationBootstrap(): void {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    const all = this.operations.all();
    const words = new Vocabulary(all, ({ rest }) => rest && `${rest.method} ${rest.path}`);
    for (const operation of all) {
      if (operation.rest) this.offer(fastify, operation, operation.rest, words);
    }
    const description = JSON.stringify(openApi(all));
    fastify.get('/openapi.json', (_request, reply) => reply.type('application/json').send(description));
  }

  private offer(fastify: FastifyInstance, operation: Operation, route: RestRoute, words: Vocabulary): void {
    const { method } = route;
    const url = route.path.replace(/\{(\w+)\}/g, ':$1');
    if (fastify.hasRoute({ method, url })) {
      throw new OperationError(
        `${operation.source} offers the route ${method} ${route.path}, which comptoir itself has`,
      );
    }
    fastify.route({
      method,
      url,
      handler: async (request, reply) => {
        const result = await this.run(operation, request);
        return result.kind === 'data'
          ? reply.status(route.status).send(result.value)
          : sendProblem(reply, words.translate(result.problem));
      },
    });
  }

  private async run(operation: Operation, request: FastifyRequest): Promise<OperationResult> {
    const context = await this.contexts.build(request);
    try {
      return await this.operations.run(operation, restArguments(operation, request), context);
    } catch (error) {
      return { kind: 'problem', problem: knownProblem(error, context) };
    }
  }
}

/** A bug goes on to the gateway's filter, which logs it and says nothing. */
function knownProblem(error: unknown, { requestId }: RequestContext): ProblemEnvelope {
  if (error instanceof Problem) return envelope(error, requestId);
  throw error;
}

function sendProblem(reply: FastifyReply, problem: ProblemEnvelope): FastifyReply {
  if (problem.retryAfterSeconds !== undefined) void reply.header('retry-after', problem.retryAfterSeconds);
  return reply.status(statusOf(problem.code)).send(problem);
}
