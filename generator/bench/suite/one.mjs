// One contender on the whole suite, in a process of its own: a tool may end it, fill its memory or take for ever.
// Prints one line of JSON for each set: { name, passed, refused, total }.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compile } from "../../dist/index.js";
import { contenders } from "./contenders.mjs";

const [name] = process.argv.slice(2);
const source = fileURLToPath(new URL("../../test/suite/official-suite.ts", import.meta.url));
const { outputFiles } = await build({ entryPoints: [source], bundle: true, write: false, format: "esm", platform: "node", logLevel: "error" });
const { groupsOf, remotes, suites } = await import(`data:text/javascript,${encodeURIComponent(outputFiles[0].text)}`);

for (const suite of suites) {
  const draft4 = suite.options.dialect === "draft-04";
  const formats = suite.options.formats === "assert";
  let [passed, refused, total] = [0, 0, 0];
  for (const { schema, cases } of groupsOf(suite)) {
    const made = await attempt(() =>
      name === "tallystick" ? ours(schema, suite) : contenders[name](schema, { draft4, formats, remotes: remotes() }),
    );
    for (const { data, valid } of cases) {
      total += 1;
      const verdict = made === undefined ? undefined : await attempt(() => (made.is ?? made)(data));
      if (verdict === undefined) refused += 1;
      else if (Boolean(verdict) === valid) passed += 1;
    }
    made?.end?.();
  }
  process.stdout.write(`${JSON.stringify({ name: suite.name, passed, refused, total })}\n`);
}
// A contender may keep the process alive.
process.exit(0);

async function ours(schema, suite) {
  const validate = await compile(schema, { ...suite.options, resources: remotes() });
  return (value) => validate(value).valid;
}

/** Undefined if the tool ends with an error. */
async function attempt(action) {
  try {
    return await action();
  } catch {
    return undefined;
  }
}
