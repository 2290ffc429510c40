import { UUID } from 'bson';
import { isDoc, type Value } from '../../bson/value.js';
import type { Command } from '../command.js';
import { sessionKey } from '../session-key.js';

/** Forgets the stored replies and closes the cursors of sessions the client is done with. */
export const endSessions: Command = {
  fields: [],
  run: ({ engine, args, name }) => {
    for (const session of listOf(args.raw(name))) {
      const key = sessionKey(session);
      if (key === undefined) continue;
      engine.sessions.forget(key);
      engine.cursors.killOf(key);
    }
    return {};
  },
};

/** Sessions are known by use alone, so there is nothing to refresh. */
export const refreshSessions: Command = { fields: [], run: () => ({}) };

export const startSession: Command = {
  fields: [],
  run: () => ({ id: { id: new UUID().toBinary() }, timeoutMinutes: 30 }),
};

function listOf(value: Value | undefined): Value[] {
  return Array.isArray(value) ? value.filter(isDoc) : [];
}
