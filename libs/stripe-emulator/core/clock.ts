/** The emulator's time: the real (or injected) clock plus an offset that only ever grows. */
export interface Clock {
  nowMs(): number;
  nowSeconds(): number;
  /** Moves the offset forward; the caller persists it and runs what became due. */
  advance(ms: number): void;
  offsetMs(): number;
}

/** Builds a clock from a source of milliseconds and the offset that was stored by an earlier run. */
export function createClock(source: () => number, storedOffsetMs = 0): Clock {
  let offset = storedOffsetMs;
  const nowMs = (): number => source() + offset;
  return {
    nowMs,
    nowSeconds: () => Math.floor(nowMs() / 1000),
    offsetMs: () => offset,
    advance(ms) {
      if (!Number.isSafeInteger(ms) || ms < 0) throw new RangeError('the clock only advances by whole milliseconds');
      offset += ms;
    },
  };
}
