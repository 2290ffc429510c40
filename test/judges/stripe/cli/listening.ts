import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGE = join(__dirname, 'node_modules', '@stripe', 'cli');

/** One `stripe listen`: Stripe's own program, that an emulator tells of its events. */
export interface Listening {
  /** Resolves when it has printed a text that fits. */
  printed(wanted: RegExp): Promise<void>;
  /** Ctrl-C; its exit code. */
  interrupt(): Promise<number | null>;
  readonly out: () => string;
}

/** Starts the program itself: its npm wrapper does not pass Ctrl-C on. */
export function startListening(base: string, home: string, ...words: string[]): Listening {
  const key = ['--api-key', 'sk_test_judges012345678901234567', '--api-base', base];
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_CONFIG_HOME: home, STRIPE_CLI_TELEMETRY_OPTOUT: '1' };
  const child = spawn(binary(), ['listen', '--skip-update', ...words, ...key], { env });
  let out = '';
  const waiting = new Set<() => void>();
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      out += data.toString('utf8');
      for (const look of waiting) look();
    });
  }
  return {
    out: () => out,
    printed: (wanted) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!wanted.test(out)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then((code) => reject(new Error(`stripe listen ended with ${code}: ${out}`)));
      }),
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

function binary(): string {
  const platforms = JSON.parse(readFileSync(join(PACKAGE, 'platforms.json'), 'utf8')) as Record<
    string,
    { pkg: string; bin: string }
  >;
  const here = platforms[`${process.platform}-${process.arch}`];
  if (here === undefined) throw new Error('Stripe has no command line for this platform');
  const manifest = createRequire(join(PACKAGE, 'package.json')).resolve(`${here.pkg}/package.json`);
  return join(manifest, '..', 'bin', here.bin);
}
