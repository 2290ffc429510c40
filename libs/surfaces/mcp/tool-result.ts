import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ProblemEnvelope } from '@comptoir/kernel';
import type { Value } from '../operations/operation-result.js';

/** Data, with the same as text for clients that hand only text to their model. */
export function succeeded(value: Value): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: { ...value } };
}

/**
 * A problem: the envelope as data, and as text what went wrong, where, what to do next, and what only this problem
 * tells, such as the alternatives that its advice speaks of.
 */
export function refused(problem: ProblemEnvelope): CallToolResult {
  const {
    code,
    message,
    advice,
    details,
    retryable: _retryable,
    retryAfterSeconds,
    requestId: _id,
    ...facts
  } = problem;
  const wait = retryAfterSeconds === undefined ? '' : ` Wait ${retryAfterSeconds} s.`;
  const places = details.map(({ path, message: what }) => `- ${path}: ${what}`);
  const known = Object.keys(facts).length ? [JSON.stringify(facts)] : [];
  const text = [`${code}: ${message}`, ...places, `Next: ${advice}${wait}`, ...known].join('\n');
  return { isError: true, content: [{ type: 'text', text }], structuredContent: { ...problem } };
}
