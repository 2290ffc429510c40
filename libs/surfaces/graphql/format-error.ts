import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { envelope, internalError, newId, Problem } from '@comptoir/kernel';

/** What Apollo says of a document it refuses, and what we call it. */
const REFUSED: ReadonlyMap<unknown, string> = new Map([
  ['BAD_USER_INPUT', 'INVALID_INPUT'],
  ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
  ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_PARSE_FAILED'],
  ['OPERATION_RESOLUTION_FAILURE', 'OPERATION_RESOLUTION_FAILURE'],
  ['BAD_REQUEST', 'BAD_REQUEST'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'PERSISTED_QUERY_NOT_SUPPORTED'],
  ['PERSISTED_QUERY_NOT_FOUND', 'PERSISTED_QUERY_NOT_SUPPORTED'],
]);

/**
 * The last word on every error: problems keep their envelope, refused documents get one, and everything else is
 * replaced. No stack, driver message or internal name passes, whatever NODE_ENV says.
 */
export function formatError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const { message, locations, path, extensions = {} } = formatted;
  const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
  if ('requestId' in extensions && 'retryable' in extensions) {
    const { http: _http, ...shown } = extensions;
    return { message, ...place, extensions: shown };
  }
  const problem = problemBehind(thrown);
  if (problem) return { message: problem.message, ...place, extensions: { ...envelope(problem, newId('req')) } };
  const code = refusalCode(thrown, extensions['code']);
  if (!code) {
    const { message: hidden, ...masked } = internalError(newId('req'));
    return { message: hidden, ...place, extensions: { ...masked } };
  }
  const details = code === 'INVALID_INPUT' ? [{ path: inputPath(message, thrown), code: 'type', message }] : [];
  const advice = 'Correct the document or its variables; the message names the place.';
  return { message, ...place, extensions: { code, retryable: false, advice, details, requestId: newId('req') } };
}

/** A problem thrown where no filter of Nest runs, such as in a reference resolver. */
function problemBehind(thrown: unknown): Problem | null {
  const cause = thrown instanceof GraphQLError ? thrown.originalError : thrown;
  return cause instanceof Problem ? cause : null;
}

function refusalCode(thrown: unknown, code: unknown): string | undefined {
  if (isForeignEntity(thrown)) return 'INVALID_INPUT';
  if (thrown instanceof GraphQLError && /^Schema is not configured to execute/.test(thrown.message)) {
    return 'OPERATION_RESOLUTION_FAILURE';
  }
  return REFUSED.get(code);
}

/** What @apollo/subgraph throws for a representation of no type of ours, or of no type at all. */
function isForeignEntity(thrown: unknown): boolean {
  return (
    thrown instanceof GraphQLError && /^The _entities resolver tried to load an entity|"_Entity"/.test(thrown.message)
  );
}

/** Coercion errors name the variable and the path in their text only. */
function inputPath(message: string, thrown: unknown): string {
  const variable = /Variable "\$(\w+)"/.exec(message)?.[1];
  const inner = /at "\w*\.?([\w.[\]]+)"/.exec(message)?.[1];
  const path = thrown instanceof GraphQLError ? (thrown.path?.join('.') ?? '') : '';
  return [variable, inner].filter(Boolean).join('.') || path;
}
