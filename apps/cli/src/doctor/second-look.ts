import { sameAs, type Finding } from './finding.js';
import type { Ward } from './ward.js';

/** Findings that wait for their second look, at most: what is in memory is bounded. */
const MOST_SUSPECTS = 500;

/** Looks at a document that keeps changing; after that it is left alone and counted. */
const LOOKS = 6;

/**
 * Lets through only what stands. On a live database two documents are never read at the same instant, so every finding is
 * looked for again a little later: it stands when it is found again from the same evidence, which holds the document's
 * version. What is gone by then was work in progress. What is there again from other evidence is looked at once more.
 */
export class SecondLook {
  private suspects: Finding[] = [];
  /** Documents that changed at every look. */
  unsettled = 0;

  constructor(
    private readonly ward: Ward,
    private readonly pause: () => Promise<void>,
    private readonly stands: (finding: Finding) => void,
  ) {}

  async take(findings: readonly Finding[]): Promise<void> {
    this.suspects.push(...findings);
    if (this.suspects.length >= MOST_SUSPECTS) await this.settle();
  }

  async settle(): Promise<void> {
    let before = this.suspects;
    this.suspects = [];
    for (let look = 1; before.length > 0 && look < LOOKS; look += 1) {
      await this.pause();
      const known = new Set(before.map(sameAs));
      const ids = new Set(before.map(({ id }) => id));
      const now = (await this.ward.again([...ids])).filter(({ id }) => ids.has(id));
      for (const finding of now) if (known.has(sameAs(finding))) this.stands(finding);
      before = now.filter((finding) => !known.has(sameAs(finding)) && wasThere(finding, before));
    }
    this.unsettled += new Set(before.map(({ id }) => id)).size;
  }
}

/** The same thing was wrong before, on other evidence. What is wrong only now has not been looked at twice. */
function wasThere({ code, id }: Finding, before: readonly Finding[]): boolean {
  return before.some((other) => other.code === code && other.id === id);
}
