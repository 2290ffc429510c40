import { Long } from 'bson';
import { count } from '../../bson/numbers.js';
import type { Reply } from '../../bson/reply.js';
import type { Command, CommandContext } from '../command.js';

/** The name of the one-member replica set; a URI must carry it. */
export const REPLICA_SET = 'embedded';

const VERSION = '7.0.0';
/**
 * What a primary of a one-member replica set says. `topologyVersion` is left out on purpose: with it drivers keep
 * a streaming hello open, which this server does not speak.
 */
function helloReply(address: string): Reply {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    secondary: false,
    setName: REPLICA_SET,
    setVersion: 1,
    hosts: [address],
    primary: address,
    me: address,
    maxBsonObjectSize: 16 * 1024 * 1024,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
  };
}

/** Drivers announce more about themselves with every release: nothing of it changes the answer. */
export const hello: Command = {
  fields: 'any',
  run: ({ args, address }) => {
    args.refuse(['loadBalanced']);
    return helloReply(address);
  },
};

export const ping: Command = { fields: [], run: () => ({}) };

export const buildInfo: Command = {
  fields: [],
  run: () => ({
    version: VERSION,
    versionArray: [7, 0, 0, 0],
    gitVersion: 'embedded-mongo',
    modules: [],
    bits: 64,
    debug: false,
    maxBsonObjectSize: 16 * 1024 * 1024,
    storageEngines: ['embedded-mongo'],
  }),
};

export const serverStatus: Command = { fields: [], run: statusReply };

function statusReply({ address, engine }: CommandContext): Reply {
  return {
    host: address,
    version: VERSION,
    process: 'embedded-mongo',
    pid: Long.fromNumber(process.pid),
    uptime: process.uptime(),
    localTime: new Date(),
    metrics: {
      queryExecutor: {
        scannedObjects: count(engine.scans.documents),
        collectionScans: { total: count(engine.scans.total) },
      },
    },
    repl: { setName: REPLICA_SET, isWritablePrimary: true, primary: address, me: address, hosts: [address] },
  };
}
