/** A finite number as `digits · 10^-scale`, exactly as JSON writes it: 0.1 is a tenth here, not the nearest double. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

function decimal(value: number): Decimal {
  const [, sign = "", whole = "0", fraction = "", exponent = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(sign + whole + fraction);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}

function aligned(a: number, b: number): { readonly a: bigint; readonly b: bigint; readonly scale: number } {
  const left = decimal(a);
  const right = decimal(b);
  const scale = Math.max(left.scale, right.scale);
  return { a: left.digits * 10n ** BigInt(scale - left.scale), b: right.digits * 10n ** BigInt(scale - right.scale), scale };
}

/** Whether `value` is a multiple of `step`, in decimal arithmetic: 19.99 is a multiple of 0.01. */
export function isMultiple(value: number, step: number): boolean {
  if (!Number.isFinite(value) || step === 0) return false;
  if (Number.isSafeInteger(value) && Number.isSafeInteger(step)) return value % step === 0;
  const parts = aligned(value, step);
  return parts.a % parts.b === 0n;
}

/** The least multiple of `step` that is not below `value`. */
export function multipleFrom(value: number, step: number): number {
  if (step === 1 && Number.isSafeInteger(value)) return value;
  const { a, b, scale } = aligned(value, step);
  let quotient = a / b;
  if (quotient * b < a) quotient += 1n;
  return toNumber(quotient * b, scale);
}

/** The least common multiple of two steps, or `undefined` where it is too large to be exact. */
export function commonMultiple(a: number, b: number): number | undefined {
  if (a === b) return a;
  const parts = aligned(a, b);
  let [x, y] = [parts.a, parts.b];
  while (y !== 0n) [x, y] = [y, x % y];
  const result = toNumber((parts.a / x) * parts.b, parts.scale);
  return Number.isFinite(result) && Math.abs(result) <= Number.MAX_SAFE_INTEGER ? result : undefined;
}

export function plus(a: number, b: number): number {
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(a + b)) return a + b;
  const parts = aligned(a, b);
  return toNumber(parts.a + parts.b, parts.scale);
}

function toNumber(digits: bigint, scale: number): number {
  return Number(`${digits}e-${scale}`);
}
