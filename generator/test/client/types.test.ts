import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everything } from "./everything.js";
import { generated, typeErrors, type Generated } from "./generated.js";
import { hovers } from "./hover.js";

let sessions: Generated;
let all: Generated;
beforeAll(async () => {
  sessions = await generated(fileURLToPath(new URL("../../../spec/openapi.yaml", import.meta.url)));
  all = await generated(everything);
});
afterAll(async () => {
  await sessions.remove();
  await all.remove();
});

/** Each line is true, or the compiler says so: `Equal` is exact, `// @ts-expect-error` must be one. */
const helpers = `
type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
export function same<A, B>(_: Equal<A, B>): void {}
`;

test("types a consumer's code for the sessions client", async () => {
  const user = `
import { createClient, NotFoundError, type ApiError, type CallError } from "./client.js";
import { connect, isGetSessionError, isListSessionsError, listSessions, type ListSessionsItem } from "./operations/index.js";
import { same } from "./same.js";

const client = createClient({ accountId: "a", apiToken: async () => "t", prefix: "browser-run" });
const list = await client.listSessions();
same<(typeof list)[number]["sessionId"], string>(true);
same<(typeof list)[number]["closeReason"], string | number | undefined>(true);
same<(typeof list)[number]["startTime"], number | undefined>(true);
await client.listSessions({ limit: 5, offset: undefined, account_id: "b" }, { apiToken: "other", retries: 0 });
await listSessions(connect({ apiEmail: "e", apiKey: "k" }), { limit: 1 });
await listSessions(client);
const { data, response, requestId } = await client.listSessions().withResponse();
same<typeof data, typeof list>(true);
same<typeof response, Response>(true);
same<typeof requestId, string | undefined>(true);
for await (const page of client.listSessionsPages()) same<typeof page, typeof list>(true);
for await (const item of client.listSessionsPages().items()) same<typeof item, (typeof list)[number]>(true);
same<ListSessionsItem, (typeof list)[number]>(true);

// @ts-expect-error: a parameter of another type
await client.listSessions({ limit: "5" });
// @ts-expect-error: a parameter that does not exist
await client.listSessions({ limits: 5 });
// @ts-expect-error: a parameter that is missing
await client.getSession();
// @ts-expect-error: another prefix
createClient({ prefix: "browser" });
// @ts-expect-error: another option
createClient({ token: "t" });

try {
  await client.getSession({ session_id: "s" });
} catch (error) {
  if (error instanceof NotFoundError) same<typeof error.status, 404>(true);
  if (isGetSessionError(error)) {
    switch (error.status) {
      case 400:
      case 401:
      case 403:
      case 404:
      case 429:
      case 500:
        break;
      default:
        same<typeof error, never>(true);
    }
  }
  if (isListSessionsError(error) && error.status === 403) same<typeof error.name, "PermissionDeniedError">(true);
}

const result = await client.getSession({ session_id: "s" }).safe();
if (result.ok) {
  same<typeof result.error, undefined>(true);
} else {
  switch (result.status) {
    case 404: {
      const { body } = result.error;
      if (typeof body === "object" && "error" in body) same<typeof body.error, string>(true);
      break;
    }
    case "unexpected":
      same<typeof result.error, CallError>(true);
      break;
    case 400:
    case 401:
    case 403:
    case 429:
    case 500:
      result.error satisfies ApiError;
      break;
    default:
      same<typeof result, never>(true);
  }
}
`;
  expect(await typeErrors(sessions, { "same.ts": helpers, "user.ts": user })).toEqual([]);
});

test("types every feature of an HTTP API", async () => {
  const user = `
import { createClient, type ClientOptions, type EventStream, type LineStream } from "./client.js";
import { same } from "./same.js";

const client = createClient({ basic: { username: "u", password: "p" }, keyInQuery: () => "k", serverVariables: { region: "us" } });
interface Item {
  id: number;
  name?: string;
}
same<Awaited<ReturnType<typeof client.getText>>, string>(true);
same<Awaited<ReturnType<typeof client.getBytes>>, Blob>(true);
same<Awaited<ReturnType<typeof client.getEither>>, Item | string>(true);
same<Awaited<ReturnType<typeof client.remove>>, undefined>(true);
same<Awaited<ReturnType<typeof client.look>>, undefined>(true);
same<Awaited<ReturnType<typeof client.getCached>>, Item>(true);
same<Awaited<ReturnType<typeof client.getEvents>>, EventStream<Item>>(true);
same<Awaited<ReturnType<typeof client.getTextEvents>>, EventStream<string>>(true);
same<Awaited<ReturnType<typeof client.getLines>>, LineStream<Item>>(true);
same<NonNullable<ClientOptions["serverVariables"]>["region"], "eu" | "us" | undefined>(true);
for await (const { data } of await client.getEvents()) same<typeof data, Item>(true);
for await (const item of client.byCursorPages().items()) same<typeof item, Item>(true);

await client.clash({ id: "p", "query.id": 7, "query.body": "b" });
await client.query({ many: ["a"], object: { x: 1 }, deep: { any: { thing: 1 } }, filter: { x: 1 } });
await client.upload({ body: { title: "t", file: new Blob([]), more: [new File([], "a")] } });
await client.upload({ body: new FormData() });
await client.sendBytes({ body: new Uint8Array(1) });
await client.sendBytes({ body: new Blob([]).stream() });
await client.sendImage({ body: new Blob([]), contentType: "image/png" });
await client.either({ body: { id: 1 } });
await client.either({ body: "id", contentType: "text/csv" });
await client.pay({ body: { id: 1 } });

// @ts-expect-error: a file as text
await client.upload({ body: { title: "t", file: "bytes" } });
// @ts-expect-error: text without its media type
await client.either({ body: "id" });
// @ts-expect-error: a range needs the media type
await client.sendImage({ body: new Blob([]) });
// @ts-expect-error: a variable that does not exist
createClient({ serverVariables: { regions: "us" } });
// @ts-expect-error: half of a basic credential
createClient({ basic: { username: "u" } });

const result = await client.getRange().safe();
if (!result.ok && result.status === 404) same<typeof result.error.body, { none: true }>(true);
if (!result.ok && result.status === 410) same<typeof result.error.body, { bad: string }>(true);
if (!result.ok && result.status === 502) same<typeof result.error.body, { worse: string }>(true);
`;
  expect(await typeErrors(all, { "same.ts": helpers, "user.ts": user }, { declarations: true })).toEqual([]);
});

const bundled = { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const common = {
  module: ts.ModuleKind.CommonJS,
  moduleResolution: ts.ModuleResolutionKind.Node10,
  esModuleInterop: true,
  types: ["node"],
  typeRoots: [fileURLToPath(new URL("../../../node_modules/@types", import.meta.url))],
};
test.each([
  { project: "a browser's project of ES2020 without DOM.Iterable", settings: { ...bundled, lib: ["lib.es2020.d.ts", "lib.dom.d.ts"] } },
  {
    project: "a project of Next.js, whose target is older than its library",
    settings: {
      ...bundled,
      target: ts.ScriptTarget.ES2017,
      lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      isolatedModules: true,
    },
  },
  { project: "a project of Node and CommonJS, without DOM", settings: { ...common, lib: ["lib.es2022.d.ts"] } },
])("compiles in $project", async ({ settings }) => {
  const names = (await readdir(all.folder, { recursive: true })).filter(
    (name) => name.endsWith(".ts") && !/node_modules|msw|^(user|same)\.ts$/.test(name),
  );
  const program = ts.createProgram({
    rootNames: names.map((name) => join(all.folder, name)),
    options: { target: ts.ScriptTarget.ES2022, strict: true, skipLibCheck: true, noEmit: true, types: [], ...settings },
  });
  const found = ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ""} ${ts.flattenDiagnosticMessageText(messageText, " ")}`);
  expect(names.length).toBeGreaterThan(100);
  expect(found).toEqual([]);
});

test("imports only the default export and types of openapi-fetch", async () => {
  const names = (await readdir(all.folder, { recursive: true })).filter((name) => name.endsWith(".ts") && !name.includes("node_modules"));
  const imports: string[] = [];
  for (const name of names) {
    const file = ts.createSourceFile(name, await readFile(join(all.folder, name), "utf8"), ts.ScriptTarget.ES2022);
    for (const statement of file.statements) {
      if (!ts.isImportDeclaration(statement) || (statement.moduleSpecifier as ts.StringLiteral).text !== "openapi-fetch") continue;
      const { isTypeOnly = false, namedBindings } = statement.importClause ?? {};
      const named = namedBindings !== undefined && ts.isNamedImports(namedBindings) ? namedBindings.elements : [];
      if (namedBindings !== undefined && ts.isNamespaceImport(namedBindings) && !isTypeOnly) imports.push(`${name}: *`);
      imports.push(...named.filter((each) => !isTypeOnly && !each.isTypeOnly).map((each) => `${name}: ${each.name.text}`));
      imports.push(`from ${name}`);
    }
  }
  expect(imports).toEqual(["from runtime/client/engine.ts"]);
});

test("has no any and no inferred public type", async () => {
  for (const { folder } of [sessions, all]) {
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /^((types|client|connection)|(operations|runtime\/client)\/.*)\.ts$/.test(name),
    );
    const found: string[] = [];
    for (const name of names) {
      const text = await readFile(join(folder, name), "utf8");
      const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, {
        reportDiagnostics: true,
        compilerOptions: { isolatedDeclarations: true },
      });
      found.push(...diagnostics.map(({ messageText }) => `${name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`));
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${name}: ${node.parent.getText()}`);
        ts.forEachChild(node, visit);
      };
      visit(ts.createSourceFile(name, outputText, ts.ScriptTarget.ES2022, true));
    }
    expect(names.length).toBeGreaterThan(30);
    expect(found).toEqual([]);
  }
});

test("needs less of the compiler than openapi-fetch alone", async () => {
  const work = async (name: string, text: string): Promise<number> => {
    const path = join(sessions.folder, name);
    await writeFile(path, text);
    const options = { target: ts.ScriptTarget.ES2022, lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], strict: true, skipLibCheck: true, noEmit: true };
    const program = ts.createProgram([path], { ...options, ...bundled, types: [] });
    expect(program.getSemanticDiagnostics(program.getSourceFile(path))).toEqual([]);
    // What an editor computes for a file is what checking it creates; the count is the same on every machine.
    return (program as unknown as { getInstantiationCount(): number }).getInstantiationCount();
  };
  const ours = await work(
    "ours.ts",
    'import { createClient } from "./client.js";\nexport const list = await createClient().listSessions({ limit: 5 });\nexport const first = list[0]?.sessionId;\n',
  );
  const alone = await work(
    "alone.ts",
    `import createClient from "openapi-fetch";\nimport type { paths } from "./types.js";\nconst path = { account_id: "a" };\nexport const { data: list } = await createClient<paths>().GET("/accounts/{account_id}/browser-rendering/devtools/session", { params: { path, query: { limit: 5 } } });\nexport const first = list?.[0]?.sessionId;\n`,
  );
  expect(alone).toBeGreaterThan(500);
  expect(ours).toBeLessThan(alone / 2);
});

test("has no side effect when imported", async () => {
  for (const { folder } of [sessions, all]) {
    const names = (await readdir(folder, { recursive: true })).filter((name) =>
      /^((index|client|connection)|(operations|runtime\/client)\/.*)\.ts$/.test(name),
    );
    const found: string[] = [];
    for (const name of names) {
      const source = ts.createSourceFile(name, await readFile(join(folder, name), "utf8"), ts.ScriptTarget.ES2022, true);
      const visit = (node: ts.Node): void => {
        // What is inside a function runs when it is called; an empty WeakMap is known to bundlers to do nothing.
        if (ts.isFunctionLike(node) || ts.isTypeNode(node) || ts.isPropertyDeclaration(node)) return;
        const does = ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isAwaitExpression(node) || ts.isBinaryExpression(node);
        if (does && !/^new WeakMap[^(]*\(\)$/.test(node.getText())) found.push(`${name}: ${node.getText()}`);
        ts.forEachChild(node, visit);
      };
      visit(source);
    }
    expect(names.length).toBeGreaterThan(30);
    expect(found).toEqual([]);
  }
});

test("shows plain shapes and descriptions on hover", () => {
  const info = hovers(
    sessions.folder,
    'import { createClient } from "./client.js";\nexport const list = createClient().listSessions({ limit: 5 });\n',
  );
  expect(info("limit")).toContain("limit?: number | undefined");
  expect(info("limit")).toContain("How many sessions to return at most.");
  expect(info("listSessions")).toContain("Lists the active browser sessions of the account.");
  expect(info("listSessions")).toContain("GET /accounts/{account_id}/browser-rendering/devtools/session");
  expect(all.text("operations/old.ts")).toContain(" * `GET /old`\n *\n * @see https://docs.example.test/old\n *\n * @deprecated\n");
  expect(all.text("operations/older.ts")).toContain("/** `GET /older` */\n");
});
