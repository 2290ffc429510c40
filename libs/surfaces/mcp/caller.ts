import { Injectable } from '@nestjs/common';
import { envelope, InvalidInput, type ProblemEnvelope } from '@comptoir/kernel';
import { RequestContextFactory, Unauthenticated, type RequestContext, type RequestSource } from '#auth';
import type { Value } from '../operations/operation-result.js';

/** Who calls, and the arguments without the token that may have come among them. */
export interface Caller {
  readonly context: RequestContext;
  readonly arguments: Value;
  /** What is wrong with the token argument. */
  readonly problem: ProblemEnvelope | null;
}

/**
 * The token belongs in the header. Some clients can only send arguments, so `auth_token` is taken too, unlisted: the
 * header wins, a token of somebody else is refused, and it goes no further than here.
 */
@Injectable()
export class Callers {
  constructor(private readonly contexts: RequestContextFactory) {}

  async of(source: RequestSource, given: Value): Promise<Caller> {
    const { auth_token: snake, authToken: camel = snake, ...rest } = given;
    const context = await this.contexts.build(source);
    const answer = { context, arguments: rest, problem: null };
    if (camel === undefined || camel === null) return answer;
    if (typeof camel !== 'string') {
      const wrong = InvalidInput.at('auth_token', 'type', 'must be string');
      return { ...answer, problem: envelope(wrong, context.requestId) };
    }
    const authorization = /^Bearer /i.test(camel) ? camel : `Bearer ${camel}`;
    const argued = await this.contexts.build({ ...source, headers: { ...source.headers, authorization } });
    if (source.headers['authorization'] === undefined) return { ...answer, context: argued };
    if (argued.authProblem || argued.principal.id !== context.principal.id) {
      const other = new Unauthenticated('The argument auth_token and the Authorization header name different callers.');
      return { ...answer, problem: envelope(other, context.requestId) };
    }
    return answer;
  }
}
