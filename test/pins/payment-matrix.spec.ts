import { readFileSync, writeFileSync } from 'node:fs';
import { ENDS, MATRIX, RAILS, type Cell, type End, type Impossible } from '../e2e/payment/matrix/matrix.js';

const FILE = 'docs/payments.md';

const HEAD = `# What becomes of a payment

Everything that can happen to a payment, on every rail, and how it ends. Each cell is a purchase over HTTP, from the cart to the end;
there, what buyer and seller are shown, the stock, the money at the provider (to the minor unit) and \`comptoir doctor --stripe\` must
agree: \`npx jest test/e2e/payment/matrix\`. \`STRIPE_CHECKOUT\` and \`STRIPE_MPP\` are walked through twice, the second time with the money in
the seller's own account (mode \`direct\`), and end the same. Which seller offers which rail:
[operating.md](operating.md#how-a-tenant-is-paid). Written by \`npm run contracts\` from \`test/e2e/payment/matrix/matrix.ts\`.`;

const FIELDS = Object.keys(ENDS.sold) as (keyof End)[];

/** The document, from the table that the end-to-end test walks through. */
function written(): string {
  const reasons: Impossible[] = [];
  const shown = (cell: Cell): string => {
    if (typeof cell === 'string') return cell;
    if (!reasons.includes(cell)) reasons.push(cell);
    return `– (${reasons.indexOf(cell) + 1})`;
  };
  const matrix = Object.entries(MATRIX).map(([outcome, row]) => [outcome, ...RAILS.map((rail) => shown(row[rail]))]);
  const ends = Object.entries<End>(ENDS).map(([name, end]) => [name, ...FIELDS.map((field) => end[field])]);
  const notes = reasons.map(({ because, stays }, index) => {
    return `${index + 1}. ${because}.${stays ? ` Whoever tries is refused, and it stays _${stays}_.` : ''}`;
  });
  const parts = [
    HEAD,
    table(['', ...RAILS.map((rail) => `\`${rail}\``)], matrix),
    `–: cannot be.\n\n${notes.join('\n')}`,
    '## The ends',
    `As \`Checkout\` shows them: \`status\`, \`paymentSession.state\`, \`order.status\`, \`refundState\`, \`dispute\`, and \`nextAction\`, where _pay_ is
what it is called on the rail (\`PayAtUrl\`, \`ConfirmPayment\`, \`AnswerChallenge\`, \`PayOffline\`). _Kept_ is what came less what went back or
is on its way back; what a bank holds back for a dispute counts as kept. A refund leaves goods and order as they are.`,
    table(['', ...FIELDS], ends),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Cells padded to one width, as the formatter leaves them. */
function table(head: string[], rows: string[][]): string {
  const lines = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...lines.map((cells) => cells[column]!.length)));
  const padded = [head, widths.map((width) => '-'.repeat(width)), ...rows].map(
    (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`,
  );
  return padded.join('\n');
}

describe('docs/payments.md', () => {
  it('shows the matrix of rails and outcomes as it is tested: npm run contracts', () => {
    if (process.env['UPDATE_CONTRACTS']) writeFileSync(FILE, written());
    expect(readFileSync(FILE, 'utf8')).toBe(written());
  });

  it('names every end that a payment can come to', () => {
    const reached = Object.values(MATRIX).flatMap((row) => Object.values<Cell>(row));
    const names = reached.map((cell) => (typeof cell === 'string' ? cell : cell.stays));
    expect(Object.keys(ENDS).filter((name) => !names.includes(name as never))).toEqual([]);
  });
});
