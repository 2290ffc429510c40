import { ClauseBroken } from '../ensure.js';

/** What a call that is to be refused was refused with; null when it was not refused. */
export async function refusalOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return null;
  } catch (error) {
    if (error instanceof ClauseBroken) throw error;
    return error;
  }
}
