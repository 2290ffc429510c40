import { Field, Int, InterfaceType, ObjectType } from '@nestjs/graphql';
import { problemDefinition, registerProblem, type ProblemDefinition } from './problem-registry.js';

/** One finding about one place of the input. */
@ObjectType({ description: 'What is wrong with one place of the input' })
export class ProblemDetail {
  @Field({ description: 'Where, as dotted path: `input.lines.0.quantity`' })
  path: string;

  @Field({ description: 'Stable code of the broken rule, such as `isEmail`' })
  code: string;

  @Field({ description: 'For a person' })
  message: string;
}

/**
 * An expected failure. It is thrown like an error and shown like data: as member of a result union in GraphQL, as body
 * in REST, as structured error over MCP. A bug is any other exception and never becomes a problem.
 */
@InterfaceType('Problem', {
  description:
    'An expected failure. `... on Problem` catches every one of them, those added later included. `code` is stable.',
  resolveType: (problem: { __typename?: string }) => problem.__typename ?? problem.constructor.name,
})
export abstract class Problem extends Error {
  @Field(() => String, { description: 'Stable, upper case, listed in contracts/problems.md' })
  readonly code: string;

  @Field(() => String, { description: 'For a person; may change at any time' })
  declare message: string;

  @Field(() => Boolean, { description: 'True when the same call may succeed later' })
  readonly retryable: boolean;

  @Field(() => Int, { nullable: true, description: 'Seconds to wait before trying again' })
  readonly retryAfterSeconds?: number;

  @Field(() => String, { description: 'What to do next' })
  readonly advice: string;

  @Field(() => [ProblemDetail], { description: 'Places of the input that are wrong; often empty' })
  readonly details: ProblemDetail[];

  /** HTTP status on REST and before a resolver. */
  readonly status: number;

  constructor(message: string, options: { retryAfterSeconds?: number; details?: ProblemDetail[] } = {}) {
    super(message);
    const { code, retryable, advice, status } = problemDefinition(new.target);
    Object.assign(this, { name: new.target.name, code, retryable, advice, status, details: options.details ?? [] });
    if (options.retryAfterSeconds !== undefined) this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/**
 * Declares a problem: registers its code, makes the class a GraphQL type and a row of `contracts/problems.md`.
 * Two classes with one code do not load.
 */
export function ProblemType(definition: ProblemDefinition): ClassDecorator {
  return (target) => {
    registerProblem(target, definition);
    ObjectType({ description: definition.description, implements: () => [Problem] })(target);
  };
}
