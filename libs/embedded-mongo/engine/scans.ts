import type { Doc } from '../bson/value.js';

const WARN_FROM = 10_000;

/** Reads that no index helped: how many there were, and a line for the first large one of each kind. */
export class Scans {
  total = 0;
  documents = 0;
  private readonly told = new Set<string>();

  constructor(private readonly say: (line: string) => void = () => undefined) {}

  note(namespace: string, filter: Doc, examined: number): void {
    this.total++;
    this.documents += examined;
    if (examined < WARN_FROM) return;
    const kind = `${namespace} by { ${[...filter.keys()].sort().join(', ')} }`;
    if (this.told.has(kind)) return;
    this.told.add(kind);
    this.say(`embedded-mongo: looked at all ${examined} documents of ${kind}: an index would help`);
  }
}
