import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { contract, type TestContext } from "../../src/contract.js";
import { runRecord } from "../../src/cli/record.js";
import { runReport } from "../../src/cli/report.js";
import { runVerify } from "../../src/cli/verify.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { printed } from "./printed.js";

const hostile = "\u001b[31m\n::error file=x::pwn\r\u009b\u202e\u2066";
/** What a terminal, a reader or CI would act upon. */
const acts = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]|^\s*::(?!(?:error|warning) file=)|^::.*pwn::/mu;
/** Of these, what a file can do that somebody reads in a terminal. */
const controls = /[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u;
let folder: string;
let spec: string;
let har: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-hostile-"));
  spec = join(folder, `api${hostile.replace("/", "")}.json`);
  har = join(folder, `run${hostile}.har`);
  const schema = { type: "object", properties: { [`p${hostile}`]: { type: "integer" } }, additionalProperties: false };
  const requested = { name: `q${hostile}`, in: "query", required: true, schema: { type: "string", pattern: "^x+y$" } };
  const ok = { description: "ok", content: { "application/json": { schema } } };
  const document: unknown = {
    openapi: "3.1.0",
    info: { title: `::add-mask::e${hostile}`, version: `1${hostile}` },
    servers: [{ url: "https://shop.example" }],
    paths: {
      "/items": { get: { responses: { 200: ok } } },
      [`/${hostile}`]: { get: { parameters: [requested], responses: { 200: ok } } },
    },
  };
  await writeFile(spec, JSON.stringify(document));
  await writeFile(har, JSON.stringify(toHar(traffic())));
});
afterAll(() => rm(folder, { recursive: true }));

function traffic(): Interaction[] {
  const body = { kind: "text" as const, text: JSON.stringify({ [`p${hostile}`]: hostile, [`more${hostile}`]: hostile }) };
  const response = (status: number, type: string): Interaction => ({
    origin: `run${hostile}#1`,
    request: { method: "GET", url: "https://shop.example/items", headers: [] },
    response: { status, headers: [["content-type", type]], body },
  });
  const strange = response(200, "application/json");
  return [
    response(200, "application/json"),
    response(418, `text/${hostile}`),
    response(200, `text/${hostile}`),
    { ...strange, request: { ...strange.request, method: `X${hostile}` } },
  ];
}

test("text from outside controls no terminal and no CI", async () => {
  const reports = ["json=r.json", "html=r.html", "junit=r.xml", "sarif=r.sarif", "github=r.md"].flatMap((one) => [
    "--report",
    one.replace("=", `=${folder}/`),
  ]);
  const { out, err } = await printed(runVerify, "--spec", spec, "--har", har, ...reports);
  expect(out).toContain("\\u001b[31m");
  expect(out + err).not.toMatch(acts);
  for (const name of ["r.html", "r.xml"]) expect(await readFile(join(folder, name), "utf8"), name).not.toMatch(controls);
  for (const name of ["r.json", "r.sarif", "r.md"]) expect(await readFile(join(folder, name), "utf8"), name).not.toMatch(acts);
  expect(JSON.stringify(JSON.parse(await readFile(join(folder, "r.json"), "utf8")))).toContain(JSON.stringify(hostile).slice(1, -1));
  const again = await printed(runReport, join(folder, "r.json"), "--out", join(folder, `page${hostile}.html`));
  expect(again.out + again.err).not.toMatch(acts);
});

test("JUnit contains no character that XML forbids", async () => {
  const wild = `${hostile}\u0000\ufffe\ud800]]>&<`;
  const [first] = traffic();
  const body = { kind: "text" as const, text: JSON.stringify({ [wild]: wild }) };
  const file = join(folder, "wild.har");
  await writeFile(file, JSON.stringify(toHar([{ ...first, response: { ...first?.response, body } }] as Interaction[])));
  await printed(runVerify, "--spec", spec, "--har", file, "--report", `junit=${folder}/wild.xml`);
  // XML 1.0 §2.2
  expect(await readFile(join(folder, "wild.xml"), "utf8")).toMatch(/^[\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u);
});

test.each([runVerify, runRecord, runReport])("reports start errors without control characters", async (command) => {
  const nowhere = `nothing${hostile}`;
  const args = command === runReport ? [nowhere] : ["--spec", nowhere, "--out", folder, "--har", har];
  for (const given of [args, [`--x${hostile}`], ["--spec", spec, "--har", nowhere, ...(command === runRecord ? ["--out", folder] : [])]]) {
    const { code, out, err } = await printed(command, ...given);
    expect([code, out]).toEqual([2, ""]);
    expect(err).not.toMatch(acts);
  }
});

test("record prints no control characters", async () => {
  const { out, err } = await printed(runRecord, "--spec", spec, "--har", har, "--out", join(folder, `out${hostile}`));
  expect(out).toContain("recorded");
  expect(out + err).not.toMatch(acts);
  const check = await printed(runRecord, "--check", join(folder, `out${hostile}`));
  expect(check.out + check.err).not.toMatch(acts);
});

test("writes test names without control characters", async () => {
  const words: string[] = [];
  const context: TestContext = { annotate: (message) => words.push(message) };
  const bodies: (() => void | Promise<void>)[] = [];
  await contract(
    { spec, har: [har] },
    {
      describe: (name, body) => (words.push(name), body()),
      test: (name, body) => (words.push(name), bodies.push(() => body(context))),
    },
  );
  for (const body of bodies) await Promise.resolve(body()).catch((error: Error) => words.push(error.message));
  expect(words.length).toBeGreaterThan(5);
  for (const text of words) expect(text).not.toMatch(acts);
});
