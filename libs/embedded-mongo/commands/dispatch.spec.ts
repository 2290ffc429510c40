import { Binary, type Document } from 'bson';
import { Engine } from '../engine/engine.js';
import { Journal } from '../storage/journal.js';
import { decodeDocument } from '../bson/decode.js';
import { doc, plain } from '../testing/bson.js';
import { execute } from './dispatch.js';

// What no driver sends: it takes care of the session itself.

function replyTo(engine: Engine, command: Document): unknown {
  const { reply } = execute(engine, '127.0.0.1:1', { body: doc({ ...command, $db: 'd' }), sequences: new Map() });
  return plain(decodeDocument(reply));
}

describe('a write with a number to know it again by', () => {
  const lsid = { id: new Binary(Buffer.alloc(16), 4) };

  // operation_session_info.cpp (initializeOperationSessionInfo): such a number would protect from nothing.
  it.each([
    ['no session', { txnNumber: 1n }],
    ['a session without an id', { lsid: {}, txnNumber: 1n }],
    ['a number below 0', { lsid, txnNumber: -1n }],
  ])('is refused and does nothing when it has %s', (_title, fields) => {
    const engine = new Engine(new Journal(undefined, () => undefined));
    expect(replyTo(engine, { insert: 'c', documents: [{}], ...fields })).toMatchObject({ ok: 0, code: 72 });
    expect(replyTo(engine, { count: 'c' })).toMatchObject({ n: 0 });
  });
});
