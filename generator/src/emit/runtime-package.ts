import type { GeneratedFile } from "../write/generated-file.js";
import { version } from "../version.js";
import type { Header, Target } from "./print/module.js";

/** The package with the runtime that outputs import with `runtime: "package"`. */
export const runtimePackage = "@tallystick/runtime";

/** The versions of it that serve the output of this generator. They are released together, and a later minor version only adds. */
export const runtimeRange = `^${version}`;

/** The series of versions that generated code states, as the types of the runtime list it: `0.1`, from version 1 on `1`. */
export const runtimeSeries: string = /^(?:0\.\d+|[1-9]\d*)/.exec(version)?.[0] ?? version;

/** The text of a module that imports the runtime from the package. */
export function withRuntimePackage(text: string): string {
  return text.split("\n").map(withPackage).join("\n");
}

/** The end of an import or export. By how it begins, no line of a literal or of a comment is one. */
function withPackage(line: string): string {
  const at = line.lastIndexOf(' from "') + 7;
  if (at < 7 || !line.endsWith('";') || !["import ", "export ", "} "].some((start) => line.startsWith(start))) return line;
  const path = line.slice(at).replace(/^(?:\.\.\/)+|^\.\//, "");
  return line[at] === "." && path.startsWith("runtime/") ? `${line.slice(0, at)}${runtimePackage}/${path.slice(8)}` : line;
}

/** A module that compiles only with a runtime that serves this output. */
export function runtimeVersionFiles(head: Header, target: Target): GeneratedFile[] {
  const path = "runtime-version";
  const text = [
    head(path),
    "",
    `import type { RuntimeSeries } from "${runtimePackage}/version.js";`,
    "",
    `/** If this does not compile: run \`npm install ${runtimePackage}@${runtimeRange}\`, or generate again. */`,
    `export type Runtime = RuntimeSeries<"${runtimeSeries}">;`,
    "",
  ].join("\n");
  if (target === "ts") return [{ path: `${path}.ts`, text }];
  return [
    { path: `${path}.js`, text: `${head(path)}\n\nexport {};\n` },
    { path: `${path}.d.ts`, text },
  ];
}
