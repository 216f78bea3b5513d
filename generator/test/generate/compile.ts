import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript")), "..", "bin", "tsc");

const strictest = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: "ES2022",
  lib: ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
  module: "nodenext",
  moduleResolution: "nodenext",
  verbatimModuleSyntax: true,
  isolatedModules: true,
  // What else a team's own settings may ask of the code that lives among theirs.
  noUnusedLocals: true,
  noUnusedParameters: true,
  noImplicitReturns: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedSideEffectImports: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  erasableSyntaxOnly: true,
  types: ["node"],
};

/** The compiler as a process: its memory is gone with it. */
export async function compileErrors(out: string): Promise<string[]> {
  const project = join(out, "tsconfig.test.json");
  writeFileSync(project, JSON.stringify({ compilerOptions: strictest, include: ["**/*.ts"] }));
  const child = spawn(process.execPath, ["--max-old-space-size=6000", compiler, "-p", project, "--pretty", "false"], {
    cwd: out,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return said.split("\n").filter((line) => line.includes("error TS"));
}
