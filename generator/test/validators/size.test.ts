import { expect, test } from "vitest";

// Bytes of validating a list of sessions, bundled, minified and gzipped: hand-written code takes 1,035. A budget moves only in the commit that
// needs it, and that says why. docs/decisions/0030-issues-by-rules.md says what the runtime that reads rules costs one schema, and saves many.
const budgets: Readonly<Record<string, number>> = {
  is: 335,
  check: 1470,
  assert: 1560,
  parse: 2280,
  object: 1775,
  "is, with formats": 810,
  "check, with formats": 2065,
  "assert, with formats": 2145,
  "parse, with formats": 2860,
  "object, with formats": 2355,
};

test("bundles only what is called, within its budgets", async () => {
  const path = new URL("../../bench/validators/sizes.mjs", import.meta.url).href;
  const { ourSizes } = (await import(path)) as { readonly ourSizes: (formats: boolean) => Promise<Record<string, number>> };
  const withFormats = Object.entries(await ourSizes(true)).map(([name, size]) => [`${name}, with formats`, size]);
  const sizes = { ...(await ourSizes(false)), ...(Object.fromEntries(withFormats) as Record<string, number>) };
  expect(Object.keys(sizes)).toEqual(Object.keys(budgets));
  const over = Object.entries(sizes).filter(([name, size]) => size > (budgets[name] ?? 0));
  expect(over).toEqual([]);
});
