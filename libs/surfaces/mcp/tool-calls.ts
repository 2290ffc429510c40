import { Injectable, Logger } from '@nestjs/common';
import type { CallToolResult } from '@modelcontextprotocol/server';
import { internalError, type ProblemEnvelope } from '@comptoir/kernel';
import type { RequestContext, RequestSource } from '#auth';
import type { Operation } from '../operations/operation.js';
import { refusedArguments, type OperationResult, type Value } from '../operations/operation-result.js';
import { OperationsService } from '../operations/operations.service.js';
import { Vocabulary } from '../operations/vocabulary.js';
import { Callers } from './caller.js';
import { DerivedKeys } from './derived-keys.js';
import { refused, succeeded } from './tool-result.js';

/** Name of the variable that carries an idempotency key. */
const KEY = 'idempotency_key';

/** How advice says where a token goes. */
const HEADER = '`Authorization: Bearer …`';

/** Calls tools: finds out who calls, lends a key where one is needed, and says problems in words of tools. */
@Injectable()
export class ToolCalls {
  private readonly logger = new Logger('mcp');
  private words: Vocabulary | null = null;

  constructor(
    private readonly operations: OperationsService,
    private readonly callers: Callers,
    private readonly keys: DerivedKeys,
  ) {}

  async call(operation: Operation, given: Value, source: RequestSource): Promise<CallToolResult> {
    const { context, arguments: values, problem } = await this.callers.of(source, given);
    if (problem) return refused(problem);
    try {
      const result = await this.run(operation, values, context);
      return result.kind === 'data' ? succeeded(result.value) : refused(this.inWordsOfTools(result.problem));
    } catch (error) {
      this.logger.error({ msg: 'unexpected failure', requestId: context.requestId, tool: operation.name, err: error });
      return refused(internalError(context.requestId));
    }
  }

  private async run(operation: Operation, given: Value, context: RequestContext): Promise<OperationResult> {
    const read = operation.arguments.read(given);
    if (!read.ok) return refusedArguments(read.details, context.requestId);
    if (!needsKey(operation, read.values, context)) return this.operations.execute(operation, read.values, context);
    return this.runWithDerivedKey(operation, read.values, context, true);
  }

  private async runWithDerivedKey(
    operation: Operation,
    values: Value,
    context: RequestContext,
    mayRenew: boolean,
  ): Promise<OperationResult> {
    const derived = await this.keys.of(context.principal, operation, values);
    const result = await this.operations.execute(operation, { ...values, [KEY]: derived.key }, context);
    const isOver = result.kind === 'problem' ? !result.problem.retryable : isSpent(operation, result.value);
    if (!isOver) return result;
    await this.keys.forget(derived);
    return result.kind === 'data' && mayRenew ? this.runWithDerivedKey(operation, values, context, false) : result;
  }

  /** Other names for operations, and a way for a model whose client sends the same headers with every call. */
  private inWordsOfTools(problem: ProblemEnvelope): ProblemEnvelope {
    this.words ??= new Vocabulary(this.operations.all(), ({ tool }) => tool?.name ?? null);
    const { advice, ...rest } = this.words.translate(problem);
    return { ...rest, advice: advice.replace(HEADER, `${HEADER}, or as argument auth_token`) };
  }
}

function needsKey(operation: Operation, values: Value, { principal, idempotencyKey }: RequestContext): boolean {
  const takesOne = operation.rule.key === 'required' && operation.variables.some(({ name }) => name === KEY);
  return takesOne && values[KEY] === undefined && idempotencyKey === null && principal.type !== 'anonymous';
}

/**
 * A replay of a checkout that ended since, or whose payment session was closed since, is no answer to somebody who asks
 * anew; with a key of their own they would choose another one now.
 */
function isSpent({ rule }: Operation, { replayed, checkout }: Value): boolean {
  if (replayed !== true || typeof checkout !== 'object' || checkout === null) return false;
  const { terminal, status } = checkout as Value;
  return terminal === true || (rule.risk === 'MONEY' && status === 'pending');
}
