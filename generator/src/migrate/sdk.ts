import { basename, dirname, posix } from "node:path";
import { ts } from "ts-morph";
import type { ApiOperation } from "./api.js";
import { slashed, type ConsumerFile } from "./consumer.js";
import { edit, type Edit } from "./edits.js";
import { importStatement, unusedNames, withoutNames } from "./imports.js";
import { callUnit, unchecked, type ChangedCall, type Migration, type Remark, type Setting } from "./migration.js";
import { functionMocks, noMocks } from "./mocks.js";
import { symbolOf, walk } from "./nodes.js";
import { specifierOf, type Output } from "./output.js";

/** A call of a generated function. */
export interface SdkCall {
  readonly file: ConsumerFile;
  readonly source: ts.SourceFile;
  readonly call: ts.CallExpression;
  readonly operation: ApiOperation;
  /** What the file calls the generated client. */
  readonly client: string;
  /** What the file calls the class of errors. */
  readonly apiError: string;
}

/** How the client of the other tool is configured. */
export interface SdkSettings {
  /** Options of the generated client, as code. */
  readonly options: ReadonlyMap<string, string>;
  /** Why the configuration cannot be repeated. */
  readonly obstacle: string | undefined;
}

type ImportedNames = Pick<SdkCall, "client" | "apiError">;

/** Names for the client and its errors in each file. */
export class ClientNames {
  readonly #names = new Map<ts.SourceFile, ImportedNames>();

  namesFor(source: ts.SourceFile): ImportedNames {
    const known = this.#names.get(source);
    if (known !== undefined) return known;
    const taken = new Set<string>();
    walk(source, (node) => void (ts.isIdentifier(node) && taken.add(node.text)));
    const client = ["client", "api", "apiClient"].find((each) => !taken.has(each)) ?? "tallystickClient";
    const names = { client, apiError: taken.has("ApiError") ? "TallystickApiError" : "ApiError" };
    this.#names.set(source, names);
    return names;
  }
}

export interface SdkOptions {
  readonly validate: boolean | undefined;
  readonly ignoresMocks: boolean;
}

/** Functions of SDKs share one client. Its module is `<output>-client.ts`: the user's own, or one that is created. */
export function sdkMigration(
  setting: Setting,
  output: Output,
  calls: readonly SdkCall[],
  { options, obstacle }: SdkSettings,
  { validate, ignoresMocks }: SdkOptions,
  change: (call: SdkCall) => ChangedCall | string,
): Migration {
  const { program, checker, sources } = setting;
  const folder = slashed(output.folder);
  const path = posix.join(dirname(folder), `${basename(folder)}-client.ts`);
  const ownModule = sources.find(({ file }) => file.path === path);
  const isThere = ownModule !== undefined;
  const credentials = [...new Set(calls.flatMap(({ operation }) => operation.credentials))];
  const more = credentials.map((name) => `${name}: false`);
  if (validate !== true) more.push(unchecked.option);
  const withOptions = more.length === 0 ? "" : ` with ${more.join(", ")}`;
  const stays =
    isThere || obstacle === undefined
      ? undefined
      : `${obstacle}. Create ${basename(path)} next to the generated client, export client${withOptions} from it, and run the command again`;
  const mocks = ignoresMocks || calls.length === 0 ? noMocks : functionMocks(setting, generatedBy(calls, checker));
  const units = calls.map((call) =>
    callUnit(call, stays ?? mocks.reasonIn(call.source) ?? call.operation.obstacle ?? change(call), call.operation.key),
  );
  const namesOf = new Map(calls.map((call) => [call.file, call]));
  const remarks: Remark[] = isThere || validate === true ? [] : [{ text: unchecked.sentence }];
  for (const name of credentials.filter((each) => ownModule?.file.text.includes(each) === false))
    remarks.push({
      text: `${basename(path)} does not set ${name}: calls that need it fail. Set it, or ${name}: false if your code adds the credential.`,
    });
  // Projects of these tools often do not have it. With skipLibCheck, the compiler reports no error.
  if (!program.getSourceFiles().some(({ fileName }) => fileName.includes("/node_modules/openapi-fetch/")))
    remarks.push({ text: "Install openapi-fetch: the generated client imports it, and the project does not have it." });
  return {
    units,
    left: [],
    remarks,
    shared: (changed) => {
      const all = new Map<ConsumerFile, readonly Edit[]>();
      for (const { file, source } of sources) {
        const own = [...changed].filter((unit) => unit.file === file).flatMap((unit) => unit.changed);
        const names = namesOf.get(file);
        if (own.length === 0 || names === undefined) continue;
        const imports = [{ specifier: relativeSpecifier(path, file.path, output), name: "client", local: names.client }];
        if (own.some(({ parts }) => parts.some((part) => typeof part === "string" && part.includes(`instanceof ${names.apiError} `))))
          imports.push({ specifier: specifierOf(output, "client", file.path), name: "ApiError", local: names.apiError });
        all.set(file, importEdits(source, own, imports, checker));
      }
      return all;
    },
    created: (changed) => (isThere || changed.size === 0 ? new Map() : new Map([[path, clientModule(options, more, output, path)]])),
  };
}

/** Whether a file is one of the other tool: it is next to a called function, or exports one again. */
function generatedBy(calls: readonly SdkCall[], checker: ts.TypeChecker): (file: ts.SourceFile) => boolean {
  const files = calls.flatMap(({ call: { expression } }) => symbolOf(expression, checker)?.declarations?.map((each) => each.getSourceFile()) ?? []);
  const folders = new Set(files.map(({ fileName }) => dirname(fileName)));
  return (file) => {
    if (
      files.includes(file) ||
      [...folders].some((folder) => file.fileName.startsWith(`${folder}/`) && /generated by/i.test(file.text.slice(0, 400)))
    )
      return true;
    const module = checker.getSymbolAtLocation(file);
    return (
      module !== undefined &&
      checker.getExportsOfModule(module).some((symbol) => {
        const target = (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
        return target.declarations?.some((each) => files.includes(each.getSourceFile())) === true;
      })
    );
  };
}

function relativeSpecifier(path: string, from: string, { importExtension }: Output): string {
  const relative = posix.relative(dirname(from), path.replace(/\.ts$/, importExtension === "none" ? "" : `.${importExtension}`));
  return relative.startsWith(".") ? relative : `./${relative}`;
}

/** Imports the client, and drops functions that no call uses any more. */
function importEdits(
  source: ts.SourceFile,
  own: readonly Edit[],
  names: readonly { readonly specifier: string; readonly name: string; readonly local: string }[],
  checker: ts.TypeChecker,
): readonly Edit[] {
  const imports = source.statements.filter((statement) => ts.isImportDeclaration(statement));
  const added = (like: ts.ImportDeclaration | undefined): string =>
    names.map(({ specifier, name, local }) => importStatement([{ name, local, isType: false }], specifier, like, source)).join("\n");
  const edits: Edit[] = [];
  let isAdded = false;
  for (const statement of imports) {
    const unused = unusedNames(statement, own, checker);
    if (unused.size === 0) continue;
    edits.push(...withoutNames(statement, unused, isAdded ? undefined : added(statement)));
    isAdded = true;
  }
  if (isAdded) return edits;
  const last = imports.at(-1);
  const start = source.statements[0]?.getStart(source) ?? 0;
  return [last === undefined ? edit(start, start, `${added(undefined)}\n\n`) : edit(last.end, last.end, `\n${added(last)}`)];
}

function clientModule(options: ReadonlyMap<string, string>, more: readonly string[], output: Output, path: string): string {
  const all = [...options].map(([name, value]) => `${name}: ${value}`);
  if (!options.has("baseUrl")) all.unshift('baseUrl: ""');
  all.push(...more);
  return `import { createClient } from "${specifierOf(output, "client", path)}";\n\nexport const client = createClient({ ${all.join(", ")} });\n`;
}

const globals: ReadonlySet<string> = new Set(
  "undefined process window globalThis location localStorage sessionStorage document URL fetch".split(" "),
);

/** Whether an expression means the same in another file: it has no names but those of the platform and its own. */
export function isSelfContained(node: ts.Expression): boolean {
  const own = new Set<string>();
  let isOwn = true;
  walk(node, (each) => {
    if (ts.isParameter(each) && ts.isIdentifier(each.name)) own.add(each.name.text);
    if (!ts.isIdentifier(each)) return;
    const { parent } = each;
    const isMember =
      (ts.isPropertyAccessExpression(parent) && parent.name === each) ||
      (ts.isPropertyAssignment(parent) && parent.name === each) ||
      ts.isMetaProperty(parent);
    if (!isMember && !globals.has(each.text) && !own.has(each.text)) isOwn = false;
  });
  return isOwn;
}
