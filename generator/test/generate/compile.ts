import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript")), "..", "bin", "tsc");

/** The settings of the strictest team, which `npm run corpus` measures with as well. */
const strictest = fileURLToPath(new URL("tsconfig.strictest.json", import.meta.url));

/** The compiler as a process: its memory is gone with it. */
export async function compileErrors(out: string): Promise<string[]> {
  const project = join(out, "tsconfig.test.json");
  writeFileSync(project, JSON.stringify({ extends: strictest, include: ["**/*.ts"] }));
  const child = spawn(process.execPath, ["--max-old-space-size=6000", compiler, "-p", project, "--pretty", "false"], {
    cwd: out,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (said += text));
  await once(child, "close");
  return said.split("\n").filter((line) => line.includes("error TS"));
}
