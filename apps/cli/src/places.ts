import { fileURLToPath } from 'node:url';

const place = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The repository, seen from `dist/apps/cli/src`. */
export const ROOT = place('../../../../');

/** What child processes run. */
export const CLI_ENTRY = place('./main.js');
export const GATEWAY_ENTRY = place('../../gateway/src/main.js');

/** Not compiled, so it lies where it is written. */
export const DEMO_CSV = `${ROOT}apps/cli/demo/maison-lumen.csv`;
