/** Works on all items, at most `width` at a time; answers in their order. The first failure ends it. */
export async function each<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item, index);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

/** The numbers from 0 to `count` - 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** How long something is waited for that is no matter of time: machines differ. Milliseconds. */
const PATIENCE_MS = 180_000;

/** Asks until the answer is as wanted; false when it is not within `withinMs`. */
export async function becomes(ask: () => Promise<boolean>, withinMs = PATIENCE_MS, pauseMs = 50): Promise<boolean> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    if (await ask()) return true;
    if (Date.now() > deadline) return false;
    await pause(pauseMs);
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
