import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { Project, ts } from "ts-morph";
import { compilerSystem, readProject } from "../files/compiler-system.js";
import { ApiTypes, propertyName, type ObjectSource } from "./api-types.js";
import { Collection } from "./collect.js";
import { Flow } from "./flow/flow.js";
import type { UsageManifest, UsePlace } from "./manifest.js";
import { bare, isCode, Names } from "./names.js";
import { publicDeclarations } from "./public-declarations.js";
import { Requests } from "./request.js";
import { GeneratedFunctions, isGenerated } from "./senders.js";
import { Bodies } from "./values.js";

/** Why nothing can be said of a project. */
export class UsageProblem extends Error {
  override readonly name = "UsageProblem";

  constructor(
    message: string,
    readonly help: string,
  ) {
    super(message);
  }
}

/** The project uses no API. */
export class NoApiProblem extends UsageProblem {}

export interface UsageOptions {
  /** A tsconfig.json or jsconfig.json, or the folder that has one. */
  readonly project: string;
  /** Default: the name in the project's package.json. */
  readonly name?: string;
  /** Default: the disk. */
  readonly system?: ts.System;
}

export interface UsageReading {
  readonly manifest: UsageManifest;
  /** How many errors the compiler finds in the project. */
  readonly typeErrors: number;
  /** The first of them, with its place. */
  readonly firstError?: string;
  /** How many files of the project were read. */
  readonly files: number;
}

/** A project whose types are known. */
export interface UsageProject {
  readonly folder: string;
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly api: ApiTypes;
  readonly generated: GeneratedFunctions;
  /** The consumer's own code. */
  readonly files: ReadonlySet<ts.SourceFile>;
  /** What other packages can import. */
  readonly publicDeclarations: ReadonlySet<ts.Node>;
}

/**
 * Reads what a TypeScript or JavaScript project uses of the APIs that it has types of.
 * @throws UsageProblem if there is no project, or nothing of an API in it.
 */
export function readUsage(options: UsageOptions): UsageReading {
  const { name, system = compilerSystem } = options;
  const project = openProject(options);
  const { folder, program, files } = project;
  const errors = ts.getPreEmitDiagnostics(program).filter(({ code }) => !deprecatedOptions.has(code));
  const [first] = errors;
  const collection = readFiles(project, files);
  for (const path of componentFiles(folder, system)) collection.unknown(`${path}:1`, "unread-file");
  return {
    manifest: collection.manifest(name ?? nameOf(folder, system)),
    typeErrors: errors.length,
    ...(first !== undefined && { firstError: described(first, folder) }),
    files: files.size,
  };
}

/** Options of tsconfig.json that the next version of the compiler no longer has: they hide no use. */
const deprecatedOptions: ReadonlySet<number> = new Set([5101, 5107]);

/** Files of frameworks in the project's folder: their code and templates may use any operation. */
function componentFiles(folder: string, system: ts.System): readonly string[] {
  const found = system.readDirectory(folder, [".vue", ".svelte", ".astro"], ["**/node_modules", "**/.*/**", "**/dist"], ["**/*"]);
  return found.map((path) => relative(folder, path).replaceAll("\\", "/"));
}

/** Opens a project without checking its types. @throws UsageProblem */
export function openProject({ project, system = compilerSystem }: UsageOptions): UsageProject {
  const config = configFile(project, system);
  const program = openProgram(config, system);
  const checker = program.getTypeChecker();
  const api = new ApiTypes(program, checker);
  const missing = api.operations.length === 0 ? missingModule(program, dirname(config)) : undefined;
  if (missing !== undefined)
    throw new UsageProblem(
      `The module ${missing} was not found, and nothing else in this project uses an API.`,
      "Install the packages of the project, and generate or build what it imports.",
    );
  if (api.operations.length === 0)
    throw new NoApiProblem(
      "Nothing in this project uses a generated client or types of openapi-typescript.",
      "Name the project that does with --project.",
    );
  const isOwn = (file: ts.SourceFile): boolean =>
    !file.isDeclarationFile &&
    !program.isSourceFileFromExternalLibrary(file) &&
    !file.fileName.includes("/node_modules/") &&
    !isGenerated(file) &&
    !api.files.has(file);
  const folder = dirname(config);
  const files = new Set(program.getSourceFiles().filter(isOwn));
  return {
    folder,
    program,
    checker,
    api,
    generated: new GeneratedFunctions(program, api),
    files,
    publicDeclarations: publicDeclarations(folder, program, files, system),
  };
}

/** A module without which the project may not show its use of an API: `"@acme/api" (src/cart.ts:1)`. Nothing for images and styles. */
function missingModule(program: ts.Program, folder: string): string | undefined {
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || program.isSourceFileFromExternalLibrary(file)) continue;
    for (const { code, start, length } of program.getSemanticDiagnostics(file)) {
      if (!notFound.has(code) || start === undefined) continue;
      const name = file.text.slice(start + 1, start + (length ?? 0) - 1);
      const extension = /\.(\w+)$/.exec(name)?.[1];
      if (/[:?]/.test(name) || (/^\.{1,2}\//.test(name) && extension !== undefined && !/^[cm]?[jt]sx?$/.test(extension))) continue;
      const { line } = file.getLineAndCharacterOfPosition(start);
      return `"${name}" (${relative(folder, file.fileName).replaceAll("\\", "/")}:${String(line + 1)})`;
    }
  }
  return undefined;
}

/** Diagnostics of modules that are not found. */
const notFound: ReadonlySet<number> = new Set([2307, 2792, 7016]);

/** Reads some files of a project; values are followed between these files only. @param mostSteps See `Flow`. */
export function readFiles(
  { folder, checker, api, generated, publicDeclarations: shared }: UsageProject,
  files: ReadonlySet<ts.SourceFile>,
  mostSteps?: number,
): Collection {
  const placeOf = (node: ts.Node): UsePlace => {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
    return `${relative(folder, file.fileName).replaceAll("\\", "/")}:${String(line + 1)}`;
  };
  const collection = new Collection();

  const calls: ts.CallExpression[] = [];
  const annotated: Annotated[] = [];
  const names = new Names(
    files,
    checker,
    (node) => {
      if (ts.isCallExpression(node)) calls.push(node);
      if (isAnnotated(node)) annotated.push(node);
    },
    shared,
  );
  const bodies = new Bodies(api);
  const requests = new Requests(api, bodies, names, checker, collection, placeOf);
  const flow = new Flow({ api, bodies, names, checker, generated, requests, collection, placeOf }, mostSteps);
  for (const call of calls) flow.sources.readPathCall(call);
  for (const text of generated.names) for (const name of names.withText(text)) flow.sources.readGeneratedName(name);
  flow.run();
  collection.validatesResponses = flow.sources.hasGeneratedCalls && !names.withText("validate").some(turnsOffValidation);
  readByType(api, checker, names, annotated, requests, bodies, flow);
  return collection;
}

/** `createClient({ validate: "off" })` */
function turnsOffValidation({ parent }: ts.Node): boolean {
  if (!ts.isPropertyAssignment(parent) || !ts.isObjectLiteralExpression(parent.parent)) return false;
  const call = parent.parent.parent;
  const callee = ts.isCallExpression(call) ? call.expression : undefined;
  return (
    callee !== undefined &&
    /^(?:createClient|connect)$/.test(callee.getText()) &&
    !(ts.isStringLiteral(parent.initializer) && parent.initializer.text === "throw")
  );
}

type Annotated =
  | ts.ParameterDeclaration
  | ts.VariableDeclaration
  | ts.PropertyDeclaration
  | ts.PropertySignature
  | ts.AsExpression
  | ts.SatisfiesExpression
  | ts.CallExpression
  | ts.FunctionLikeDeclaration;

/** Where a type is written down for a value. */
function isAnnotated(node: ts.Node): node is Annotated {
  if (ts.isCallExpression(node)) return node.typeArguments !== undefined;
  if (ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertySignature(node))
    return node.type !== undefined || (node.flags & ts.NodeFlags.JavaScriptFile) !== 0;
  return ts.isAsExpression(node) || ts.isSatisfiesExpression(node);
}

/** Values of a component's type that no call was found for: every operation that has the component may be where they come from. */
function readByType(
  api: ApiTypes,
  checker: ts.TypeChecker,
  names: Names,
  annotated: readonly Annotated[],
  requests: Requests,
  bodies: Bodies,
  flow: Flow,
): void {
  const mentions = new Mentions(api, names, checker);
  for (const node of annotated) {
    const isCall = ts.isCallExpression(node);
    const written = isCall ? node.typeArguments : node.type === undefined ? undefined : [node.type];
    if (written !== undefined && !written.some((type) => mentions.in(type))) continue;
    if (isCall) {
      // `const [session, setSession] = useState<Session>()`
      const holder = node.parent;
      if (!ts.isVariableDeclaration(holder)) continue;
      const targets = ts.isIdentifier(holder.name)
        ? [holder]
        : [...holder.name.elements].filter((each): each is ts.BindingElement => ts.isBindingElement(each) && ts.isIdentifier(each.name));
      for (const target of targets) {
        if (flow.reaches(target)) continue;
        const { objects, isList } = mentions.objectsOf(checker.getTypeAtLocation(target.name));
        flow.sources.addByType(target, objects, isList);
      }
      continue;
    }
    const target = ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? node.expression : node;
    const type = written === undefined ? checker.getTypeAtLocation(node) : checker.getTypeFromTypeNode(written[0] as ts.TypeNode);
    const { objects, isList } = mentions.objectsOf(type);
    if (objects.length === 0) continue;
    const value = ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? node.expression : "initializer" in node ? node.initializer : undefined;
    const literal = value === undefined ? undefined : bare(value);
    if (literal !== undefined && ts.isObjectLiteralExpression(literal)) {
      if (!requests.seen.has(literal))
        for (const object of objects)
          for (const { operation, response, path } of api.positions(object) ?? [])
            if (response === undefined) requests.literal(bodies.root(operation, undefined, path, [object], true), literal);
      continue;
    }
    if (flow.reaches(target) || flow.reaches(node) || ("name" in node && isPatternReached(node.name, flow))) continue;
    if (ts.isPropertySignature(node) || ts.isPropertyDeclaration(node)) {
      // Values may have reached the places of its name on another way.
      for (const name of names.references(node)) {
        const { parent } = name;
        const access = ts.isPropertyAccessExpression(parent) || ts.isBindingElement(parent) ? parent : undefined;
        if (access !== undefined && !flow.reaches(access) && !(ts.isBindingElement(access) && isPatternReached(access.name, flow)))
          flow.sources.addByType(access, objects, isList);
      }
    } else if (!ts.isParameter(node) || (isCode(node.parent) && node.parent.body !== undefined))
      flow.sources.addByType(ts.isAsExpression(node) || ts.isSatisfiesExpression(node) ? node : target, objects, isList);
  }
  flow.run();
  // Values whose type was inferred: the result of a library's function.
  for (const file of names.files) {
    const walk = (node: ts.Node): void => {
      if (ts.isPropertyAccessExpression(node) && mentions.names.has(node.name.text) && !flow.reaches(node.expression) && !flow.reaches(node)) {
        const declared = checker.getSymbolAtLocation(node.name)?.declarations?.some((each) => api.has(each)) === true;
        if (declared) flow.sources.addByType(node.expression, mentions.objectsOf(checker.getTypeAtLocation(node.expression)).objects, false);
      } else if (
        ts.isObjectBindingPattern(node) &&
        node.elements.some((element) => mentions.names.has((element.propertyName ?? element.name).getText()))
      ) {
        const holder = node.parent;
        const isKnown =
          isPatternReached(node, flow) ||
          ts.isBindingElement(holder) ||
          (ts.isVariableDeclaration(holder) && holder.initializer !== undefined && flow.reaches(holder.initializer));
        if (!isKnown) flow.sources.addByType(holder, mentions.objectsOf(checker.getTypeAtLocation(node)).objects, false);
      }
      ts.forEachChild(node, walk);
    };
    walk(file);
    flow.run();
  }
}

function isPatternReached(name: ts.Node, flow: Flow): boolean {
  if (!ts.isObjectBindingPattern(name) && !ts.isArrayBindingPattern(name)) return false;
  return name.elements.some((element) => flow.reaches(element) || (ts.isBindingElement(element) && isPatternReached(element.name, flow)));
}

interface ApiNames {
  readonly properties: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

const namesByApi = new WeakMap<ApiTypes, ApiNames>();

/** The names of properties in the types of an API, and of the types that generated modules export. */
function namesOf(api: ApiTypes): ApiNames {
  const known = namesByApi.get(api);
  if (known !== undefined) return known;
  const properties = new Set<string>();
  const types = new Set(["components", "operations", "paths", "webhooks"]);
  const walk = (node: ts.Node): void => {
    const name = ts.isPropertySignature(node) ? propertyName(node.name) : undefined;
    if (name !== undefined) properties.add(name);
    ts.forEachChild(node, walk);
  };
  for (const file of api.files) walk(file);
  for (const file of new Set([...api.files, ...api.program.getSourceFiles().filter(isGenerated)]))
    for (const statement of file.statements)
      if (ts.isTypeAliasDeclaration(statement) || (ts.isInterfaceDeclaration(statement) && api.files.has(file))) types.add(statement.name.text);
  const found = { properties, types };
  namesByApi.set(api, found);
  return found;
}

/** Which types of a project mention the API. */
class Mentions {
  /** Names of types that are, or contain, types of the API. */
  readonly #types: Set<string>;
  /** Names of properties in the API's types. */
  readonly names: ReadonlySet<string>;

  constructor(
    readonly api: ApiTypes,
    names: Names,
    readonly checker: ts.TypeChecker,
  ) {
    const known = namesOf(api);
    this.names = known.properties;
    this.#types = new Set(known.types);
    // Aliases of aliases: until no new name is found.
    const aliases = [...names.files].flatMap((file) => file.statements.filter((each) => ts.isTypeAliasDeclaration(each)));
    for (let before = -1; before !== this.#types.size;) {
      before = this.#types.size;
      for (const alias of aliases) if (!this.#types.has(alias.name.text) && this.in(alias.type)) this.#types.add(alias.name.text);
    }
    for (const file of names.files)
      for (const statement of file.statements)
        if (
          ts.isImportDeclaration(statement) &&
          statement.importClause?.namedBindings !== undefined &&
          ts.isNamedImports(statement.importClause.namedBindings)
        )
          for (const { propertyName: original, name } of statement.importClause.namedBindings.elements)
            if (original !== undefined && this.#types.has(original.text)) this.#types.add(name.text);
  }

  in(type: ts.Node): boolean {
    if (ts.isIdentifier(type)) return this.#types.has(type.text);
    return ts.forEachChild(type, (child) => (this.in(child) ? true : undefined)) === true;
  }

  /** The object types of the API that a type is, or is a list of. */
  objectsOf(type: ts.Type): { readonly objects: readonly ObjectSource[]; readonly isList: boolean } {
    const direct = this.#direct(type);
    if (direct.length > 0) return { objects: direct, isList: false };
    for (const each of type.isUnionOrIntersection() ? type.types : [type]) {
      const awaited = each.symbol?.name === "Promise" ? this.checker.getTypeArguments(each as ts.TypeReference)[0] : undefined;
      if (awaited !== undefined) return this.objectsOf(awaited);
      const item =
        this.checker.isArrayType(each) || this.checker.isTupleType(each) ? this.checker.getIndexTypeOfType(each, ts.IndexKind.Number) : undefined;
      const objects = item === undefined ? [] : this.#direct(item);
      if (objects.length > 0) return { objects, isList: true };
    }
    return { objects: [], isList: false };
  }

  #direct(type: ts.Type): readonly ObjectSource[] {
    const found = new Set<ObjectSource>();
    for (const each of type.isUnionOrIntersection() ? type.types : [type])
      for (const declaration of each.symbol?.declarations ?? [])
        if ((ts.isTypeLiteralNode(declaration) || ts.isInterfaceDeclaration(declaration)) && this.api.has(declaration)) found.add(declaration);
    return [...found];
  }
}

const libraryFolder = "/node_modules/typescript/lib";

/** The configuration file of a project, or of the folder that has one. @throws UsageProblem */
export function configFile(project: string, system: ts.System = compilerSystem): string {
  const path = resolve(system.getCurrentDirectory(), project);
  const candidates = system.directoryExists(path) ? [join(path, "tsconfig.json"), join(path, "jsconfig.json")] : [path];
  const found = candidates.find((each) => system.fileExists(each));
  if (found === undefined)
    throw new UsageProblem(`TypeScript project not found: "${project}".`, "Name the tsconfig.json or jsconfig.json of the consumer with --project.");
  return found;
}

/** The program of a project; of one that only refers to others, a program with the files of those. */
function openProgram(config: string, system: ts.System): ts.Program {
  const all = parseConfigs(config, system);
  const [main] = all.toSorted((a, b) => b.fileNames.length - a.fileNames.length);
  if (main === undefined || main.fileNames.length === 0)
    throw new UsageProblem(`"${basename(config)}" includes no files.`, "Name another project with --project.");
  const options: ts.CompilerOptions = {
    ...main.options,
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    declarationMap: false,
    emitDeclarationOnly: false,
  };
  delete options.tsBuildInfoFile;
  const host = ts.createCompilerHost(options, true);
  // ts-morph carries the declarations of the language itself.
  const libraries = new Project({ useInMemoryFileSystem: true }).getModuleResolutionHost();
  const read = (path: string): string | undefined => (path.startsWith(`${libraryFolder}/`) ? libraries.readFile?.(path) : system.readFile(path));
  Object.assign(host, {
    fileExists: (path: string) => (path.startsWith(`${libraryFolder}/`) ? libraries.fileExists(path) : system.fileExists(path)),
    readFile: read,
    directoryExists: (path: string) => system.directoryExists(path),
    getDirectories: (path: string) => system.getDirectories(path),
    realpath: (path: string) => system.realpath?.(path) ?? path,
    getCurrentDirectory: () => system.getCurrentDirectory(),
    getDefaultLibLocation: () => libraryFolder,
    getDefaultLibFileName: (given: ts.CompilerOptions) => `${libraryFolder}/${ts.getDefaultLibFileName(given)}`,
    getSourceFile: (path: string, version: ts.ScriptTarget | ts.CreateSourceFileOptions) => {
      const text = read(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, version, true);
    },
  } satisfies Partial<ts.CompilerHost>);
  return ts.createProgram({ rootNames: [...new Set(all.flatMap(({ fileNames }) => fileNames))], options, host });
}

/** The project of a configuration; the projects that it refers to, if it has no files of its own. @throws UsageProblem */
export function parseConfigs(config: string, system: ts.System = compilerSystem): readonly ts.ParsedCommandLine[] {
  const parsed = parseConfig(config, system);
  if (parsed.fileNames.length > 0) return [parsed];
  return (parsed.projectReferences ?? []).map((reference) => parseConfig(ts.resolveProjectReferencePath(reference), system));
}

function parseConfig(path: string, system: ts.System): ts.ParsedCommandLine {
  const parsed = readProject(path, system);
  if ("fault" in parsed)
    throw new UsageProblem(`"${basename(path)}" cannot be read: ${parsed.fault}`, "Correct the file, or name another one with --project.");
  return parsed;
}

/** The name in the package.json around a folder; the folder's own name without one. */
function nameOf(folder: string, system: ts.System): string {
  for (let at = folder; ; at = dirname(at)) {
    const text = system.readFile(join(at, "package.json"));
    if (text !== undefined) {
      try {
        const { name } = JSON.parse(text) as { readonly name?: unknown };
        if (typeof name === "string" && name !== "") return name;
      } catch {
        // The compiler has its own words for it.
      }
    }
    if (dirname(at) === at) return basename(folder);
  }
}

function described({ file, start, messageText }: ts.Diagnostic, folder: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, " ");
  if (file === undefined || start === undefined) return text;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  const path = relative(folder, file.fileName);
  return `${isAbsolute(path) ? basename(path) : path.replaceAll("\\", "/")}:${String(line + 1)}:${String(character + 1)}: ${text}`;
}
