import { dirname, posix } from "node:path";
import type { ImportExtension } from "../plan/plan-options.js";
import { slashed } from "./consumer.js";

/** The generated client, as modules of the project import it. */
export interface Output {
  /** Absolute. */
  readonly folder: string;
  /** The single file of types in the folder, absolute, if the output is one. */
  readonly file?: string;
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
  { folder, file, packageName, importExtension }: Output,
  module: "client" | "types" | "models",
  from: string,
  like?: KnownImport,
): string {
  if (packageName !== undefined) return module === "client" ? packageName : `${packageName}/${module}`;
  const target =
    file === undefined
      ? posix.join(slashed(folder), module) + (importExtension === "none" ? "" : `.${importExtension}`)
      : file.replace(declaration, "") + extensionLike(like?.specifier ?? "", file);
  const alias = like === undefined ? undefined : aliasOf(like);
  if (alias !== undefined && target.startsWith(alias.folder)) return alias.prefix + target.slice(alias.folder.length);
  const path = posix.relative(dirname(from), target);
  return path.startsWith(".") ? path : `./${path}`;
}

const declaration = /(?:\.d)?\.[cm]?[jt]sx?$/;

/** The extension of a file in an import, written as in another import: none, that of its source, or that of its JavaScript. */
function extensionLike(specifier: string, file: string): string {
  const [like] = declaration.exec(specifier) ?? [];
  const [own = ""] = declaration.exec(file) ?? [];
  return like === undefined ? "" : like.endsWith("ts") ? own : own.replace(/^\.d/, "").replace("t", "j");
}

/** `@/api/schema` of `/app/src/api/schema.d.ts` → `@/` is `/app/src/`. */
function aliasOf({ specifier, file }: KnownImport): { readonly prefix: string; readonly folder: string } | undefined {
  if (specifier.startsWith(".")) return undefined;
  const parts = specifier.replace(declaration, "").split("/");
  const path = file.replace(declaration, "");
  const tail = parts.slice(1).join("/");
  return tail !== "" && path.endsWith(`/${tail}`) ? { prefix: `${parts[0] ?? ""}/`, folder: path.slice(0, -tail.length) } : undefined;
}
