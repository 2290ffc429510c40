/*
 * None of the installed packages turns HTML into text, and a product description needs little: the result is shown
 * as text and escaped where it is shown, so this is no sanitiser and must not be used as one.
 */

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['times', '×'],
  ['deg', '°'],
  ['frac12', '½'],
  ['frac14', '¼'],
  ['eacute', 'é'],
  ['egrave', 'è'],
  ['euro', '€'],
  ['pound', '£'],
  ['copy', '©'],
  ['reg', '®'],
  ['trade', '™'],
]);

const HIGHEST_CODE_POINT = 0x10ffff;

/** The text of an HTML fragment: tags dropped, entities decoded, one line per block. */
export function htmlToText(html: string): string {
  const withoutTags = html
    .replace(/<!--.*?(?:-->|$)/gs, '')
    .replace(/<(script|style)\b.*?(?:<\/\1\s*>|$)/gis, '')
    .replace(/\s+/g, ' ')
    .replace(/<(?:br|\/?(?:p|div|li|ul|ol|h[1-6]|tr|table|blockquote))\b[^<>]*>/gi, '\n')
    .replace(/<\/?[a-z][^<>]*>/gi, '');
  return tidyLines(decodeEntities(withoutTags));
}

// One pass over the text: `&amp;lt;` is the text `&lt;`, not a bracket.
function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+\d*));/gi, (entity, hex, decimal, name) => {
    if (hex) return fromCodePoint(Number.parseInt(String(hex), 16), entity);
    if (decimal) return fromCodePoint(Number(decimal), entity);
    return NAMED_ENTITIES.get(String(name)) ?? entity;
  });
}

function fromCodePoint(code: number, entity: string): string {
  return code > 0 && code <= HIGHEST_CODE_POINT ? String.fromCodePoint(code) : entity;
}

function tidyLines(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\s+/g, ' ').trim());
  return lines.filter((line) => line !== '').join('\n');
}
