import type { CallToolResult } from '@modelcontextprotocol/server';
import type { ProblemEnvelope } from '@comptoir/kernel';
import type { Value } from '../operations/operation-result.js';

/** Data, with the same as text for clients that hand only text to their model. */
export function succeeded(value: Value): CallToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent: { ...value } };
}

/** A problem: the envelope as data, and as text what went wrong, where, and what to do next. */
export function refused(problem: ProblemEnvelope): CallToolResult {
  const { code, message, advice, details, retryAfterSeconds } = problem;
  const wait = retryAfterSeconds === undefined ? '' : ` Wait ${retryAfterSeconds} s.`;
  const places = details.map(({ path, message: what }) => `- ${path}: ${what}`);
  const text = [`${code}: ${message}`, ...places, `Next: ${advice}${wait}`].join('\n');
  return { isError: true, content: [{ type: 'text', text }], structuredContent: { ...problem } };
}
