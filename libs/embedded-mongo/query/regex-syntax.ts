import { unsupported } from '../errors.js';

const UNSUPPORTED = 51091;
/** Escapes that mean the same, or have an equal, in both languages. */
const ESCAPES: Readonly<Record<string, string>> = {
  d: '\\d',
  D: '\\D',
  w: '\\w',
  W: '\\W',
  b: '\\b',
  B: '\\B',
  n: '\\n',
  r: '\\r',
  t: '\\t',
  f: '\\f',
  a: '\\x07',
  e: '\\x1b',
  s: '[\\t-\\r ]',
  S: '[^\\t-\\r ]',
  A: '^',
  z: '$',
  Z: '(?=\\n?$)',
};
const CLASS_ESCAPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries('dDwWbnrtfae'.split('').map((name) => [name, ESCAPES[name] ?? ''])),
  s: '\\t-\\r ',
  S: '\\0-\\x08\\x0e-\\x1f!-\\u{10ffff}',
};

/**
 * MongoDB speaks PCRE. This rewrites a pattern so that JavaScript (flag `u`, never `m` or `s`) means the same, and
 * refuses what has no equal there: `.` and `$` differ at line ends, `\s` in what counts as a space.
 */
export function toJavaScript(pattern: string, flags: string): string {
  return new Translation(pattern, flags).run();
}

class Translation {
  private at = 0;
  private out = '';

  constructor(
    private readonly pattern: string,
    private readonly flags: string,
  ) {}

  run(): string {
    while (this.at < this.pattern.length) this.out += this.next();
    return this.out;
  }

  private next(): string {
    const char = this.take();
    switch (char) {
      case '\\':
        return this.escape(ESCAPES);
      case '[':
        return this.characterClass();
      case '.':
        return this.flags.includes('s') ? '[^]' : '[^\\n]';
      case '^':
        return this.flags.includes('m') ? '(?:^|(?<=\\n)(?!$))' : '^';
      case '$':
        return this.flags.includes('m') ? '(?=\\n|$)' : '(?=\\n?$)';
      case '{':
        return this.quantifier();
      case '}':
      case ']':
        return `\\${char}`;
      case '(':
        if (/^\?<[=!]/.test(this.rest())) throw refused('a look-behind');
        return char;
      default:
        return char;
    }
  }

  /** Braces that are no quantifier stand for themselves. */
  private quantifier(): string {
    const found = /^\d+(,\d*)?\}/.exec(this.rest())?.[0];
    if (found === undefined) return '\\{';
    this.at += found.length;
    return `{${found}`;
  }

  private characterClass(): string {
    let out = '[';
    if (this.rest().startsWith('^')) out += this.take();
    // A bracket right at the start is a member, not the end.
    if (this.rest().startsWith(']')) out += `\\${this.take()}`;
    for (;;) {
      const char = this.take();
      if (char === '') throw refused('a character class without its end');
      if (char === ']') return `${out}]`;
      if (char === '[' && /^[:.=]/.test(this.rest())) throw refused('a POSIX character class');
      out += char === '\\' ? this.escape(CLASS_ESCAPES) : char === '[' ? '\\[' : char;
    }
  }

  private escape(known: Readonly<Record<string, string>>): string {
    const char = this.take();
    const same = known[char];
    if (same !== undefined) return same;
    if (char === 'x') return this.hex();
    if (char === 'p' || char === 'P') return this.property(char);
    if (char === '' || /[A-Za-z0-9]/.test(char)) throw refused(`the escape '\\${char}'`);
    return /[\^$\\.*+?()[\]{}|/-]/.test(char) && (char !== '-' || known === CLASS_ESCAPES) ? `\\${char}` : char;
  }

  private hex(): string {
    const found = /^(?:[0-9A-Fa-f]{2}|\{[0-9A-Fa-f]{1,6}\})/.exec(this.rest())?.[0];
    if (found === undefined) throw refused("the escape '\\x' without two digits");
    this.at += found.length;
    return found.startsWith('{') ? `\\u${found}` : `\\x${found}`;
  }

  private property(char: string): string {
    const found = /^\{[A-Z][a-z]?\}/.exec(this.rest())?.[0];
    if (found === undefined) throw refused(`the escape '\\${char}' without a general category`);
    // PCRE keeps upper case apart even where case does not matter, JavaScript does not.
    if (this.flags.includes('i')) throw refused(`the escape '\\${char}' where case does not matter`);
    this.at += found.length;
    return `\\${char}${found}`;
  }

  /** One whole character, also beyond U+FFFF; empty at the end. */
  private take(): string {
    const point = this.pattern.codePointAt(this.at);
    if (point === undefined) return '';
    const char = String.fromCodePoint(point);
    this.at += char.length;
    return char;
  }

  private rest(): string {
    return this.pattern.slice(this.at);
  }
}

function refused(what: string): Error {
  return unsupported(`${what} in a regular expression`, UNSUPPORTED);
}
