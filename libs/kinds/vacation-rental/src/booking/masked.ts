/** `Anna Berg` as `A*** B***`: enough for whoever knows the name, nothing for whoever does not. */
export function masked(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  return words.map((word) => `${Array.from(word).slice(0, 1).join('')}***`).join(' ');
}
