import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { GqlExecutionContext, type GqlContextType } from '@nestjs/graphql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { getNamedType, GraphQLError, isUnionType, type GraphQLResolveInfo } from 'graphql';
import { envelope, internalError, Problem, type ProblemEnvelope } from '@comptoir/kernel';
import type { RequestContext } from '#auth';
import { isFacade, sendStripeError } from '../stripe-facade/stripe-error.js';
import { asProblem } from './as-problem.js';

/**
 * Turns whatever was thrown into what the caller may see. On GraphQL a problem that is a member of the field's result
 * union becomes the result (a filter may return a value), any other an error with the same envelope.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('request');

  catch(thrown: unknown, host: ArgumentsHost): unknown {
    return host.getType<GqlContextType>() === 'graphql' ? this.graphql(thrown, host) : this.http(thrown, host);
  }

  private graphql(thrown: unknown, host: ArgumentsHost): unknown {
    const context = GqlExecutionContext.create(host as never);
    const { requestId } = context.getContext<RequestContext>();
    const problem = asProblem(thrown);
    if (problem && isMember(problem, context.getInfo<GraphQLResolveInfo>())) return asMember(problem);
    throw this.graphqlError(problem ?? thrown, requestId);
  }

  private graphqlError(thrown: unknown, requestId: string): GraphQLError {
    if (thrown instanceof GraphQLError) return thrown;
    if (thrown instanceof Problem) {
      return new GraphQLError(thrown.message, {
        extensions: { ...envelope(thrown, requestId), http: { status: 200 } },
      });
    }
    this.logger.error({ msg: 'unexpected failure', requestId, err: thrown });
    const { message, ...extensions } = internalError(requestId);
    return new GraphQLError(message, { extensions: { ...extensions, http: { status: 500 } } });
  }

  private http(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const { status, body } = this.rendered(thrown, request.id);
    if (isFacade(request.url)) return sendStripeError(reply, status, body);
    if (body.retryAfterSeconds !== undefined) void reply.header('retry-after', body.retryAfterSeconds);
    void reply.status(status).type('application/json; charset=utf-8').send(body);
  }

  private rendered(thrown: unknown, requestId: string): { status: number; body: ProblemEnvelope } {
    const problem = asProblem(thrown);
    if (problem) return { status: problem.status, body: envelope(problem, requestId) };
    const status = statusOf(thrown);
    if (status !== null && status < 500) return { status, body: plain(status, requestId) };
    this.logger.error({ msg: 'unexpected failure', requestId, err: thrown });
    return { status: 500, body: internalError(requestId) };
  }
}

/** graphql-js throws every result that is an Error, so a member of a union is handed over as plain data. */
function asMember(problem: Problem): Record<string, unknown> {
  return {
    ...Object.fromEntries(Object.entries(problem)),
    message: problem.message,
    __typename: problem.constructor.name,
  };
}

function isMember(problem: Problem, info: GraphQLResolveInfo): boolean {
  const type = getNamedType(info.returnType);
  return isUnionType(type) && type.getTypes().some(({ name }) => name === problem.constructor.name);
}

/** Status of Nest's and Fastify's own refusals: unknown route, broken JSON, too large a body. */
function statusOf(thrown: unknown): number | null {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')
    return thrown.statusCode;
  return null;
}

type Plain = readonly [code: string, message: string, advice?: string];

const UNREADABLE: Plain = [
  'INVALID_INPUT',
  'The request cannot be understood.',
  'Send a body of valid JSON, nested no deeper than 64 levels.',
];

const PLAIN: Readonly<Record<number, Plain>> = {
  404: [
    'NOT_FOUND',
    'There is nothing at this address.',
    'See /openapi.json for routes, and /graphql in a browser for the schema.',
  ],
  405: ['METHOD_NOT_ALLOWED', 'This method is not offered here.'],
  413: ['BODY_TOO_LARGE', 'The body is larger than this server takes.'],
  415: ['UNSUPPORTED_MEDIA_TYPE', 'This content type is not taken here.', 'Send `content-type: application/json`.'],
};

function plain(status: number, requestId: string): ProblemEnvelope {
  const [code, message, advice = 'Correct the request.'] = PLAIN[status] ?? UNREADABLE;
  return { code, message, retryable: false, advice, details: [], requestId };
}
