/** The four error types of Stripe's v1 envelope. */
export type ErrorType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';

/** Members of the `error` object beside `type` and `message`. */
export interface ErrorDetails {
  code?: string | undefined;
  param?: string | undefined;
  decline_code?: string | undefined;
  payment_intent?: unknown;
}

/** A refusal in Stripe's envelope. `stored` says whether an idempotency key remembers it (execution had begun). */
export class ApiError extends Error {
  readonly status: number;
  readonly type: ErrorType;
  readonly details: ErrorDetails;
  readonly stored: boolean;

  constructor(status: number, type: ErrorType, message: string, details: ErrorDetails = {}, stored = false) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.type = type;
    this.details = details;
    this.stored = stored;
  }
}

/** The JSON body of a refusal. */
export function errorBody(error: ApiError): { error: Record<string, unknown> } {
  return { error: { ...error.details, message: error.message, type: error.type } };
}

/** A parameter is wrong; never remembered by an idempotency key. */
export function invalidParam(param: string, message: string, code?: string): ApiError {
  return new ApiError(400, 'invalid_request_error', message, { code, param });
}

/** A parameter that must be there is not. */
export function missingParam(param: string): ApiError {
  return invalidParam(param, `Missing required param: ${param}.`, 'parameter_missing');
}

/** The object is not in a state that allows this; execution had begun, so a key remembers it. */
export function invalidState(message: string, details: ErrorDetails = {}): ApiError {
  return new ApiError(400, 'invalid_request_error', message, details, true);
}

/** No such object in this account. */
export function noSuch(kind: string, id: string, param: string, status = 404): ApiError {
  return new ApiError(status, 'invalid_request_error', `No such ${kind}: '${id}'`, { code: 'resource_missing', param });
}

/** Stripe has this feature, this emulator does not; refused loudly instead of being ignored. */
export function notEmulated(param: string): ApiError {
  return invalidParam(param, `The test payment emulator does not implement '${param}'.`, 'emulator_not_implemented');
}
