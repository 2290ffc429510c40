import colors from 'picocolors';

const LABEL_WIDTH = 18;

/** What the demo says while it goes. */
export class Transcript {
  private scenes = 0;

  scene(title: string): void {
    this.scenes += 1;
    console.log(`\n${colors.bold(`${this.scenes}. ${title}`)}`);
  }

  /** One thing that happened and was checked. */
  did(label: string, detail: string): void {
    console.log(`   ${colors.green('✓')} ${label.padEnd(LABEL_WIDTH)} ${detail}`);
  }

  /** Amounts, one under the other. */
  receipt(title: string, rows: readonly (readonly [string, string])[]): void {
    const label = Math.max(...rows.map(([text]) => text.length));
    const amount = Math.max(...rows.map(([, text]) => text.length));
    console.log(`\n     ${colors.bold(title)}`);
    for (const [text, money] of rows) console.log(`     ${text.padEnd(label)}  ${money.padStart(amount)}`);
  }
}

/** Amounts arrive in minor units; the demo's only currencies have two decimals. */
export function money(amount: number, currency = 'EUR'): string {
  return new Intl.NumberFormat('en', { style: 'currency', currency }).format(amount / 100);
}
