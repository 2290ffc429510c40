import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folder of our package.json: two levels more away from a compiled file than from its source. */
const ROOT = nearest(import.meta.dirname);

/** Where our own operation documents lie. */
export const OPERATIONS_FOLDER = join(ROOT, 'operations');

/** Version we tell clients and write into the API description. */
export const VERSION = (JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string }).version;

function nearest(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(folder) === folder) throw new Error('The gateway runs outside its package: operations/ cannot be found');
  return nearest(dirname(folder));
}
