import { ts } from "ts-morph";
import { addedProperties } from "./client-options.js";
import type { ClientTypes } from "./clients.js";
import type { ConsumerFile } from "./consumer.js";
import { edit, indentAt, lineAt, type Edit } from "./edits.js";
import type { Setting } from "./migration.js";
import { bare, nameText, walk } from "./nodes.js";
import { moduleOf } from "./types.js";

/** Code of tests that replaces the client, or the functions of another tool. */
export interface Mocks {
  /** Edits that give the replacing objects a `raw`. */
  readonly edits: ReadonlyMap<ConsumerFile, readonly Edit[]>;
  /** Why calls in a file stay: `src/app.test.ts:4 replaces the client`. A test runs them with a replacement. */
  reasonIn(source: ts.SourceFile): string | undefined;
}

/** A replacement, and its change if the client becomes the generated one. */
interface Site {
  readonly edits: readonly Edit[];
}

type FindSite = (node: ts.Node, source: ts.SourceFile, modules: MockedModules) => Site | undefined;

const methods: ReadonlySet<string> = new Set("GET PUT POST DELETE OPTIONS HEAD PATCH TRACE".split(" "));
const testName = /[./](?:test|spec)\.[cm]?[jt]sx?$|\/__(?:tests|mocks)__\//;
const testLibraries: readonly string[] = ["vitest", "@jest/globals", "jest.", "sinon", "bun:test", "node:test"];
/** `vi.mock`, `jest.doMock`, `jest.unstable_mockModule`, and `mock.module` of Bun and Node. */
const moduleMocks: ReadonlySet<string> = new Set("mock doMock mockModule unstable_mockModule module".split(" "));
/** `vi.spyOn`, `sinon.stub`, `sinon.replace`, `mock.method`. */
const memberMocks: ReadonlySet<string> = new Set("spyOn stub replace fake method".split(" "));

export const noMocks: Mocks = { edits: new Map(), reasonIn: () => undefined };

/** Replacements of a client of openapi-fetch: objects and classes with its methods, spies, and modules that are mocked as a whole. */
export function clientMocks(setting: Setting, types: ClientTypes): Mocks {
  return findMocks(setting, "the client", (node, source, modules) => {
    if (ts.isObjectLiteralExpression(node) || ts.isClassLike(node)) return isClientLike(node) ? { edits: rawOf(node, source) } : undefined;
    if (!ts.isCallExpression(node)) return undefined;
    const spied = spiedIn(node);
    if (spied !== undefined && methods.has(spied.name) && types.isClient(spied.object))
      return { edits: [edit(spied.object.end, spied.object.end, ".raw")] };
    const module = modules.mockedBy(node);
    return module !== undefined && !module.hasFactory && module.file !== undefined && types.isExportedBy(module.file) ? { edits: [] } : undefined;
  });
}

/** Replacements of generated functions. @param isGenerated Whether a file has them, or exports them again. */
export function functionMocks(setting: Setting, isGenerated: (file: ts.SourceFile) => boolean): Mocks {
  return findMocks(setting, "the generated functions", (node, _, modules) => {
    if (!ts.isCallExpression(node)) return undefined;
    const spied = spiedIn(node);
    const symbol = spied === undefined ? undefined : setting.checker.getTypeAtLocation(spied.object).getSymbol();
    const file = modules.mockedBy(node)?.file ?? symbol?.declarations?.find(ts.isSourceFile);
    return file !== undefined && isGenerated(file) ? { edits: [] } : undefined;
  });
}

function findMocks(setting: Setting, what: string, find: FindSite): Mocks {
  const { sources, shown } = setting;
  const modules = new MockedModules(setting);
  const edits = new Map<ConsumerFile, readonly Edit[]>();
  const reasons = new Map<ts.SourceFile, string>();
  const tests: ts.SourceFile[] = [];
  for (const { file, source } of sources) {
    const isTest = testName.test(file.path);
    if (isTest) tests.push(source);
    if (!isTest && !testLibraries.some((name) => source.text.includes(name))) continue;
    walk(source, (node) => {
      const site = find(node, source, modules);
      if (site === undefined) return;
      edits.set(file, [...(edits.get(file) ?? []), ...site.edits]);
      if (!reasons.has(source)) reasons.set(source, `${shown(file.path)}:${lineAt(file.text, node.getStart(source))} replaces ${what}`);
    });
  }
  if (reasons.size === 0) return noMocks;
  const run = new Map<ts.SourceFile, string>();
  const reached = new Map(tests.map((test) => [test, modules.reachedFrom(test)]));
  // A file that no test imports is set up for all of them.
  const all = [...reasons].find(([source]) => !tests.includes(source) && ![...reached.values()].some((files) => files.has(source)))?.[1];
  for (const files of reached.values()) {
    const reason = [...files].map((file) => reasons.get(file)).find((each) => each !== undefined) ?? all;
    if (reason !== undefined) for (const file of files) if (!run.has(file)) run.set(file, reason);
  }
  return { edits, reasonIn: (source) => run.get(source) ?? reasons.get(source) };
}

/** Which modules a test replaces, and which it runs. */
class MockedModules {
  readonly #imports = new Map<ts.SourceFile, readonly ts.SourceFile[]>();

  constructor(private readonly setting: Setting) {}

  /** The module that a call replaces. */
  mockedBy(
    call: ts.CallExpression,
  ): { readonly file: ts.SourceFile | undefined; readonly hasFactory: boolean; readonly isPartial: boolean } | undefined {
    const { expression } = call;
    if (!ts.isPropertyAccessExpression(expression) || !moduleMocks.has(expression.name.text)) return undefined;
    const [first, factory] = call.arguments;
    // Vitest also takes `import("./client")`.
    const name = first !== undefined && ts.isCallExpression(first) ? first.arguments[0] : first;
    if (name === undefined || !ts.isStringLiteralLike(name)) return undefined;
    const hasFactory = factory !== undefined && !(ts.isObjectLiteralExpression(factory) && factory.properties.length === 0);
    const isPartial = hasFactory && /[aA]ctual|importOriginal|importMod/.test(factory.getText());
    return { file: this.#resolve(name.text, call.getSourceFile().fileName), hasFactory, isPartial };
  }

  /** The files that run in a test, without those that it replaces. */
  reachedFrom(test: ts.SourceFile): ReadonlySet<ts.SourceFile> {
    const replaced = new Set<ts.SourceFile>();
    walk(test, (node) => {
      const module = ts.isCallExpression(node) ? this.mockedBy(node) : undefined;
      if (module?.file !== undefined && !module.isPartial) replaced.add(module.file);
    });
    const found = new Set([test]);
    for (const file of found) for (const other of this.#importedBy(file)) if (!replaced.has(other)) found.add(other);
    return found;
  }

  #importedBy(source: ts.SourceFile): readonly ts.SourceFile[] {
    const known = this.#imports.get(source);
    if (known !== undefined) return known;
    const found: ts.SourceFile[] = [];
    walk(source, (node) => {
      const specifier = ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier : importedIn(node);
      const file = specifier === undefined ? undefined : moduleOf(specifier, this.setting.checker);
      if (file !== undefined && !file.fileName.includes("/node_modules/")) found.push(file);
    });
    this.#imports.set(source, found);
    return found;
  }

  #resolve(name: string, from: string): ts.SourceFile | undefined {
    const { program } = this.setting;
    const host: ts.ModuleResolutionHost = { fileExists: (path) => program.getSourceFile(path) !== undefined, readFile: () => undefined };
    const path = ts.resolveModuleName(name, from, program.getCompilerOptions(), host).resolvedModule?.resolvedFileName;
    return path === undefined ? undefined : program.getSourceFile(path);
  }
}

/** `"./page"` of `import("./page")` and of `require("./page")`. */
function importedIn(node: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const isImport = expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
  return isImport ? node.arguments[0] : undefined;
}

/** The object and the member of `vi.spyOn(api, "GET")`. */
function spiedIn({
  expression,
  arguments: [object, member],
}: ts.CallExpression): { readonly object: ts.Expression; readonly name: string } | undefined {
  const name = ts.isPropertyAccessExpression(expression) ? expression.name.text : ts.isIdentifier(expression) ? expression.text : "";
  if (!memberMocks.has(name) || object === undefined || member === undefined || !ts.isStringLiteralLike(member)) return undefined;
  return { object, name: member.text };
}

/** Whether an object has a method of HTTP as a function: `{ GET: vi.fn() }`, not `{ GET: "green" }`. */
function isClientLike(node: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration): boolean {
  const members: readonly (ts.ObjectLiteralElementLike | ts.ClassElement)[] = ts.isClassLike(node) ? node.members : node.properties;
  return members.some((member) => {
    if (!methods.has(nameText(member.name) ?? "")) return false;
    if (ts.isMethodDeclaration(member) || ts.isShorthandPropertyAssignment(member)) return true;
    const value = ts.isPropertyAssignment(member) || ts.isPropertyDeclaration(member) ? member.initializer : undefined;
    const found = value === undefined ? undefined : bare(value);
    return (
      found !== undefined &&
      (ts.isFunctionLike(found) || ts.isCallExpression(found) || ts.isIdentifier(found) || ts.isPropertyAccessExpression(found))
    );
  });
}

/** The object itself as its `raw`: tests that read its methods stay as they are. */
function rawOf(node: ts.ObjectLiteralExpression | ts.ClassLikeDeclaration, source: ts.SourceFile): readonly Edit[] {
  const members: readonly (ts.ObjectLiteralElementLike | ts.ClassElement)[] = ts.isClassLike(node) ? node.members : node.properties;
  if (members.some((member) => nameText(member.name) === "raw")) return [];
  const getter = `get raw()${/\.[cm]?jsx?$/.test(source.fileName) ? "" : ": unknown"} { return this; }`;
  if (ts.isObjectLiteralExpression(node)) return addedProperties(node, [getter], source);
  const { end } = node.members;
  const first = node.members[0];
  return [edit(end, end, `\n${first === undefined ? "" : indentAt(source.text, first.getStart(source))}${getter}`)];
}
