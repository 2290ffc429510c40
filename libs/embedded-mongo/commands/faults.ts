import { decodeDocument } from '../bson/decode.js';
import { encodeDocument } from '../bson/encode.js';
import { toInteger } from '../bson/numbers.js';
import type { Doc } from '../bson/value.js';
import type { Fault } from '../engine/fail-points.js';
import { CommandError, RETRYABLE_WRITE_CODES } from '../errors.js';

const RETRYABLE_LABEL = 'RetryableWriteError';

/** A write that a fail point took back before it was logged. */
export class InterruptedWrite extends CommandError {
  constructor(
    code: number,
    readonly close: boolean,
  ) {
    super(code, 'Failing write due to failpoint onPrimaryTransactionalWrite: the write is not done', {
      ...(RETRYABLE_WRITE_CODES.has(code) && { errorLabels: [RETRYABLE_LABEL] }),
    });
  }
}

/** The error `failCommand` answers with; without labels of its own it has those a server would give it. */
export function injectedError(error: NonNullable<Fault['error']>, body: Doc): CommandError {
  const errorLabels = error.labels ?? serverLabels(error.code, body);
  return new CommandError(error.code, "Failing command via 'failCommand' failpoint", {
    ...(errorLabels.length > 0 && { errorLabels }),
  });
}

/** The reply of a command that succeeded here and, so says the fail point, on too few members. */
export function withConcernError(reply: Buffer, { writeConcernError, labels }: Fault, body: Doc): Buffer {
  const doc = decodeDocument(reply);
  if (!writeConcernError) return reply;
  doc.set('writeConcernError', writeConcernError);
  const errorLabels = labels ?? serverLabels(toInteger(writeConcernError.get('code')) ?? 0, body);
  if (errorLabels.length > 0) doc.set('errorLabels', [...errorLabels]);
  return encodeDocument(doc);
}

function serverLabels(code: number, body: Doc): readonly string[] {
  return body.has('txnNumber') && RETRYABLE_WRITE_CODES.has(code) ? [RETRYABLE_LABEL] : [];
}
