/** Text as it is compared: without case and accents, compatibility forms resolved (`Île` and `ile` are one). */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .trim();
}
