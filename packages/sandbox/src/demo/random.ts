/** Chance that repeats itself: the same seed gives the same throws. */
export class Random {
  readonly #state: Uint32Array;

  /** @param seed a whole number from 0 to 2^32 - 1 */
  constructor(seed: number) {
    this.#state = Uint32Array.of(0x9e3779b9, 0x243f6a88, seed, 1);
    for (let warmUp = 0; warmUp < 20; warmUp += 1) this.next();
  }

  /** From 0, included, to 1, excluded (the sfc32 generator). */
  next(): number {
    const s = this.#state;
    const [a = 0, b = 0, c = 0, d = 0] = s;
    const sum = (a + b + d) >>> 0;
    s[3] = d + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum / 2 ** 32;
  }

  /** A whole number, both ends included. */
  whole(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(this.next() * from.length)] as T;
  }

  /** @param options values with how many of 100 throws each gets; the last one gets the rest */
  weighted<T>(options: readonly (readonly [value: T, percent: number])[]): T {
    let left = this.next() * 100;
    for (const [value, percent] of options) {
      left -= percent;
      if (left < 0) return value;
    }
    return (options.at(-1) as readonly [T, number])[0];
  }

  uuid(): string {
    const hex = Array.from({ length: 4 }, () =>
      this.whole(0, 2 ** 32 - 1)
        .toString(16)
        .padStart(8, "0"),
    ).join("");
    const variant = "89ab"[this.whole(0, 3)] ?? "8";
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
  }

  /** Deals the cards in a random order and shuffles again when all are dealt, so that totals are exact. */
  deck<T>(cards: readonly T[]): () => T {
    let left: T[] = [];
    return () => {
      if (left.length === 0) left = [...cards];
      return left.splice(Math.floor(this.next() * left.length), 1)[0] as T;
    };
  }
}
