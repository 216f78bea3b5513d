import type { GeneratedFile } from "../../write/generated-file.js";
import { keepFields } from "../../write/package-json.js";
import type { LoadedDocument } from "../../load/document.js";
import type { ApiModel } from "../../model/api.js";
import type { JsonObject } from "../../model/json.js";
import type { Plan } from "../../plan/plan.js";
import type { EmitOptions } from "../emit.js";
import type { FixtureNotes } from "../fixtures/note.js";
import { escapeInvisible } from "../print/code.js";
import { runtimePackage, runtimeRange } from "../runtime-package.js";
import { enumsModule } from "./enums.js";
import { mockVersions } from "./mock-versions.js";
import { readme } from "./readme.js";

/** The files that make a package of the modules. */
export function packageFiles(
  model: ApiModel,
  plan: Plan,
  document: LoadedDocument,
  options: Pick<EmitOptions, "origin" | "version" | "manifest">,
  fixtures?: FixtureNotes,
): GeneratedFile[] {
  const { manifest = {} } = options;
  const written = packageJson(model, plan, options.version ?? "0.1.0");
  const retained = options.version === undefined ? manifest : { ...manifest, version: options.version };
  return [
    { path: "package.json", text: json(keepFields(written, retained)) },
    { path: "tsconfig.json", text: json(tsconfig) },
    { path: "README.md", text: readme(model, plan, options, fixtures) },
    { path: "document.json", text: json(publishedDocument(document, options.origin.name)) },
  ];
}

/** Makes Node and bundlers read a folder of JavaScript as ES modules, in a CommonJS project too. */
export const folderManifest: GeneratedFile = { path: "package.json", text: json({ type: "module", sideEffects: false }) };

function json(value: unknown): string {
  return `${escapeInvisible(JSON.stringify(value, null, 2))}\n`;
}

function packageJson(model: ApiModel, plan: Plan, version: string): JsonObject {
  const has = (artefact: Parameters<typeof plan.artefacts.has>[0]): boolean => plan.artefacts.has(artefact);
  const mocks = has("mocks") ? plan.mockLibraries.toSorted() : [];
  const temporal = plan.decoding?.options.dates === "Temporal" ? { "temporal-polyfill": "1.0.8" } : {};
  const entries = entryPoints(plan);
  return {
    ...(plan.packageName === undefined ? {} : { name: plan.packageName }),
    version,
    description: `Types${has("client") ? ", a fetch client" : ""}${has("validators") ? ", validators" : ""}${has("mocks") ? ", fixtures and mocks" : ""} for ${oneLine(model.info.title)}. Generated.`,
    ...(model.info.license === undefined ? {} : { license: licenseName(model.info.license) }),
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.19.0" },
    exports: {
      ...Object.fromEntries(Object.entries(entries).map(([name, path]) => [name, { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }])),
      "./document.json": "./document.json",
      "./package.json": "./package.json",
    },
    // Sources are for editors and stack traces: the source maps of `dist` refer to them.
    files: ["dist", "src", "document.json"],
    scripts: { build: buildScript(Object.values(entries)) },
    ...dependenciesOf({
      ...(plan.runtime === "package" ? { [runtimePackage]: runtimeRange } : {}),
      ...(has("client") ? { "openapi-fetch": "0.17.0", ...temporal } : {}),
    }),
    ...(mocks.length > 0
      ? {
          peerDependencies: Object.fromEntries(mocks.map((library) => [library, mockVersions[library].peer])),
          peerDependenciesMeta: Object.fromEntries(mocks.map((library) => [library, { optional: true }])),
        }
      : {}),
    devDependencies: { esbuild: "0.28.2", ...Object.fromEntries(mocks.map((library) => [library, mockVersions[library].dev])), typescript: "5.9.3" },
  };
}

function dependenciesOf(dependencies: Readonly<Record<string, string>>): { readonly dependencies?: JsonObject } {
  return Object.keys(dependencies).length === 0 ? {} : { dependencies };
}

/** The entry points of the package, with their modules. */
function entryPoints(plan: Plan): Readonly<Record<string, string>> {
  const has = (artefact: Parameters<typeof plan.artefacts.has>[0]): boolean => plan.artefacts.has(artefact);
  const libraries = plan.mockLibraries.toSorted();
  return {
    ".": "index",
    "./types": "types",
    ...(enumsModule(plan) === undefined ? {} : { "./enums": "enums" }),
    ...(plan.decoding === undefined ? {} : { "./decoded": "decoded" }),
    ...(has("client") ? { "./client": "client", "./operations": "operations/index" } : {}),
    ...(has("validators") ? validatorEntries(plan) : {}),
    ...(has("fixtures") ? { "./fixtures": "fixtures/index" } : {}),
    ...(has("mocks")
      ? { "./mocks": "mocks/index", ...Object.fromEntries(libraries.map((library) => [`./mocks/${library}`, `mocks/${library}`])) }
      : {}),
  };
}

function validatorEntries(plan: Plan): Readonly<Record<string, string>> {
  return {
    "./validators": "validators/index",
    ...(plan.operations.some(({ bodies }) => bodies.length > 0) ? { "./validators/operations": "validators/operations/index" } : {}),
    ...(plan.schemas.length > 0 ? { "./validators/json-schema": "validators/json-schema" } : {}),
  };
}

/**
 * Declarations stay one file per module; code becomes one file per entry point and one for each shared part. Node
 * takes half a millisecond for each imported file: the validators of 819 schemas would take half a second. Bundlers still drop
 * unused code.
 */
function buildScript(entries: readonly string[]): string {
  return [
    `node -e "fs.rmSync('dist', { recursive: true, force: true })"`,
    "tsc -p tsconfig.json",
    `esbuild ${entries.map((path) => `src/${path}.ts`).join(" ")} --bundle --splitting --packages=external --format=esm --target=es2022 --outdir=dist --chunk-names=shared/[hash] --sourcemap --sources-content=false --log-level=warning`,
  ].join(" && ");
}

/** The form that npm requires: an SPDX expression, else a reference to a file. */
function licenseName(text: string): string {
  const name = oneLine(text).replace(/^Apache(?: License)?,?(?: Version)? 2\.0$/i, "Apache-2.0");
  return /^[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*$/.test(name) ? name : "SEE LICENSE IN document.json";
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const tsconfig = {
  compilerOptions: {
    target: "ES2022",
    lib: ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
    module: "nodenext",
    moduleResolution: "nodenext",
    rootDir: "src",
    outDir: "dist",
    declaration: true,
    declarationMap: true,
    emitDeclarationOnly: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
  },
  include: ["src"],
};

/** The document next to its output, so that a later version can be compared with the published one. */
interface PublishedDocument {
  /** Name of the root file in `files`. */
  readonly root: string;
  /** Every file that the root reaches, by its name relative to the root's folder. */
  readonly files: Readonly<Record<string, string>>;
}

function publishedDocument(document: LoadedDocument, name: string): PublishedDocument {
  const root = name.split("/").at(-1) ?? "openapi.yaml";
  return { root, files: Object.fromEntries([...document.files.values()].map((file) => [file.file === "" ? root : file.file, file.text])) };
}
