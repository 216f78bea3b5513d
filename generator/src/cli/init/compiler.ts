import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { ts } from "ts-morph";
import { compilerSystem } from "../../files/compiler-system.js";
import type { ImportExtension, MockLibrary } from "../../plan/plan-options.js";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import type { Project } from "./project.js";

/** Compatibility of the output with the project's own compiler. */
export interface Compiler {
  /** The libraries whose mocks do not compile there, each with the reason and the remedy. */
  readonly without: Readonly<Partial<Record<MockLibrary, string>>>;
  /** Further requirements of the output that the project lacks. */
  readonly advice: readonly string[];
  /** How modules have to name the files of others, where the project's tools find them otherwise than compilers do; with the reason. */
  readonly imports?: { readonly extension: ImportExtension; readonly reason: string };
}

/** Read from tsconfig.json or a configuration that it refers to; undefined without one and without a tool that would write one. */
export function findCompiler({ folder, manifest }: Pick<Project, "folder" | "manifest">): Compiler | undefined {
  // Of several, the one with most: a page has a configuration of its own and one of its bundler.
  const [best] = configurations(folder).toSorted((a, b) => Number(hasDom(b)) - Number(hasDom(a)));
  const imports = importsFor(best ?? {}, manifest?.value);
  if (best === undefined) return imports && { without: {}, advice: [], imports };
  // From TypeScript 6 on, the required settings are the defaults.
  const generous =
    isJsonObject(manifest?.value["devDependencies"]) && /^\D*(?:[6-9]|\d\d)/.test(String(manifest.value["devDependencies"]["typescript"]));
  const without = {
    ...(generous || importsDefaults(best) ? {} : { nock: 'its types need "esModuleInterop": true in tsconfig.json' }),
    ...(hasDom(best) || best.skipLibCheck === true ? {} : { msw: 'its types need "dom" in lib of tsconfig.json, or "skipLibCheck": true' }),
  };
  const advice = [
    ...(hasLanguage(best, generous) ? [] : ['The output needs "es2022" or later as target or lib in tsconfig.json.']),
    ...(best.verbatimModuleSyntax === true && isCommonJs(best, manifest?.value["type"])
      ? ['The output uses import and export, which "verbatimModuleSyntax" rejects in CommonJS. Add "type": "module" to package.json.']
      : []),
  ];
  return { without, advice, ...(imports === undefined ? {} : { imports }) };
}

/** Bundlers that do not resolve `./a.js` to `a.ts` by default. */
const literal = ["jest", "next", "react-native", "expo", "webpack", "react-scripts", "@angular-devkit/build-angular"];

/** By its own name a file is found by everything, where the compiler lets it be named so; Node without a compiler and Deno find it by no other. */
function importsFor(settings: ts.CompilerOptions, manifest: JsonObject = {}): Compiler["imports"] {
  const allowed = ["rewriteRelativeImportExtensions", "allowImportingTsExtensions"].find((setting) => settings[setting] === true);
  if (allowed !== undefined) return { extension: "ts", reason: `${allowed} in tsconfig.json allows them` };
  const tool = literal.find((name) => [manifest["dependencies"], manifest["devDependencies"]].some((list) => isJsonObject(list) && name in list));
  return tool === undefined || resolvesAsNode(settings) ? undefined : { extension: "none", reason: `${tool} resolves no other` };
}

/** Whether the compiler requires an extension, as Node does. */
function resolvesAsNode({ module, moduleResolution }: ts.CompilerOptions): boolean {
  if (moduleResolution !== undefined)
    return moduleResolution >= ts.ModuleResolutionKind.Node16 && moduleResolution <= ts.ModuleResolutionKind.NodeNext;
  return module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext;
}

function configurations(folder: string, name: string = "tsconfig.json"): readonly ts.CompilerOptions[] {
  const path = join(folder, name);
  if (!existsSync(path)) return [];
  const { config, error } = ts.readConfigFile(path, compilerSystem.readFile);
  // The compiler reports unreadable configurations itself, with a better message.
  if (error !== undefined) return [];
  const parsed = ts.parseJsonConfigFileContent(config, compilerSystem, folder, undefined, path, undefined, undefined, new Map());
  const references = (parsed.projectReferences ?? []).map((reference) => resolve(folder, reference.path));
  const isSolution = parsed.fileNames.length === 0 && references.length > 0;
  return isSolution
    ? references.flatMap((at) => (at.endsWith(".json") ? configurations(dirname(at), at.slice(dirname(at).length + 1)) : configurations(at)))
    : [parsed.options];
}

/** Without a list the compiler includes the whole DOM library. */
function hasDom({ lib }: ts.CompilerOptions): boolean {
  return lib?.includes("lib.dom.d.ts") ?? true;
}

function importsDefaults({ allowSyntheticDefaultImports, esModuleInterop, module, moduleResolution }: ts.CompilerOptions): boolean {
  const implied = (module ?? ts.ModuleKind.None) >= ts.ModuleKind.Node16 || moduleResolution === ts.ModuleResolutionKind.Bundler;
  // That alone has the compiler believe in a default that CommonJS does not have, and a module which it writes so fails when it runs.
  const believed = module === ts.ModuleKind.CommonJS ? undefined : allowSyntheticDefaultImports;
  return esModuleInterop ?? believed ?? implied;
}

function isCommonJs({ module }: ts.CompilerOptions, type: Json | undefined): boolean {
  if (module === ts.ModuleKind.CommonJS) return true;
  return module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext && type !== "module";
}

function hasLanguage({ lib, module, target }: ts.CompilerOptions, generous: boolean): boolean {
  if (lib !== undefined) return lib.some((name) => /^lib\.es(?:20(?:2[2-9]|[3-9]\d)|next)(?:\.full)?\.d\.ts$/.test(name));
  if (target !== undefined) return target >= ts.ScriptTarget.ES2022;
  return generous || (module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext);
}
