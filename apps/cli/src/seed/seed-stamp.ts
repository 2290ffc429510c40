import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { demoContent } from './demo-content.js';

/**
 * Says without asking the embedded database that it is seeded: asking costs a process a second of work at every start.
 * It lies among the database's own files, so whoever deletes those deletes it too.
 */
export class SeedStamp {
  private readonly file: string;
  /** As the caller set them, before anything that reads settings is loaded. */
  private readonly kinds = process.env['COMPTOIR_KINDS'] ?? '';

  constructor(dataDir: string) {
    this.file = join(dataDir, 'mongo', 'seeded');
  }

  isCurrent(): boolean {
    return existsSync(this.file) && readFileSync(this.file, 'utf8') === demoContent(this.kinds).hash;
  }

  write(): void {
    writeFileSync(this.file, demoContent(this.kinds).hash);
  }
}
