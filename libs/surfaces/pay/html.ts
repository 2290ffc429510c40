/** Text that is known to be safe to send as HTML. */
export class Html {
  constructor(readonly text: string) {}
}

/** A template in which every value is escaped, unless it is {@link Html} already. */
export function html(parts: TemplateStringsArray, ...values: (string | number | Html | Html[])[]): Html {
  const filled = parts.map((part, index) => (index === 0 ? part : render(values[index - 1]) + part));
  return new Html(filled.join(''));
}

function render(value: string | number | Html | Html[] | undefined): string {
  if (Array.isArray(value)) return value.map(render).join('');
  if (value instanceof Html) return value.text;
  return String(value ?? '').replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
