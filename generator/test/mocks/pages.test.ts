import type { HttpHandler } from "msw";
import { setupServer } from "msw/node";
import { afterAll, beforeAll, expect, test } from "vitest";
import { everything } from "../client/everything.js";
import { generated, typeErrors, type Generated } from "../client/generated.js";

interface Pages extends AsyncIterable<unknown> {
  items(): AsyncIterable<{ readonly id: number }>;
}
type Mocks = Readonly<Record<string, () => { pages(items: readonly unknown[]): HttpHandler }>>;

const server = setupServer();
let output: Generated;
let mocks: Mocks;
let client: Readonly<Record<string, (parameters?: object) => Pages>>;
beforeAll(async () => {
  output = await generated(everything, { only: ["client", "mocks"] });
  mocks = await output.load<Mocks>("mocks/msw");
  const { createClient } = await output.load<{ createClient: () => typeof client }>("client");
  client = createClient();
  server.listen({ onUnhandledRequest: "error" });
});
afterAll(async () => {
  server.close();
  await output.remove();
});

const names = Object.values(everything.paths).flatMap((item: object) =>
  Object.values(item as Readonly<Record<string, { readonly operationId: string }>>).flatMap((operation) =>
    "x-tallystick-pagination" in operation ? [operation.operationId] : [],
  ),
);

test.each(names)("the client iterates every page of the mock of %s", async (name) => {
  for (const count of [0, 1, 20, 43]) {
    const items = Array.from({ length: count }, (_, index) => ({ id: index + 1, name: `item ${index}` }));
    server.resetHandlers(mocks[`mock${name.charAt(0).toUpperCase()}${name.slice(1)}`]?.().pages(items) as HttpHandler);
    const found: number[] = [];
    for await (const item of client[`${name}Pages`]?.().items() ?? []) found.push(item.id);
    expect(found).toEqual(items.map(({ id }) => id));
  }
});

test("types the items of a list, also in an envelope", async () => {
  const envelope = names.find((name) => name.toLowerCase().includes("cursor")) ?? names[0] ?? "";
  const mock = `mock${envelope.charAt(0).toUpperCase()}${envelope.slice(1)}`;
  const use = `import { ${mock} } from "./mocks/msw.js";
${mock}().pages([{ id: 1, name: "one" }]);
// @ts-expect-error: an id is a number
${mock}().pages([{ id: "1" }]);
`;
  expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
});

test("generates mocks for the selected library only", async () => {
  const only = await generated(everything, { only: ["mocks"], mocks: ["nock"], packageName: "@x/y" });
  const { exports, peerDependencies, devDependencies } = JSON.parse(only.text("package.json")) as Readonly<Record<string, object>>;
  expect(only.text("src/mocks/msw.ts") + only.text("src/runtime/mocks/msw.ts")).toBe("");
  expect(only.text("src/mocks/nock.ts")).toContain("nockMock");
  expect(JSON.stringify([exports, peerDependencies, devDependencies])).not.toContain("msw");
  expect(Object.keys(exports ?? {})).toContain("./mocks/nock");
  await only.remove();
});
