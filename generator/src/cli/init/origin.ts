import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { Project } from "./project.js";

/** The packages that `init` installs and that belong to this tool. */
export const ownPackages = ["tallystick", "@tallystick/contract"] as const;
type OwnPackage = (typeof ownPackages)[number];

/** The source of a package outside of a registry: a tarball, or the folder of a checkout. */
type Source = { readonly kind: "tarball"; readonly path: string } | { readonly kind: "folder"; readonly path: string };

/** Sources of the packages that a clone of the project could not install as they are declared, or not at all. */
export type Sources = ReadonlyMap<OwnPackage, Source>;

/**
 * Detects whether this program was installed from a tarball or runs from a checkout, so that the project can use the same packages.
 * Empty: the packages come from a registry. A string: the reason why the project cannot use them.
 * @param own The folder of the running package.
 */
export function findSources(
  { folder, root, manifest }: Pick<Project, "folder" | "root" | "manifest">,
  version: string,
  own = ownFolder(),
): Sources | string {
  // Files inside of the repository are in each clone.
  const isShared = (source: Source | undefined): boolean => source !== undefined && isInside(source.path, root);
  const toolSpec = specOf(manifest?.value, "tallystick");
  const tool = toolSpec === undefined ? sourceOfRunning(own) : sourceOf(toolSpec, folder);
  const isToolShared = toolSpec !== undefined && isShared(tool);
  const kitSpec = specOf(manifest?.value, "@tallystick/contract");
  const declaredKit = sourceOf(kitSpec, folder);
  const hasOtherKit = kitSpec !== undefined || tool === undefined || (isToolShared && tool.kind === "folder");
  const kit = hasOtherKit ? declaredKit : kitOf(tool, version);
  if (typeof kit === "string") return kit;
  const found = new Map<OwnPackage, Source>();
  if (tool !== undefined && !isToolShared) found.set("tallystick", tool);
  if (kit !== undefined && !(kitSpec !== undefined && isShared(kit))) found.set("@tallystick/contract", kit);
  return found;
}

function ownFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("tallystick/package.json"));
}

/** If installed, it is in a node_modules folder; otherwise it runs from a checkout. */
function sourceOfRunning(own: string): Source | undefined {
  const steps = realpathSync(own).split(sep);
  const at = steps.lastIndexOf("node_modules");
  if (at === -1) return { kind: "folder", path: realpathSync(own) };
  const folder = steps.slice(0, at).join(sep);
  return sourceOf(specOf(readManifest(folder), "tallystick"), folder);
}

/** The kit that belongs to a tool: `npm pack` of both leaves two tarballs in one folder, and a checkout has both folders. */
function kitOf(tool: Source, version: string): Source | string {
  if (tool.kind === "tarball") {
    const path = join(dirname(tool.path), `tallystick-contract-${version}.tgz`);
    if (existsSync(path)) return { kind: "tarball", path };
    return `tallystick was installed from ${basename(tool.path)}, but ${basename(path)} is not next to it. Put it there, then run tallystick init again.`;
  }
  const path = join(dirname(tool.path), "contract-tests");
  const kit = readManifest(path);
  if (kit?.["name"] !== "@tallystick/contract") return `The checkout has no package @tallystick/contract in ${path}.`;
  if (existsSync(join(path, "dist", "index.js"))) return { kind: "folder", path };
  return `@tallystick/contract is not built. Run npm run build in ${dirname(tool.path)}, then run tallystick init again.`;
}

/** The file or folder that a version in package.json refers to. */
function sourceOf(spec: string | undefined, folder: string): Source | undefined {
  const path = spec === undefined ? undefined : /^(?:file:|link:|portal:|(?=\.{0,2}\/)|(?=[a-z]:[\\/]))(.+)$/i.exec(spec)?.[1];
  if (path === undefined) return undefined;
  const at = resolve(folder, path);
  const found = statSync(at, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return { kind: found.isDirectory() ? "folder" : "tarball", path: at };
}

function specOf(manifest: JsonObject | undefined, name: OwnPackage): string | undefined {
  for (const key of ["devDependencies", "dependencies", "optionalDependencies"]) {
    const list = manifest?.[key];
    if (isJsonObject(list) && typeof list[name] === "string") return list[name];
  }
  return undefined;
}

function readManifest(folder: string): JsonObject | undefined {
  try {
    const value = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== "" && !isAbsolute(way) && way.split(sep)[0] !== "..";
}
