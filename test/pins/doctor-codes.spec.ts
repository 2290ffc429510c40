import { readFileSync, writeFileSync } from 'node:fs';
import { CHAPTERS, CODES } from '../../apps/cli/src/doctor/codes/index.js';

const FILE = 'docs/doctor.md';

/** The document, from the codes themselves. */
function written(): string {
  const chapters = Object.entries(CHAPTERS).map(([title, codes]) => {
    const entries = Object.entries(codes).map(
      ([code, { means, mend }]) => `- **\`${code}\`**: ${means}\n  _Mend:_ ${mend}`,
    );
    return `## ${title}\n\n${entries.join('\n')}`;
  });
  const head = [
    '# What comptoir doctor finds',
    'How to run it: [operating.md](operating.md#is-everything-well). A code never changes its meaning; new ones may come. ' +
      'Whatever is mended by hand is mended in one document at a time, with `version` raised by one where there is one, ' +
      'so that no gateway writes over it. Written by `npm run contracts` from `apps/cli/src/doctor/codes/`.',
  ];
  return `${[...head, ...chapters].join('\n\n')}\n`;
}

describe('docs/doctor.md', () => {
  it('explains every code, word for word as doctor does: npm run contracts', () => {
    if (process.env['UPDATE_CONTRACTS']) writeFileSync(FILE, written());
    expect(readFileSync(FILE, 'utf8')).toBe(written());
  });

  it('names each code once', () => {
    const names = Object.values(CHAPTERS).flatMap((codes) => Object.keys(codes));
    expect(names.length).toBe(Object.keys(CODES).length);
    expect(names.length).toBeGreaterThanOrEqual(25);
  });
});
