import { Double, Int32, Long } from 'bson';
import type { NumberValue } from '../bson/value.js';

const INT32_MAX = 0x7fffffffn;
const INT64_MAX = 0x7fffffffffffffffn;

/**
 * Adds numbers as MongoDB's `$sum` and `$avg` do: integers exactly, doubles with a second double for the rounding
 * error, so that ten times 0.1 is 1.
 */
export class NumberSum {
  private integers = 0n;
  private high = 0;
  private low = 0;
  private widest: 'int' | 'long' | 'double' = 'int';

  add(value: NumberValue): void {
    if (value instanceof Double) {
      this.widest = 'double';
      this.addDouble(value.value);
    } else {
      if (value instanceof Long && this.widest === 'int') this.widest = 'long';
      this.integers += value instanceof Long ? value.toBigInt() : BigInt(value.value);
    }
  }

  /** In the widest of the types added; an integer that outgrows 64 bits becomes a double. */
  value(): NumberValue {
    const { integers } = this;
    if (this.widest === 'double' || integers > INT64_MAX || integers < -INT64_MAX - 1n)
      return new Double(this.toNumber());
    const isInt = this.widest === 'int' && integers <= INT32_MAX && integers >= -INT32_MAX - 1n;
    return isInt ? new Int32(Number(integers)) : Long.fromBigInt(integers);
  }

  toNumber(): number {
    const rounded = Number(this.integers);
    const sum = new NumberSum();
    sum.high = this.high;
    sum.low = this.low;
    sum.addDouble(rounded);
    if (this.integers !== BigInt(rounded)) sum.addDouble(Number(this.integers - BigInt(rounded)));
    return Number.isFinite(sum.high) ? sum.high + sum.low : sum.high;
  }

  /** Knuth's sum of two doubles: the result and what it lost. */
  private addDouble(value: number): void {
    const sum = this.high + value;
    if (Number.isFinite(sum)) {
      const part = sum - this.high;
      this.low += this.high - (sum - part) + (value - part);
    }
    this.high = sum;
  }
}
