/** The folder of the runtime: in this package, in its compiled output, and in generated packages. */
const runtimeFolder = "runtime";
const prefix = `${runtimeFolder}/`;

/** Where the runtime is in this package: its source files, and their compiled files. */
export const runtimeFolders = {
  ts: new URL(`../../${prefix}`, import.meta.url),
  js: new URL(`../../dist/${prefix}`, import.meta.url),
} as const;

/** The path of a runtime module in the output: `client/index` is at `runtime/client/index`. */
export function runtimeModule(module: string): string {
  return `${prefix}${module}`;
}

export function isRuntimeModule(path: string): boolean {
  return path.startsWith(prefix);
}

/** The path of a runtime module in the runtime's folder: the reverse of `runtimeModule`. */
export function pathInRuntime(path: string): string {
  return path.slice(prefix.length);
}
