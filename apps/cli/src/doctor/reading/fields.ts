/** A document as it lies in the database. Nothing is believed of its shape. */
export type Doc = Readonly<Record<string, unknown>>;

/** A field that is not what it must be; nothing can be checked of such a document. */
export class Unreadable extends Error {}

/** Reads the fields of one document, or of a part of it, and says which one is wrong. */
export class Fields {
  constructor(
    private readonly doc: Doc,
    private readonly path = '',
  ) {}

  text(name: string): string {
    const value = this.doc[name];
    return typeof value === 'string' ? value : this.refuse(name, 'a text');
  }

  textOrNull(name: string): string | null {
    return this.isAbsent(name) ? null : this.text(name);
  }

  /** Any number, whole or not, also one that JavaScript cannot hold: what it must be is for the checks to say. */
  number(name: string): number {
    const value = this.doc[name];
    const number = typeof value === 'object' && value !== null ? Number(value) : value;
    return typeof number === 'number' && !Number.isNaN(number) ? number : this.refuse(name, 'a number');
  }

  numberOr(name: string, fallback: number): number {
    return this.isAbsent(name) ? fallback : this.number(name);
  }

  date(name: string): Date {
    const value = this.doc[name];
    return value instanceof Date ? value : this.refuse(name, 'a date');
  }

  dateOrNull(name: string): Date | null {
    return this.isAbsent(name) ? null : this.date(name);
  }

  flag(name: string): boolean {
    return this.doc[name] === true;
  }

  part(name: string): Fields {
    const value = this.doc[name];
    return isDoc(value) ? new Fields(value, this.at(name)) : this.refuse(name, 'an object');
  }

  partOrNull(name: string): Fields | null {
    return this.isAbsent(name) ? null : this.part(name);
  }

  list(name: string): Fields[] {
    const value = this.doc[name];
    if (!Array.isArray(value)) return this.refuse(name, 'a list');
    return value.map((entry: unknown, at) =>
      isDoc(entry) ? new Fields(entry, this.at(`${name}[${at}]`)) : this.refuse(`${name}[${at}]`, 'an object'),
    );
  }

  /** Empty where the field is absent: what is new to a document is absent from older ones. */
  listOrNone(name: string): Fields[] {
    return this.isAbsent(name) ? [] : this.list(name);
  }

  /** Empty where the field is absent. */
  textsOrNone(name: string): string[] {
    const value = this.isAbsent(name) ? [] : this.doc[name];
    if (!Array.isArray(value)) return this.refuse(name, 'a list');
    return value.map((entry: unknown) => (typeof entry === 'string' ? entry : this.refuse(name, 'a list of texts')));
  }

  isAbsent(name: string): boolean {
    return this.doc[name] === undefined || this.doc[name] === null;
  }

  private at(name: string): string {
    return this.path ? `${this.path}.${name}` : name;
  }

  private refuse(name: string, wanted: string): never {
    throw new Unreadable(`${this.at(name)} is not ${wanted}`);
  }
}

function isDoc(value: unknown): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** A tenant's document is named `<tenant>/<id>`. */
export function splitKey(key: string): { tenant: string; id: string } {
  const slash = key.indexOf('/');
  return slash < 0 ? { tenant: '', id: key } : { tenant: key.slice(0, slash), id: key.slice(slash + 1) };
}

/** What reads, and what is wrong with the rest, by `_id`. */
export function readAll<T>(docs: Iterable<Doc>, read: (doc: Doc) => T): { read: T[]; broken: Map<string, string> } {
  const good: T[] = [];
  const broken = new Map<string, string>();
  for (const doc of docs) {
    try {
      good.push(read(doc));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      broken.set(String(doc['_id']), error.message);
    }
  }
  return { read: good, broken };
}

/** The ones that read, by `_id`; what is wrong with the others is reported where they are looked at themselves. */
export function readable<T extends { key: string }>(
  docs: ReadonlyMap<string, Doc>,
  read: (doc: Doc) => T,
): Map<string, T> {
  return new Map(readAll(docs.values(), read).read.map((one) => [one.key, one]));
}
