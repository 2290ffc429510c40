import { create, drop, dropDatabase, listCollections, listDatabases } from './admin/collections.js';
import { configureFailPoint } from './admin/fail-point.js';
import { buildInfo, hello, ping, serverStatus } from './admin/hello.js';
import { createIndexes, dropIndexes, listIndexes } from './admin/indexes.js';
import { endSessions, refreshSessions, startSession } from './admin/sessions.js';
import type { Command } from './command.js';
import { aggregate } from './read/aggregate.js';
import { count, distinct } from './read/count.js';
import { explain } from './read/explain.js';
import { find, getMore, killCursors } from './read/find.js';
import { remove } from './write/delete.js';
import { findAndModify } from './write/find-and-modify.js';
import { insert } from './write/insert.js';
import { update } from './write/update.js';

/** Every command this server knows; anything else is error 59. */
export const COMMANDS = new Map<string, Command>([
  ['hello', hello],
  ['isMaster', hello],
  ['ismaster', hello],
  ['ping', ping],
  ['buildInfo', buildInfo],
  ['buildinfo', buildInfo],
  ['serverStatus', serverStatus],
  ['configureFailPoint', configureFailPoint],
  ['startSession', startSession],
  ['endSessions', endSessions],
  ['refreshSessions', refreshSessions],
  ['insert', insert],
  ['update', update],
  ['delete', remove],
  ['findAndModify', findAndModify],
  ['find', find],
  ['getMore', getMore],
  ['killCursors', killCursors],
  ['count', count],
  ['distinct', distinct],
  ['aggregate', aggregate],
  ['explain', explain],
  ['create', create],
  ['drop', drop],
  ['dropDatabase', dropDatabase],
  ['listCollections', listCollections],
  ['listDatabases', listDatabases],
  ['createIndexes', createIndexes],
  ['listIndexes', listIndexes],
  ['dropIndexes', dropIndexes],
]);

/** Commands a driver may send twice under one transaction number. */
export const RETRYABLE: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'findAndModify']);
