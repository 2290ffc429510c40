import type { MinorUnits } from '@comptoir/kernel';
import type { Subject, TenantContext } from '@comptoir/tenant-kit';

/** Type of a subject that brings its own lines and prices: for applications, which are trusted with prices. */
export const LINES = 'lines';

export interface SubjectLine {
  title: string;
  quantity: number;
  unitPrice: MinorUnits;
}

/** Order lines at the caller's prices. Plain data: the checkout keeps it as it came. */
export interface LinesSubject extends Subject {
  readonly type: typeof LINES;
  readonly currency: string;
  readonly lines: readonly SubjectLine[];
}

export function isLines(subject: Subject): subject is LinesSubject {
  return subject.type === LINES;
}

/** A subject of lines is of the platform's own kind, at a tenant of whatever kind. */
export function kindOf({ tenant }: TenantContext, subject: Subject): string {
  return isLines(subject) ? subject.type : tenant.kind;
}
