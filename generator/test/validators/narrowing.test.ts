import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { pathToFileURL } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import { expect, test } from "vitest";
import { generate } from "tallystick";
import { corpusFolder, corpusNote, missingCorpus } from "../shared.js";

const options: ts.CompilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noEmit: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: [],
};

test.skipIf(missingCorpus)(`narrows each schema of resend.yaml to openapi-typescript's type${corpusNote}`, async () => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  const path = join(folder, "resend.yaml");
  await writeFile(path, gunzipSync(await readFile(join(corpusFolder, "resend.yaml.gz"))));
  const { files } = await generate(path, { only: ["types", "validators"] });
  for (const file of files) {
    await mkdir(dirname(join(folder, file.path)), { recursive: true });
    await writeFile(join(folder, file.path), file.text);
  }
  const theirs = await openapiTS(pathToFileURL(path), { silent: true, defaultNonNullable: false, emptyObjectsUnknown: true });
  await writeFile(join(folder, "theirs.ts"), astToString(theirs));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');

  const models = files.find((file) => file.path === "models.ts")?.text ?? "";
  const keys = new Map([...models.matchAll(/export type (\w+) = components\["schemas"\]\["([^"]+)"\]/g)].map(([, name, key]) => [name, key]));
  const guards = files
    .filter(({ path: each }) => /^validators\/[^/]+\.ts$/.test(each))
    .flatMap(({ path: each, text }) =>
      [...text.matchAll(/export function (is\w+)\(value: unknown\): value is (\w+)/g)].map(([, guard = "", name = ""]) => ({
        guard,
        key: keys.get(name),
        from: each,
      })),
    );
  const program = [
    ...guards.map(({ guard, from }) => `import { ${guard} } from "./${from.replace(/\.ts$/, ".js")}";`),
    'import type { components } from "./theirs.js";',
    "type Guarded<F> = F extends (value: unknown) => value is infer T ? T : never;",
    "type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;",
    ...guards.map(({ guard, key }) => `export const ${guard}Agrees: Same<Guarded<typeof ${guard}>, components["schemas"]["${key}"]> = true;`),
  ];
  await writeFile(join(folder, "agree.ts"), program.join("\n"));
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram([join(folder, "agree.ts")], options));
  await rm(folder, { recursive: true });

  const differing = diagnostics.map(({ file, start = 0, messageText }) => {
    const line = program[file === undefined ? -1 : file.getLineAndCharacterOfPosition(start).line] ?? "";
    return /components\["schemas"\]\["([^"]+)"\]/.exec(line)?.[1] ?? ts.flattenDiagnosticMessageText(messageText, "\n");
  });
  expect(guards.length).toBeGreaterThan(180);
  // Named texts beside a map of numbers: no value has their type, so ours lets the map hold texts, too (docs/decisions/0008-types.md).
  expect(differing).toEqual(["EmailMetricsDataRow", "GetEmailsMetricsResponse"]);
});
