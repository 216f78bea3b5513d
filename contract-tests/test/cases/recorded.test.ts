import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { runRecord } from "../../src/cli/record.js";
import { workflowOfTraffic } from "../../src/cases/recorded.js";
import { gates } from "../../src/findings/finding.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { verify } from "../../src/verify/verify.js";
import { open } from "../observe/open.js";
import { startThings, thingsDocument } from "./things-server.js";

let folder: string;
let server: Awaited<ReturnType<typeof startThings>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-recorded-"));
  await writeFile(join(folder, "things.json"), JSON.stringify(thingsDocument));
  server = await startThings();
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Sends a request and keeps the exchange. */
async function exchange(method: string, path: string, body?: unknown): Promise<Interaction> {
  const headers = { "X-Key": "let me in", ...(body === undefined ? {} : { "Content-Type": "application/json" }) };
  const url = server.baseUrl + path;
  const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const text = await response.text();
  return {
    request: { method, url, headers: Object.entries(headers), ...(body === undefined ? {} : { body: { kind: "text", text: JSON.stringify(body) } }) },
    response: { status: response.status, headers: [...response.headers], ...(text === "" ? {} : { body: { kind: "text", text } }) },
    origin: "x",
  };
}

test("an id comes from a response about the same thing", async () => {
  const id = (name: string): object => ({ name, in: "path", required: true, schema: { type: "integer" } });
  const { model } = await open({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: {
      "/books": { get: { responses }, post: { responses } },
      "/books/{bookId}": { get: { parameters: [id("bookId")], responses } },
      "/authors": { post: { responses } },
      "/authors/{id}": { delete: { parameters: [id("id")], responses } },
      "/shelves/{shelfId}": { get: { parameters: [id("shelfId")], responses } },
    },
  });
  const step = (method: string, path: string, value?: object, sent?: object): Interaction => {
    const headers = [["Content-Type", "application/json"]] as const;
    const bodyOf = (json: object | undefined) => (json === undefined ? {} : { body: { kind: "text", text: JSON.stringify(json) } as const });
    return {
      request: { method, url: `http://x.test${path}`, headers, ...bodyOf(sent) },
      response: { status: 200, headers, ...bodyOf(value) },
      origin: "x",
    };
  };
  const { steps } = workflowOfTraffic(
    [
      step("GET", "/books", { data: [{ id: 4 }, { id: 5, author: { id: 3 } }] }),
      step("POST", "/authors", { id: 4 }, { name: "Ada" }),
      step("DELETE", "/authors/4"),
      step("GET", "/books/4"),
      step("POST", "/books", { id: 6 }, { authorId: 3, price: 5 }),
      step("GET", "/shelves/4"),
    ],
    model,
    { baseUrl: "http://x.test" },
  );
  const valueOf = (index: number): unknown => (steps[index]?.["parameters"] as readonly { readonly value: unknown }[] | undefined)?.[0]?.value;
  expect([2, 3, 5].map(valueOf)).toEqual(["$steps.step2.outputs.id", "$steps.step1.outputs.id", 4]);
  expect(steps[4]).toMatchObject({ requestBody: { payload: { authorId: "$steps.step1.outputs.id2", price: 5 } } });
});

const responses = { 200: { description: "ok" } };

test("recorded traffic becomes a workflow that can be replayed with new ids", async () => {
  const created = await exchange("POST", "/things", { name: "Cup" });
  const { id } = JSON.parse(created.response?.body?.kind === "text" ? created.response.body.text : "") as { readonly id: string };
  const traffic = [
    created,
    await exchange("GET", `/things/${id}`),
    await exchange("DELETE", `/things/${id}`),
    await exchange("GET", `/things/${id}`),
  ];
  await writeFile(join(folder, "traffic.har"), JSON.stringify(toHar(traffic)));
  const arazzo = join(folder, "flows", "recorded.yaml");
  const spec = join(folder, "things.json");
  expect(await runRecord(["--spec", spec, "--har", join(folder, "traffic.har"), "--out", join(folder, "out"), "--arazzo", arazzo, "--quiet"])).toBe(
    0,
  );
  const text = await readFile(arazzo, "utf8");
  expect(text).not.toContain("let me in");
  expect(text).not.toContain(id);
  expect(parse(text)).toMatchObject({
    arazzo: "1.1.0",
    sourceDescriptions: [{ url: "../things.json" }],
    workflows: [
      {
        inputs: { properties: { "X-Key": { type: "string" } } },
        steps: [
          { operationId: "createThing", requestBody: { payload: { name: "Cup" } }, outputs: { id: "$response.body#/id" } },
          {
            operationId: "getThing",
            parameters: [
              { name: "id", in: "path", value: "$steps.step1.outputs.id" },
              { name: "X-Key", in: "header" },
            ],
          },
          { operationPath: "{$sourceDescriptions.api.url}#/paths/~1things~1{id}/delete", successCriteria: [{ condition: "$statusCode == 204" }] },
          { operationId: "getThing", successCriteria: [{ condition: "$statusCode == 404" }] },
        ],
      },
    ],
  });
  const options = { spec, baseUrl: server.baseUrl, writes: "all", arazzo } as const;
  const replayed = await verify({ ...options, headers: { "X-Key": "let me in" } });
  expect(replayed.findings.filter(gates)).toEqual([]);
  expect(replayed.summary.interactions).toBe(4);
  // The credential can be an input as well.
  const byInput = await verify({ ...options, inputs: { "X-Key": "let me in" } });
  expect(byInput.findings.filter(gates)).toEqual([]);
  server.faults.add("delete does nothing");
  const faulty = await verify({ ...options, headers: { "X-Key": "let me in" } });
  expect(faulty.findings.filter(gates).map((one) => one.class)).toEqual(["workflow-failed"]);
});
