import { createRequire } from 'node:module';
import { SEATS_FOLDER, SEATS_PACKAGE } from './seats/theatre.js';

const MCP_CLIENT = '@modelcontextprotocol/sdk';

/** What the demo plays with beyond the product itself. An image of the gateway has neither: it leaves out what tests need. */
export interface Installation {
  /** The kind that lies in `test/`. */
  readonly seats: boolean;
  /** A client for the agent, a development dependency. */
  readonly agent: boolean;
}

/** What is there, seen from here. */
export function installation(): Installation {
  return { seats: isInstalled(`${SEATS_PACKAGE}/package.json`), agent: isInstalled(`${MCP_CLIENT}/client/index.js`) };
}

/** What is left out, a line each, and how to see it; nothing in a checkout of the repository. */
export function leftOutLines({ seats, agent }: Installation): string[] {
  const lines = [
    ...(seats ? [] : [`Left out: seats, since ${SEATS_PACKAGE} (${SEATS_FOLDER}) is not installed here.`]),
    ...(agent
      ? []
      : [`Left out: the agent over MCP, since ${MCP_CLIENT}, which only development needs, is not installed.`]),
  ];
  return lines.length ? [...lines, '`npm run demo` in a checkout of the repository plays all of it.'] : [];
}

function isInstalled(file: string): boolean {
  try {
    createRequire(import.meta.url).resolve(file);
    return true;
  } catch {
    return false;
  }
}
