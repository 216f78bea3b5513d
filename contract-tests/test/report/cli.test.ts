import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { runReport } from "../../src/cli/report.js";
import { runVerify } from "../../src/cli/verify.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import { dialects, traffic } from "../verify/dialects.js";
import { printed as run } from "./printed.js";

let folder: string;
let spec: string;
let har: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-cli-"));
  spec = join(folder, "shop.json");
  har = join(folder, "run.har");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"], undefined, 2));
  await writeFile(har, JSON.stringify(toHar(traffic)));
});
afterAll(() => rm(folder, { recursive: true }));

test("verifies a HAR file and writes each report", async () => {
  const results = join(folder, "results");
  const reports = ["json=a.json", "html=a.html", "junit=a.xml", "sarif=a.sarif", "gitlab=a.gitlab"].flatMap((one) => [
    "--report",
    one.replace("=", `=${results}/`),
  ]);
  const { code, out } = await run(
    runVerify,
    "--spec",
    spec,
    "--har",
    har,
    ...reports,
    "--report",
    `github=${results}/summary.md`,
    "--suggest",
    `${results}/overlay.yaml`,
  );
  expect(code).toBe(1);
  expect(out.split("\n").filter((line) => !line.startsWith("::")).length).toBeLessThan(60);
  expect(out).toContain("::error file=");
  expect((await readdir(results)).toSorted()).toEqual(["a.gitlab", "a.html", "a.json", "a.sarif", "a.xml", "overlay.yaml", "summary.md"]);
  const entries = JSON.parse(await readFile(join(results, "a.gitlab"), "utf8")) as unknown[];
  const { summary } = JSON.parse(await readFile(join(results, "a.json"), "utf8")) as { readonly summary: { readonly new: number } };
  expect(entries).toHaveLength(summary.new);
  expect(entries).toContainEqual({
    description: expect.any(String),
    check_name: "schema-violation",
    fingerprint: expect.stringMatching(/^[\da-f]{64}$/),
    severity: "major",
    location: { path: expect.stringMatching(/shop\.json$/), lines: { begin: expect.any(Number) } },
  });
  expect(await readFile(join(results, "overlay.yaml"), "utf8")).toContain("overlay: 1.0.0");
});

test("names each written file with the next action", async () => {
  const [overlay, baseline] = [join(folder, "o.yaml"), join(folder, "b.yaml")];
  const source = ["--spec", spec, "--har", har];
  const { out } = await run(runVerify, ...source, "--suggest", overlay, "--update-baseline", "--baseline", baseline);
  expect(out).toMatch(/Wrote \S*o\.yaml\. Review its changes for \d+ findings, then use it with --overlay \S*o\.yaml\.\n/);
  expect(out).toMatch(/Wrote \S*b\.yaml\. \d+ entries need a reason, and fail the run until you write it\.\n$/);
  await writeFile(baseline, (await readFile(baseline, "utf8")).replace(/reason: .*/g, "reason: known"));
  const reasoned = await run(runVerify, ...source, "--update-baseline", "--baseline", baseline);
  expect(reasoned.out).toMatch(/Wrote \S*b\.yaml\.\n$/);
});

test("states next to the verdict that the document has errors", async () => {
  const wrong = join(folder, "wrong.json");
  await writeFile(wrong, (await readFile(spec, "utf8")).replace(/"#\/components\/schemas\/\w+"/, '"#/components/schemas/Nowhere"'));
  const { out } = await run(runVerify, "--spec", wrong, "--har", har);
  expect(out).toMatch(
    /note: The document has 1 error\. The parts with errors were not checked\. \S*wrong\.json:\d+:\d+ "#\/components\/schemas\/Nowhere" cannot be resolved\./,
  );
  expect((await run(runVerify, "--spec", wrong, "--har", har, "--allow-missing")).out).not.toContain("note: The document has");
});

test("follows references with the flags that the error names", async () => {
  const common = join(folder, "common.json");
  const inside = join(folder, "inside", "openapi.json");
  await mkdir(join(folder, "inside"));
  await writeFile(common, JSON.stringify({ Id: { type: "string" } }));
  const document: unknown = {
    openapi: "3.1.0",
    info: { title: "Inside", version: "1" },
    paths: {
      "/": { get: { responses: { 200: { description: "ok", content: { "application/json": { schema: { $ref: "../common.json#/Id" } } } } } } },
    },
  };
  await writeFile(inside, JSON.stringify(document));
  const refused = await run(runVerify, "--spec", inside, "--har", har);
  expect(refused.out).toContain("--allow-outside");
  expect((await run(runVerify, "--spec", inside, "--har", har, "--allow-outside", folder)).out).not.toContain("note: The document has");
});

test("accepts overlapping oneOf branches on request", async () => {
  const branches = ["url", "expression"].map((name) => ({ type: "object", properties: { [name]: { type: "string" } } }));
  const documented = { description: "ok", content: { "application/json": { schema: { oneOf: branches } } } };
  const overlapping = join(folder, "overlapping.json");
  const paths = { "/items/1": { get: { responses: { 200: documented } } } };
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url: "https://shop.example/api" }], paths };
  await writeFile(overlapping, JSON.stringify(document));
  const only = traffic.filter(({ request, response }) => request.url.endsWith("/items/1") && response?.body?.kind === "text").slice(0, 1);
  const recorded = only.map((each) => ({ ...each, response: { ...each.response, body: { kind: "text" as const, text: '{"url":"/a"}' } } }));
  const one = join(folder, "one.har");
  await writeFile(one, JSON.stringify(toHar(recorded as typeof traffic)));
  const refused = await run(runVerify, "--spec", overlapping, "--har", one);
  expect([refused.code, refused.out]).toEqual([1, expect.stringContaining("oneOf")]);
  expect((await run(runVerify, "--spec", overlapping, "--har", one, "--one-of-as-any-of")).code).toBe(0);
});

test("ignores formats that are annotations", async () => {
  const schema = { type: "object", properties: { at: { type: "string", format: "date-time" }, site: { type: "string", format: "uri" } } };
  const paths = { "/items/1": { get: { responses: { 200: { description: "ok", content: { "application/json": { schema } } } } } } };
  const local = join(folder, "local.json");
  const document = { openapi: "3.1.0", info: { title: "Shop", version: "1" }, servers: [{ url: "https://shop.example/api" }], paths };
  await writeFile(local, JSON.stringify(document));
  const [only] = traffic.filter(({ request, response }) => request.url.endsWith("/items/1") && response?.body?.kind === "text");
  const withBody = (text: string): unknown => ({ ...only, response: { ...only?.response, body: { kind: "text", text } } });
  const naive = join(folder, "naive.har");
  await writeFile(naive, JSON.stringify(toHar([withBody('{"at":"2026-01-02T03:04:05","site":"shop.example"}')] as typeof traffic)));
  const found = async (...flags: string[]): Promise<readonly unknown[]> => {
    const { code, out } = await run(runVerify, "--spec", local, "--har", naive, ...flags);
    return [code, out.includes('"/at" must be a valid date-time'), out.includes('"/site" must be a valid uri')];
  };
  expect(await found()).toEqual([1, true, true]);
  expect(await found("--annotate-formats", "date-time")).toEqual([1, false, true]);
  expect(await found("--annotate-formats", "all")).toEqual([0, false, false]);
  const misspelled = await run(runVerify, "--spec", local, "--har", naive, "--annotate-formats", "datetime");
  expect([misspelled.code, misspelled.err]).toEqual([2, expect.stringContaining('Unknown format "datetime"')]);
});

test("builds the page from JSON reports, with an index", async () => {
  const retained = join(folder, "kept");
  // The report names a document of the project that the command is run in.
  const home = process.cwd();
  process.chdir(folder);
  onTestFinished(() => process.chdir(home));
  await run(runVerify, "--spec", "shop.json", "--har", har, "--report", `json=${retained}/one.json`, "--quiet");
  expect(await run(runReport, retained)).toMatchObject({ code: 0, out: `Wrote ${join(retained, "report.html")}\n` });
  expect(await readFile(join(retained, "report.html"), "utf8")).toContain("<h4>Document</h4>");
  await writeFile(join(retained, "two.json"), await readFile(join(retained, "one.json")));
  await run(runReport, retained);
  expect(await readFile(join(retained, "index.html"), "utf8")).toContain('href="./two.html"');
});

test("builds the page of the last verification when no report is named", async () => {
  const project = await mkdtemp(join(folder, "project-"));
  const before = process.cwd();
  process.chdir(project);
  try {
    expect(await run(runReport)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Report not found: "reports\/verify\.json"\.[^]*tallystick verify with --report json/) as string,
    });
    const kinds = ["json", "html", "junit", "sarif"].flatMap((kind) => ["--report", kind]);
    await run(runVerify, "--spec", spec, "--har", har, ...kinds, "--quiet");
    expect((await readdir("reports")).toSorted()).toEqual(["verify.html", "verify.json", "verify.junit.xml", "verify.sarif"]);
    // The document is outside of this project: its lines are shown when it is named.
    expect(await run(runReport, "--spec", spec)).toMatchObject({ code: 0, out: `Wrote ${join("reports", "report.html")}\n` });
    expect(await readFile("reports/report.html", "utf8")).toBe(await readFile("reports/verify.html", "utf8"));
  } finally {
    process.chdir(before);
  }
});

const commands = { verify: runVerify, report: runReport };

test.each<[keyof typeof commands, string[], string]>([
  ["verify", [], "--spec PATH is missing"],
  ["verify", ["--spec", "x", "--bogus"], 'Unknown option "--bogus".'],
  ["verify", ["--sepc", "x"], 'Unknown option "--sepc". Did you mean "--spec"?'],
  ["verify", ["--spec", "x", "--har", "--quiet"], "--har needs a value."],
  ["verify", ["--spec", "nowhere.yaml", "--har", "x.har"], 'File not found: "nowhere.yaml".'],
  ["verify", ["--spec", "SPEC", "--har", "nowhere.har"], 'File not found: "nowhere.har".'],
  ["verify", ["--spec", "SPEC", "--recordings", "nowhere"], 'Folder not found: "nowhere".'],
  ["verify", ["--spec", "SPEC", "--har", "docs"], 'The file "docs" cannot be read: it is a folder.'],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--baseline", "docs"], 'The baseline "docs" cannot be read: it is a folder.'],
  ["verify", ["--spec", "SPEC", "--base-url", "http://127.0.0.1:1", "--params", "docs"], 'The file "docs" cannot be read: it is a folder.'],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--recordings", "x"], "Give exactly one of"],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--report", "pdf=x"], 'Unknown report "pdf=x". Available for --report: json, html'],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--rate", "fast"], '--rate must be a number above 0, not "fast".'],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--methods", "fetch"], '"fetch" is not an HTTP method'],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--update-baseline"], "--update-baseline needs --baseline FILE."],
  ["verify", ["--spec", "SPEC", "--har", "HAR", "--header", "secret-without-colon"], "--header number 1 is not of the form 'Name: value'."],
  ["report", ["one", "two"], "tallystick report takes one JSON report or one folder."],
  ["report", [], 'Report not found: "reports/verify.json".'],
  ["report", ["nowhere"], 'File not found: "nowhere".'],
])("%s %j exits 2 with one sentence", async (command, argv, message) => {
  const { code, err } = await run(commands[command], ...argv.map((one) => (one === "SPEC" ? spec : one === "HAR" ? har : one)));
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) as string });
  expect(err).not.toContain("secret-without-colon");
});
