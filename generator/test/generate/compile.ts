import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished } from "vitest";
import { generate, type GenerateOptions } from "../../src/generate.js";

const { resolve } = createRequire(import.meta.url);
const compiler = join(dirname(resolve("typescript")), "..", "bin", "tsc");

/** TypeScript 7 is a program of its own for each platform: Linux on x64 has it here, as CI does. */
function fastCompiler(): string | undefined {
  try {
    return join(dirname(resolve("@typescript/typescript-linux-x64/package.json")), "lib", "tsc");
  } catch {
    return undefined;
  }
}

/** The settings of the strictest team, which `npm run corpus` measures with as well. */
const strictest = fileURLToPath(new URL("tsconfig.strictest.json", import.meta.url));

export interface CompileOptions {
  /** The folders of the outputs, which are one program. Default: the folder itself. */
  readonly outputs?: readonly string[];
  /**
   * Whether the declarations of libraries are checked, too, which takes half of the time of a small output. They are the same beside each output,
   * which declares nothing that is global: one test of a file asks. Default: false.
   */
  readonly declarations?: boolean;
  /** Whether TypeScript 7 checks, where it is installed: it takes a quarter of the time. The nightly job compiles with each version. Default: false. */
  readonly fast?: boolean;
  /** What this team's settings say instead. */
  readonly settings?: Readonly<Record<string, boolean | string>>;
}

/** The compiler as a process: its memory is gone with it. Paths in its errors are those inside the folder. */
export async function compileErrors(
  folder: string,
  { outputs = ["."], declarations = false, fast = false, settings = {} }: CompileOptions = {},
): Promise<string[]> {
  const project = join(folder, "tsconfig.test.json");
  const include = outputs.map((output) => `${output}/**/*.ts`);
  writeFileSync(project, JSON.stringify({ extends: strictest, compilerOptions: { skipLibCheck: !declarations, ...settings }, include }));
  const native = fast ? fastCompiler() : undefined;
  const command = [process.execPath, "--max-old-space-size=6000", "--max-semi-space-size=64", compiler];
  const [program = "", ...options] = [...(native === undefined ? command : [native]), "-p", project, "--pretty", "false"];
  const child = spawn(program, options, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  const [code] = (await once(child, "close")) as [number | null];
  const errors = said.split("\n").filter((line) => line.includes("error TS"));
  // A compiler that fails without an error of its own did not check everything.
  if (code !== 0 && errors.length === 0) throw new Error(`The compiler ended with ${code}.\n${said}`);
  return errors;
}

/** The folder of an output, as long as the test runs, where the packages of this workspace are found. */
export async function compilable(spec: string, options: GenerateOptions = {}): Promise<string> {
  const { files, diagnostics } = await generate(spec, options);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const cache = fileURLToPath(new URL("../../../node_modules/.cache", import.meta.url));
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "tallystick-compiled-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  for (const file of files) {
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
  return folder;
}
