/** Discord's ids: decimal text that carries the time of making and sorts by it. */

const EPOCH_MS = 1420070400000n;

/** Negative if `a` was made before `b`, 0 if they are the same, else positive. */
export function byAge(a, b) {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** When the id was made, UTC epoch milliseconds. */
export function madeAt(id) {
  return Number((BigInt(id) >> 22n) + EPOCH_MS);
}

let drawn = 0n;

/** A nonce no earlier call of this page drew. */
export function nonce() {
  drawn += 1n;
  return String(((BigInt(Date.now()) - EPOCH_MS) << 22n) | (drawn & 0x3fffffn));
}
