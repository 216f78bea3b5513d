import type { GeneratedFile } from "../../generate.js";
import type { LoadedDocument } from "../../load/document.js";
import type { ApiModel } from "../../model/api.js";
import type { MockLibrary } from "../../plan/plan-options.js";
import type { Plan } from "../../plan/plan.js";
import type { EmitOptions } from "../emit.js";
import { readme } from "./readme.js";

/** What turns the modules into a package that can be built and published. */
export function packageFiles(model: ApiModel, plan: Plan, document: LoadedDocument, options: EmitOptions): GeneratedFile[] {
  return [
    { path: "package.json", text: json(packageJson(model, plan, options.version ?? "0.1.0")) },
    { path: "tsconfig.json", text: json(tsconfig) },
    { path: "README.md", text: readme(model, plan, options) },
    { path: "document.json", text: json(publishedDocument(document, options.origin.name)) },
  ];
}

const mockVersions: Readonly<Record<MockLibrary, { readonly peer: string; readonly dev: string }>> = {
  msw: { peer: "^2.15.0", dev: "2.15.0" },
  nock: { peer: "^14.0.17 || ^15", dev: "14.0.17" },
};

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function packageJson(model: ApiModel, plan: Plan, version: string): object {
  const has = (artefact: Parameters<typeof plan.artefacts.has>[0]): boolean => plan.artefacts.has(artefact);
  const mocks = has("mocks") ? plan.mockLibraries.toSorted() : [];
  const temporal = plan.decoding?.options.dates === "Temporal" ? { "temporal-polyfill": "1.0.8" } : {};
  return {
    name: plan.packageName,
    version,
    description: `Types${has("client") ? ", a fetch client" : ""}${has("validators") ? ", validators" : ""}${has("mocks") ? ", fixtures and mocks" : ""} for ${oneLine(model.info.title)}. Generated.`,
    ...(model.info.license === undefined ? {} : { license: oneLine(model.info.license) }),
    type: "module",
    sideEffects: false,
    engines: { node: ">=20.19.0" },
    exports: {
      ".": entry("index"),
      "./types": entry("types"),
      ...(plan.decoding === undefined ? {} : { "./decoded": entry("decoded") }),
      ...(has("client") ? { "./client": entry("client"), "./operations": entry("operations/index") } : {}),
      ...(has("validators") ? { "./validators": entry("validators/index") } : {}),
      ...(has("fixtures") ? { "./fixtures": entry("fixtures/index") } : {}),
      ...(has("mocks")
        ? { "./mocks": entry("mocks/index"), ...Object.fromEntries(mocks.map((library) => [`./mocks/${library}`, entry(`mocks/${library}`)])) }
        : {}),
      "./document.json": "./document.json",
      "./package.json": "./package.json",
    },
    files: ["dist", "document.json"],
    scripts: { build: "tsc -p tsconfig.json" },
    ...(has("client") ? { dependencies: { "openapi-fetch": "0.17.0", ...temporal } } : {}),
    ...(mocks.length > 0
      ? {
          peerDependencies: Object.fromEntries(mocks.map((library) => [library, mockVersions[library].peer])),
          peerDependenciesMeta: Object.fromEntries(mocks.map((library) => [library, { optional: true }])),
        }
      : {}),
    devDependencies: { ...Object.fromEntries(mocks.map((library) => [library, mockVersions[library].dev])), typescript: "5.9.3" },
  };
}

function entry(path: string): object {
  return { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` };
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
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
  },
  include: ["src"],
};

/** The document beside what was made of it, so that a later version can be compared with what was published. */
export interface PublishedDocument {
  /** Name of the root file in `files`. */
  readonly root: string;
  /** Every file that the root reaches, by its name relative to the root's folder. */
  readonly files: Readonly<Record<string, string>>;
}

function publishedDocument(document: LoadedDocument, name: string): PublishedDocument {
  const root = name.split("/").at(-1) ?? "openapi.yaml";
  return { root, files: Object.fromEntries([...document.files.values()].map((file) => [file.file === "" ? root : file.file, file.text])) };
}
