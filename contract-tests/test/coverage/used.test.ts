import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { terminalSummary } from "../../src/report/terminal.js";
import { pageOf } from "../../src/report/page.js";
import { verify } from "../../src/verify/verify.js";

const text = { type: "string" };
const cart = { type: "object", properties: { id: text, note: text, state: { type: "string", enum: ["open", "paid"] }, total: { type: "number" } } };
const body = (schema: object): object => ({ content: { "application/json": { schema } } });
const document = {
  openapi: "3.1.0",
  info: { title: "Carts", version: "1.0.0" },
  paths: {
    "/carts/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: text }],
      get: { responses: { "200": { description: "It.", ...body(cart) }, "404": { description: "None." }, "409": { description: "Busy." } } },
      delete: { responses: { "204": { description: "Gone." } } },
    },
    "/prices": { get: { responses: { "200": { description: "Them." } } } },
  },
};
const field = (path: string, line: number, more: object = {}): object => ({ path, places: [`src/cart.ts:${line}`], ...more });
const manifest = {
  version: 1,
  consumer: "checkout",
  unknown: [],
  operations: [
    {
      method: "get",
      path: "/carts/{cart}",
      places: ["src/cart.ts:1"],
      parameters: [],
      request: [],
      responses: [
        { status: "200", places: [], headers: [], fields: [field("/id", 2), field("/note", 3), field("/state", 4, { values: ["paid"] })] },
        { status: "404", places: ["src/cart.ts:5", "src/cart.ts:6"], headers: [], fields: [] },
      ],
    },
    { method: "delete", path: "/carts/{cart}", places: ["src/cart.ts:7"], parameters: [], request: [], responses: [] },
  ],
};

test("lists first what a consumer uses and was never observed", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-used-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [spec, usage] = [join(folder, "openapi.json"), join(folder, "usage.json")];
  writeFileSync(spec, JSON.stringify(document));
  writeFileSync(usage, JSON.stringify(manifest));
  const response = {
    status: 200,
    headers: [["content-type", "application/json"]],
    body: { kind: "text", text: '{"id":"a","state":"open"}' },
  } as const;
  const request = { method: "GET", url: "https://shop.test/carts/a", headers: [] } as const;
  const report = await verify({ spec, usage: [usage], interactions: [{ origin: "test#1", request, response }] as never });
  const never = report.findings.filter((finding) => finding.class === "never-observed");
  expect(never.map(({ message, usedBy }) => [message, usedBy?.[0]?.places])).toEqual([
    ["This operation was never called.", ["src/cart.ts:7"]],
    ['The optional property "note" was never observed.', ["src/cart.ts:3"]],
    ['The value "paid" of "/state" was never observed.', ["src/cart.ts:4"]],
    ["Status 404 was never observed.", ["src/cart.ts:5", "src/cart.ts:6"]],
    ['The optional property "total" was never observed.', undefined],
    ["Status 409 was never observed.", undefined],
    ["This operation was never called.", undefined],
  ]);
  expect(terminalSummary(report)).toContain(
    [
      "",
      "Never observed, but used by consumers:",
      "  DELETE /carts/{id}: This operation was never called. Used by checkout (src/cart.ts:7).",
      '  GET /carts/{id} 200: The optional property "note" was never observed. Used by checkout (src/cart.ts:3).',
      '  GET /carts/{id} 200: The value "paid" of "/state" was never observed. Used by checkout (src/cart.ts:4).',
      "  GET /carts/{id} 404: Status 404 was never observed. Used by checkout (src/cart.ts:5, 1 more).",
      "",
    ].join("\n"),
  );
  expect(pageOf(report, undefined).used.map(({ users }) => users)).toHaveLength(4);
  await expect(verify({ spec, usage: [join(folder, "none.json")], interactions: [] })).rejects.toThrow(/^Usage manifest not found: /);
});
