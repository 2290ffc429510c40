import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { NotFound } from '@comptoir/kernel';
import { BOOT_SCRIPT, graphiqlPage } from './graphiql.page.js';

const require = createRequire(import.meta.url);

/** Files of the editor, from installed packages: no content delivery network, nothing to trust but the lock file. */
const FILES: ReadonlyMap<string, { from: string; path: string; type: string }> = new Map([
  ['react.js', { from: 'react', path: 'umd/react.production.min.js', type: 'text/javascript' }],
  ['react-dom.js', { from: 'react-dom', path: 'umd/react-dom.production.min.js', type: 'text/javascript' }],
  ['graphiql.js', { from: 'graphiql', path: 'graphiql.min.js', type: 'text/javascript' }],
  ['graphiql.css', { from: 'graphiql', path: 'graphiql.min.css', type: 'text/css' }],
]);

/** The editor injects styles; scripts come from here alone. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const DAY_S = 86_400;

/** GraphiQL for people: `/graphiql`, and `/graphql` opened in a browser leads there. */
@Controller('graphiql')
export class GraphiqlController {
  @Get()
  async page(@Res() reply: FastifyReply): Promise<void> {
    await reply.header('content-security-policy', POLICY).type('text/html; charset=utf-8').send(graphiqlPage());
  }

  @Get('boot.js')
  async boot(@Res() reply: FastifyReply): Promise<void> {
    await reply.type('text/javascript; charset=utf-8').send(BOOT_SCRIPT);
  }

  @Get(':file')
  async file(@Param('file') name: string, @Res() reply: FastifyReply): Promise<void> {
    const file = FILES.get(name);
    if (!file) throw new NotFound('file');
    const content = await readFile(join(folderOf(file.from), file.path));
    await reply.header('cache-control', `public, max-age=${DAY_S}`).type(`${file.type}; charset=utf-8`).send(content);
  }
}

/** The packages are optional: an installation without them has no editor, and says so. */
function folderOf(name: string): string {
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    throw new NotFound('editor: install graphiql, react and react-dom. File');
  }
}
