import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseBaseline } from "../../src/baseline/baseline.js";
import { gates } from "../../src/findings/finding.js";
import type { Report } from "../../src/report/report.js";
import { verify } from "../../src/verify/verify.js";
import { dialects, traffic } from "../verify/dialects.js";

let folder: string;
let spec: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-baseline-"));
  spec = join(folder, "shop.json");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"]));
});
afterAll(() => rm(folder, { recursive: true }));

async function withBaseline(text: string, now = "2026-11-25", interactions = traffic): Promise<Report> {
  const baseline = join(folder, "baseline.yaml");
  await writeFile(baseline, text);
  return verify({ spec, interactions, baseline, now: new Date(`${now}T12:00:00Z`) });
}

const entry =
  'accepted:\n  - { class: undocumented-status, operation: GET /items, status: "500", reason: being fixed, owner: shop, until: 2026-12-01 }\n';

test("an accepted finding becomes a known deviation", async () => {
  const report = await withBaseline(entry);
  const known = report.findings.filter((one) => one.class === "known-deviation");
  expect(known.map((one) => one.known)).toEqual([{ class: "undocumented-status", reason: "being fixed", owner: "shop", until: "2026-12-01" }]);
  expect(report.summary.known).toBe(1);
  expect(report.baseline?.stale).toEqual([]);
});

test("an expired entry fails the run", async () => {
  expect((await withBaseline(entry, "2026-12-01")).summary.known).toBe(1);
  const late = await withBaseline(entry, "2026-12-02");
  expect(late.summary.known).toBe(0);
  expect(late.baseline?.stale).toEqual([{ reason: "being fixed", entry: "undocumented-status GET /items 500", line: 2, problem: "expired" }]);
});

test("an entry without a matching finding fails the run", async () => {
  const [first] = traffic;
  const only = {
    ...first,
    response: { status: 200, headers: [["Content-Type", "application/json"]], body: { kind: "text", text: "[]" } },
  } as (typeof traffic)[number];
  const report = await withBaseline(entry, "2026-11-25", [only]);
  expect(report.findings.filter(gates)).toEqual([]);
  expect(report.baseline?.stale).toMatchObject([{ problem: "no-longer-occurs", line: 2 }]);
  expect(report.summary).toMatchObject({ verdict: "findings", exitCode: 1 });
});

test("ignores entries of operations that were not requested", async () => {
  const report = await withBaseline(
    entry,
    "2026-11-25",
    traffic.filter((one) => one.request.url.endsWith("/items/1")),
  );
  expect(report.baseline?.stale).toEqual([]);
});

test("an entry without a written reason fails the run and stays", async () => {
  const baseline = join(folder, "unreviewed.yaml");
  const options = { spec, interactions: traffic, baseline, now: new Date("2026-11-25T12:00:00Z") };
  await verify({ ...options, updateBaseline: true });
  const before = await readFile(baseline, "utf8");
  const report = await verify(options);
  expect(report.summary).toMatchObject({ verdict: "findings", exitCode: 1, new: 0 });
  expect(report.baseline?.stale[0]).toMatchObject({ problem: "needs-reason", line: 4 });
  await verify({ ...options, updateBaseline: true });
  expect(await readFile(baseline, "utf8")).toBe(before);
});

test.each<[string, string, (typeof traffic)[number]["response"]]>([
  [
    "an item that is gone",
    "GET /items/{id}",
    { status: 404, headers: [["Content-Type", "application/json"]], body: { kind: "text", text: '{"message":"gone"}' } },
  ],
  ["a list that is empty", "GET /items", { status: 200, headers: [["Content-Type", "application/json"]], body: { kind: "text", text: "[]" } }],
])("an entry about %s does not fail", async (_, operation, response) => {
  const accepted = `accepted:
  - { class: schema-violation, operation: "${operation}", status: "200", schemaPath: "#/components/schemas/Item/properties/state/enum", reason: known }
  - { class: undocumented-status, operation: "GET /items/{id}", status: "503", reason: known }
`;
  const url = `https://shop.example/api${operation.replace("{id}", "9")}`.replace("GET ", "");
  const only = { request: { method: "GET", url, headers: [] }, response, origin: "x" } as (typeof traffic)[number];
  const report = await withBaseline(accepted, "2026-11-25", [only]);
  expect(report.baseline?.stale).toEqual([]);
});

test("--update-baseline adds new entries and removes stale ones", async () => {
  const baseline = join(folder, "updated.yaml");
  await writeFile(
    baseline,
    `# Ours.\n${entry}  # A comment.\n  - { class: undocumented-status, operation: GET /items, status: "418", reason: long gone }\n`,
  );
  const first = await verify({ spec, interactions: traffic, baseline, updateBaseline: true, now: new Date("2026-11-25T12:00:00Z") });
  // The new entries fail until a person has written their reasons.
  expect(first.summary).toMatchObject({ verdict: "findings", exitCode: 1, new: 0 });
  expect(new Set(first.baseline?.stale.map(({ problem }) => problem))).toEqual(new Set(["needs-reason"]));
  const text = await readFile(baseline, "utf8");
  await writeFile(baseline, text.replace(/Accepted by --update-baseline.*$/gm, "The server is older than the document."));
  const again = await verify({ spec, interactions: traffic, baseline, now: new Date("2026-11-25T12:00:00Z") });
  expect(again.summary).toMatchObject({ verdict: "pass", exitCode: 0 });
  expect(text).toContain("# Ours.");
  expect(text).toContain("being fixed");
  expect(text).not.toContain("long gone");
  const fresh = join(folder, "fresh.yaml");
  await verify({ spec, interactions: traffic, baseline: fresh, updateBaseline: true });
  expect(parseBaseline(await readFile(fresh, "utf8"), fresh).every((one) => one.reason.startsWith("Accepted by --update-baseline on"))).toBe(true);
});

test("reads the earlier name of a class", () => {
  const [accepted] = parseBaseline("accepted:\n  - { class: no-answer, reason: being fixed }", "b.yaml");
  expect(accepted).toMatchObject({ class: "no-response", reason: "being fixed" });
});

test.each([
  ["- class: x", 'b.yaml:1:1: A baseline must have a list "accepted".'],
  ["accepted:\n  - { class: undocumented-status }", "b.yaml:2:5: An accepted finding needs a reason."],
  ["accepted:\n  - { class: undocumented-status, reason: '  ' }", "b.yaml:2:5: An accepted finding needs a reason."],
  ["accepted:\n  - { class: odd, reason: x }", "b.yaml:2:5: A class must be one of schema-violation"],
  ["accepted:\n  - { class: unchecked, reason: x, until: soon }", 'b.yaml:2:5: "until" must be a date such as'],
  ["accepted:\n  - { class: unchecked, reason: x, statuss: 1 }", 'b.yaml:2:5: Unknown property "statuss".'],
])("locates errors of a baseline: %s", (text, message) => {
  expect(() => parseBaseline(text, "b.yaml")).toThrow(message);
});
