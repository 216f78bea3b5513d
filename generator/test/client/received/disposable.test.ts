import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import { generated, transpiled, typeErrors, type Generated } from "../generated.js";
import { Loopback } from "../server.js";

type Ends = Readonly<Record<symbol, () => Promise<void>>> & { readonly sessionId: string };
interface Using {
  use(client: unknown, body: (made: Ends) => unknown, options?: object): Promise<unknown>;
}

const program = `
import { createBrowserDisposable, type Connection, type CallOptions } from "./operations/index.js";
export async function use(client: Connection, body: (made: { readonly sessionId: string }) => unknown, options?: CallOptions): Promise<unknown> {
  await using made = await createBrowserDisposable(client, { account_id: "acc", keep_alive: 600_000 }, options);
  return await body(made);
}
`;

let output: Generated;
let server: Loopback;
let use: (body: (made: Ends) => unknown, options?: object) => Promise<unknown>;
beforeAll(async () => {
  output = await generated(fileURLToPath(new URL("../../../../spec/openapi.yaml", import.meta.url)), { only: ["client"] });
  server = await new Loopback().start();
  await writeFile(join(output.folder, "using.js"), transpiled(program));
  const using = await output.load<Using>("using");
  const { connect } = await output.load<{ connect(options: object): unknown }>("operations/index");
  use = (body, options) => using.use(connect({ apiToken: "t0t0", baseUrl: server.url }), body, options);
});
afterAll(async () => {
  await server.stop();
  await output.remove();
});
const created = { sessionId: "478f4d7d-e943-40f6-a414-837d3736a1dc" };
let ending = 200;
beforeEach(() => {
  ending = 200;
  server.on((request, response) => {
    if (request.method === "POST") return void response.end(JSON.stringify(created));
    response.writeHead(ending, { "retry-after-ms": "1" }).end(JSON.stringify(ending === 200 ? { status: "closing" } : { error: "gone" }));
  });
});
const lines = (): string[] => server.arrived.map(({ method, url }) => `${method} ${url}`);
const base = "/accounts/acc/browser-rendering/devtools/browser";

test("deletes the resource at the end of the block", async () => {
  expect(await use(({ sessionId }) => sessionId)).toBe(created.sessionId);
  expect(lines()).toEqual([`POST ${base}?keep_alive=600000`, `DELETE ${base}/${created.sessionId}`]);
});

test("deletes it if the block throws, with the call's credential", async () => {
  const controller = new AbortController();
  const block = use(
    () => {
      controller.abort();
      throw new Error("in the block");
    },
    { apiToken: "t1t1", signal: controller.signal, query: { lab: true } },
  );
  await expect(block).rejects.toThrow("in the block");
  expect(lines()[1]).toBe(`DELETE ${base}/${created.sessionId}`);
  expect(server.last.headers["authorization"]).toBe("Bearer t1t1");
});

test.each([404, 410])("accepts a resource that is already gone: %d", async (status) => {
  ending = status;
  await use(() => undefined);
  expect(server.arrived).toHaveLength(2);
});

test("reports a failed deletion", async () => {
  ending = 403;
  await expect(use(() => undefined)).rejects.toMatchObject({ name: "PermissionDeniedError", operation: "closeBrowser" });
});

test("adds nothing if nothing was created", async () => {
  server.respond(429, "");
  await expect(use(() => undefined)).rejects.toMatchObject({ name: "RateLimitError", operation: "createBrowser" });
  expect(server.arrived).toHaveLength(1);
});

test("returns plain data", async () => {
  await use((made) => {
    expect(made).toEqual(created);
    expect(JSON.stringify(made)).toBe(JSON.stringify(created));
    expect(inspect(made)).toBe(inspect(created));
  });
});

test("is typed if the compiler's lib knows disposal", async () => {
  expect(await typeErrors(output, { "using.ts": program }, { lib: ["lib.esnext.disposable.d.ts"] })).toEqual([]);
  const plain = `import { createBrowserDisposable, connect } from "./operations/index.js";\nexport const id: string = (await createBrowserDisposable(connect())).sessionId;\n`;
  expect(await typeErrors(output, { "plain.ts": plain })).toEqual([]);
});

test("exists only if one operation deletes what another creates", () => {
  expect(output.text("operations/browsers.ts")).toContain("createBrowserDisposable");
  expect(output.text("operations/browsers.ts").match(/function \w+Disposable/g)).toHaveLength(1);
  for (const group of ["sessions", "targets"]) {
    expect(output.text(`operations/${group}.ts`)).toContain("export function");
    expect(output.text(`operations/${group}.ts`)).not.toContain("isposable");
  }
});
