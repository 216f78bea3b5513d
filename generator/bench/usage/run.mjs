// `npm run bench:usage [-- --case TEXT] [--types] [--size FILES]`: precision and recall of `usage` on hand-written cases, or its time.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import openapiTS, { astToString } from "openapi-typescript";
import { ts } from "ts-morph";
import { generate } from "../../dist/index.js";
import { openProject, readFiles } from "../../dist/internals.js";
import { entriesIn, judge, projectOf, readCases } from "./judge.mjs";

const { values: options } = parseArgs({
  options: { case: { type: "string" }, types: { type: "boolean" }, size: { type: "string" }, rounds: { type: "string", default: "3" } },
});
const document = join(import.meta.dirname, "api.json");
const made = async (more) => (await generate(document, { only: ["client"], ...more })).files.map(({ path, text }) => [path, text]);
const generated = {
  source: await made({}),
  grouped: await made({ groupBy: "tags" }),
  declared: await made({ target: "js" }),
  schema: astToString(await openapiTS(JSON.parse(readFileSync(document, "utf8")))),
};
if (options.size !== undefined) {
  const { measureSize } = await import("./size.mjs");
  const { check, usage } = measureSize(Number(options.size), Number(options.rounds), generated.source);
  const ratio = Math.min(...usage) / Math.min(...check);
  const shown = (times) => times.map((time) => `${time.toFixed(1)} s`).join(", ");
  console.log(`${options.size} files: type check ${shown(check)}; usage ${shown(usage)}. The best of each: ${ratio.toFixed(2)} ×.`);
  process.exit(ratio > 1.5 ? 1 : 0);
}
const cases = readCases().filter(({ name }) => options.case === undefined || name.includes(options.case));
const { system, project, paths } = projectOf(cases, ts, generated);
const opened = openProject({ project, system });
if (options.types)
  for (const error of ts.getPreEmitDiagnostics(opened.program))
    console.log(
      `${error.file?.fileName.split("/").at(-1)}: ${cases[Number(/case-(\d+)/.exec(error.file?.fileName ?? "")?.[1])]?.name}: ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`,
    );
let right = 0,
  extra = 0,
  missing = 0,
  failed = 0;
for (const [index, each] of cases.entries()) {
  const found = entriesIn(readFiles(opened, new Set([opened.program.getSourceFile(paths[index])])).manifest("cases"));
  const verdict = judge(each, found);
  right += verdict.right;
  extra += verdict.extra.length;
  missing += verdict.missing.length;
  if (verdict.extra.length + verdict.missing.length === 0) continue;
  failed++;
  console.log(`${each.section}: ${each.name}\n  ${each.code.replaceAll("\n", "\n  ")}`);
  for (const entry of verdict.missing) console.log(`    missing ${entry}`);
  for (const entry of verdict.extra) console.log(`    extra   ${entry}`);
}
const share = (part, whole) => `${((100 * part) / whole).toFixed(1)} %`;
console.log(
  `${cases.length} cases, ${failed} differ. ${right + missing} entries: precision ${share(right, right + extra)}, recall ${share(right, right + missing)}.`,
);
process.exitCode = right / (right + extra) < 0.99 || right / (right + missing) < 0.99 ? 1 : 0;
