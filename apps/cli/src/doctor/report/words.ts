import colors from 'picocolors';
import { CODES, type Code } from '../codes/index.js';
import type { Verdict } from '../examination.js';
import type { Finding } from '../finding.js';

/** Documents shown of one kind of fault; `--json` shows all. */
const SHOWN = 20;

/** Findings by what they are. Of each kind as many are kept as are shown: a broken database must not fill the memory. */
export class Words {
  private readonly kinds = new Map<Code, { shown: Finding[]; count: number }>();

  add(finding: Finding): void {
    const kind = this.kinds.get(finding.code) ?? { shown: [], count: 0 };
    if (kind.shown.length < SHOWN) kind.shown.push(finding);
    kind.count += 1;
    this.kinds.set(finding.code, kind);
  }

  /** Everything that was found, and what it came to. */
  tell({ faults, checked, unsettled }: Verdict, seconds: number): string {
    const kinds = [...this.kinds].map(([code, { shown, count }]) => chapter(code, shown, count));
    const looked = Object.values(checked).reduce((sum, count) => sum + count, 0);
    const result = faults === 0 ? colors.green('Nothing is wrong.') : colors.red(`${counted(faults, 'fault')}.`);
    const restless = unsettled ? [`${counted(unsettled, 'document')} changed at every look: ask again later.`] : [];
    const summary = `${result} ${counted(looked, 'look')} in ${seconds.toFixed(1)} s.`;
    return [...kinds, ...restless, summary].join('\n\n');
  }
}

function chapter(code: Code, shown: readonly Finding[], count: number): string {
  const { means, mend } = CODES[code];
  const places = shown.map(({ collection, id, says }) => `  ${colors.cyan(`${collection} ${id}`)}  ${says}`);
  const more = count > shown.length ? [`  … and ${count - shown.length} more; --json shows all`] : [];
  return [`${colors.bold(code)}  ${means}`, ...places, ...more, `  ${colors.dim('Mend:')} ${mend}`].join('\n');
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
