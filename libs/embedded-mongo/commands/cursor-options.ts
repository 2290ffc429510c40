import type { CursorOptions } from '../engine/cursors.js';
import type { Arguments } from './arguments.js';
import { sessionKey } from './session-key.js';

/** How the result of a command is handed out; the batch size stands in the command or in its `cursor`. */
export function cursorOptions(command: Arguments, cursor: Arguments): CursorOptions {
  return { batchSize: cursor.integer('batchSize'), session: sessionKey(command.raw('lsid')) };
}
