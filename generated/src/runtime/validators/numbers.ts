// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

/**
 * Exact in decimal, as the JSON text has it: 19.99 is a multiple of 0.01, although the nearest doubles are not.
 * (JSON Schema Validation 2020-12 §6.2.1)
 */
export function isMultipleOf(value: number, divisor: number): boolean {
  // `%` is exact for doubles, and small integers equal their text.
  if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0;
  const [digits, exponent] = decimal(value);
  const [divisorDigits, divisorExponent] = decimal(divisor);
  const shift = exponent - divisorExponent;
  const dividend = shift > 0 ? digits * powerOfTen(shift) : digits;
  const by = shift < 0 ? divisorDigits * powerOfTen(-shift) : divisorDigits;
  return dividend % by === BigInt(0);
}

/** Written out: compilers refuse `10n` where a project's target is older than it is (ES2020), as Next.js sets it. */
function powerOfTen(exponent: number): bigint {
  return BigInt(`1${"0".repeat(exponent)}`);
}

/** `12.50` → 125 × 10^-1. The shortest text that reads back as the same double. */
function decimal(value: number): [digits: bigint, exponent: number] {
  const [mantissa = "0", power = "0"] = String(value).split("e");
  const [whole = "0", fraction = ""] = mantissa.split(".");
  return [BigInt(whole + fraction), Number(power) - fraction.length];
}
