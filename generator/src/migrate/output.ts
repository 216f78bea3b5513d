import { dirname, posix } from "node:path";
import type { ImportExtension } from "../plan/plan-options.js";
import { slashed } from "./consumer.js";

/** The generated client, as modules of the project import it. */
export interface Output {
  /** Absolute. */
  readonly folder: string;
  /** Name of the package, if it is one. */
  readonly packageName?: string;
  readonly importExtension: ImportExtension;
  /** Exported names of `types`. */
  readonly typeNames: ReadonlySet<string>;
  /** Exported types of `models`, such as `Pet`. */
  readonly modelNames: ReadonlySet<string>;
}

/** An import of another module of the project: one with an alias, such as `@/api/schema`, shows how the file would import its neighbours. */
export interface KnownImport {
  readonly specifier: string;
  /** Absolute. */
  readonly file: string;
}

/** The specifier of a module of the generated client: `./api/client.js`, `@/api/client.js`, or `@acme/api`. */
export function specifierOf(
  { folder, packageName, importExtension }: Output,
  module: "client" | "types" | "models",
  from: string,
  like?: KnownImport,
): string {
  if (packageName !== undefined) return module === "client" ? packageName : `${packageName}/${module}`;
  const extension = importExtension === "none" ? "" : `.${importExtension}`;
  const target = posix.join(slashed(folder), module) + extension;
  const alias = like === undefined ? undefined : aliasOf(like);
  if (alias !== undefined && target.startsWith(alias.folder)) return alias.prefix + target.slice(alias.folder.length);
  const path = posix.relative(dirname(from), target);
  return path.startsWith(".") ? path : `./${path}`;
}

/** `@/api/schema` of `/app/src/api/schema.d.ts` → `@/` is `/app/src/`. */
function aliasOf({ specifier, file }: KnownImport): { readonly prefix: string; readonly folder: string } | undefined {
  if (specifier.startsWith(".")) return undefined;
  const parts = specifier.replace(/\.[cm]?[jt]sx?$/, "").split("/");
  const path = file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, "");
  const tail = parts.slice(1).join("/");
  return tail !== "" && path.endsWith(`/${tail}`) ? { prefix: `${parts[0] ?? ""}/`, folder: path.slice(0, -tail.length) } : undefined;
}
