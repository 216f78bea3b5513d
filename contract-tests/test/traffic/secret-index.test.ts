import fc from "fast-check";
import { expect, test } from "vitest";
import { createSecretIndex } from "../../src/traffic/redact/secret-index.js";

/** Few letters, so that secrets overlap and repeat. */
const part = fc.string({ unit: fc.constantFrom("a", "B", "b", "1", "…", "."), minLength: 0, maxLength: 60 });
const secret = fc.string({ unit: fc.constantFrom("a", "b", "B", "1"), minLength: 6, maxLength: 40 });

test("finds each secret in any case, and nothing in other texts", () => {
  fc.assert(
    fc.property(fc.array(secret, { minLength: 1, maxLength: 20 }), fc.array(part, { maxLength: 6 }), fc.boolean(), (secrets, parts, isHeld) => {
      const index = createSecretIndex();
      for (const each of secrets) index.add(each);
      const text = isHeld ? parts.join(secrets[0]?.toUpperCase()) : parts.join("");
      const folded = text.toLowerCase();
      const ends = new Set<number>();
      for (const each of secrets)
        for (let at = folded.indexOf(each.toLowerCase()); at !== -1; at = folded.indexOf(each.toLowerCase(), at + 1)) ends.add(at + each.length);
      const found = index.find(text);
      // Every occurrence is a match, or inside of one, which can be the beginning of a secret before "…".
      for (const end of ends) expect(found.some((match) => match.end >= end && match.start <= end - 6)).toBe(true);
      for (const match of found) expect(match.cut === true || ends.has(match.end)).toBe(true);
    }),
    { numRuns: 500, seed: Number(process.env["TALLYSTICK_SEED"] ?? 1) },
  );
});

test("finds a secret at each position of a text without others", () => {
  const index = createSecretIndex();
  index.add("Zq8Zk3Lw9Xv2Tn5Rb7mP4cD6");
  index.add("short1");
  for (let at = 0; at < 100; at++) {
    expect(index.find(`${"x".repeat(at)}zq8zk3lw9xv2tn5rb7mp4cd6${"y".repeat(100 - at)}`)).toEqual([{ start: at, end: at + 24 }]);
    expect(index.find(`${"s".repeat(at)}SHORT1`)).toEqual([{ start: at, end: at + 6 }]);
  }
});
