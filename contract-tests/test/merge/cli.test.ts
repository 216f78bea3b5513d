import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { runReport } from "../../src/cli/report.js";
import { runVerify } from "../../src/cli/verify.js";
import type { Report } from "../../src/report/report.js";
import { toHar } from "../../src/traffic/har/to-har.js";
import { printed as run } from "../report/printed.js";
import { dialects, traffic } from "../verify/dialects.js";

let folder: string;
let spec: string;
let har: string;
const whole = (): string => join(folder, "whole.json");
const shards = (): string => join(folder, "shards");
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-merge-cli-"));
  spec = join(folder, "shop.json");
  har = join(folder, "run.har");
  await writeFile(join(folder, "package.json"), "{}");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"], undefined, 2));
  await writeFile(har, JSON.stringify(toHar(traffic)));
  await mkdir(shards());
  await run(runVerify, "--spec", spec, "--har", har, "--quiet", "--report", `json=${whole()}`);
  for (const shard of [1, 2, 3])
    await run(runVerify, "--spec", spec, "--har", har, "--quiet", "--shard", `${shard}/3`, "--report", `json=${join(shards(), `${shard}.json`)}`);
});
afterAll(() => rm(folder, { recursive: true }));

async function reportIn(path: string): Promise<Report> {
  return JSON.parse(await readFile(path, "utf8")) as Report;
}

/** Merges, and reads the JSON report. */
async function merge(...args: string[]): Promise<{ readonly code: number; readonly err: string; readonly report: Report }> {
  const { code, out, err } = await run(runReport, "--json", ...args);
  return { code, err, report: JSON.parse(out === "" ? "{}" : out) as Report };
}

function withoutRuns({ runs: _runs, startedAt: _startedAt, durationMs: _durationMs, ...report }: Report): unknown {
  return report;
}

describe("report --merge", () => {
  it("joins all shards to the report of one run, in every format", async () => {
    const results = join(folder, "results");
    const kinds = ["json", "junit", "sarif", "gitlab"];
    const flagsFor = (name: string): string[] => kinds.flatMap((kind) => ["--report", `${kind}=${join(results, `${name}.${kind}`)}`]);
    const { code } = await run(runReport, "--merge", shards(), ...flagsFor("merged"));
    await run(runReport, "--merge", whole(), ...flagsFor("whole"));
    expect(code).toBe(1);
    const merged = await reportIn(join(results, "merged.json"));
    expect(withoutRuns(merged)).toEqual(withoutRuns(await reportIn(whole())));
    expect(merged.summary.new).toBeGreaterThan(5);
    expect(merged.runs).toHaveLength(3);
    for (const kind of ["junit", "sarif", "gitlab"]) {
      const [one, other] = await Promise.all(["merged", "whole"].map((name) => readFile(join(results, `${name}.${kind}`), "utf8")));
      expect(one?.replace(/ time="[^"]*"/, "")).toBe(other?.replace(/ time="[^"]*"/, ""));
    }
  });

  it("counts a run once if its report is given twice", async () => {
    const once = await merge("--merge", shards());
    const path = join(folder, "merged-before.json");
    await writeFile(path, JSON.stringify(once.report));
    expect((await merge("--merge", shards(), join(shards(), "1.json"), path)).report).toEqual(once.report);
    // The run without shards has all of their traffic.
    expect(withoutRuns((await merge("--merge", shards(), whole())).report)).toEqual(withoutRuns(await reportIn(whole())));
  });

  it("names the versions that wrote the reports, even merged twice", async () => {
    const others = join(folder, "of-several-versions");
    await mkdir(others);
    for (const shard of [1, 2, 3]) {
      const report = await reportIn(join(shards(), `${shard}.json`));
      const version = shard === 3 ? report.tool.version : `0.0.${shard}`;
      await writeFile(join(others, `${shard}.json`), JSON.stringify({ ...report, tool: { ...report.tool, version } }));
    }
    const { report } = await merge("--merge", others);
    const { version } = (await reportIn(whole())).tool;
    const note = `The merged reports are of several versions of Tallystick: 0.0.1, 0.0.2, ${version}. Another version may find more or less.`;
    expect(report.notes).toContain(note);
    await writeFile(join(folder, "of-versions.json"), JSON.stringify(report));
    expect((await merge("--merge", join(folder, "of-versions.json"))).report).toEqual(report);
    expect((await merge("--merge", shards())).report.notes).not.toContain(note);
  });

  it("fails for a missing shard, also without findings", async () => {
    const { code, report } = await merge("--merge", join(shards(), "1.json"), join(shards(), "3.json"));
    expect(code).toBe(1);
    expect(report.summary).toMatchObject({ exitCode: 1, missingShards: ["2/3"] });
    const { out } = await run(runReport, "--merge", join(shards(), "1.json"));
    expect(out).toContain("2 of 3 shards are missing: 2/3, 3/3. The result is incomplete.");
    const clean = { ...(await reportIn(join(shards(), "1.json"))), findings: [] };
    await writeFile(join(folder, "clean.json"), JSON.stringify(clean));
    expect((await merge("--merge", join(folder, "clean.json"))).report.summary.verdict).toBe("unverified");
  });

  it("refuses reports that share some runs", async () => {
    const [a, b] = [join(folder, "a.json"), join(folder, "b.json")];
    const paths = [1, 2, 3].map((shard) => join(shards(), `${shard}.json`)) as [string, string, string];
    await run(runReport, "--merge", paths[0], paths[1], "--quiet", "--report", `json=${a}`);
    await run(runReport, "--merge", paths[1], paths[2], "--quiet", "--report", `json=${b}`);
    const { code, err } = await merge("--merge", a, b);
    expect(code).toBe(2);
    expect(err).toContain("This report contains runs of another report, and further runs");
  });

  it("reports each file that cannot be merged, and merges the others", async () => {
    const bad = join(folder, "bad");
    await mkdir(bad);
    const report = await reportIn(whole());
    const { runs: _runs, observed: _observed, ...earlier } = report;
    await writeFile(join(bad, "damaged.json"), JSON.stringify(report).slice(0, 500));
    await writeFile(join(bad, "later.json"), JSON.stringify({ ...report, $schema: "https://tallystick.dev/schema/report-2.json" }));
    await writeFile(join(bad, "earlier.json"), JSON.stringify(earlier));
    await writeFile(join(bad, "wrong.json"), JSON.stringify({ ...report, findings: 5 }));
    await writeFile(join(bad, "coverage.json"), "{}");
    await writeFile(join(bad, "good.json"), JSON.stringify(report));
    const { code, err, report: merged } = await merge("--merge", bad);
    expect(code).toBe(2);
    for (const reported of [
      /damaged\.json:1:\d+ error input-invalid\n {2}This is not JSON/,
      /earlier\.json error input-invalid\n {2}This report has no observations/,
      /later\.json error input-invalid\n {2}This report has the format "report-2"/,
      /wrong\.json:1:\d+ error input-invalid\n {2}This is not a JSON report of tallystick verify: "\/findings"/,
      /^4 errors$/m,
      /^Skipped, .*coverage\.json$/m,
    ])
      expect(err).toMatch(reported);
    expect(withoutRuns(merged)).toEqual(withoutRuns(report));
    expect((await merge("--merge", join(bad, "coverage.json"))).code).toBe(2);
    expect((await merge("--merge", join(folder, "absent.json"))).err).toContain("File not found");
  });

  it("applies the baseline to all shards together", async () => {
    const baseline = join(folder, "baseline.yaml");
    const accepted = (status: string): string =>
      `  - class: undocumented-status\n    operation: GET /items\n    status: "${status}"\n    reason: known since spring\n`;
    await writeFile(baseline, `accepted:\n${accepted("500")}${accepted("418")}`);
    const parts = join(folder, "with-baseline");
    for (const shard of [1, 2, 3]) {
      const path = join(parts, `${shard}.json`);
      await run(runVerify, "--spec", spec, "--har", har, "--quiet", "--shard", `${shard}/3`, "--baseline", baseline, "--report", `json=${path}`);
    }
    const single = join(folder, "single-with-baseline.json");
    await run(runVerify, "--spec", spec, "--har", har, "--quiet", "--baseline", baseline, "--report", `json=${single}`);
    for (const args of [[parts], [parts, "--baseline", baseline], [shards(), "--baseline", baseline]]) {
      const { report } = await merge("--merge", ...args);
      expect(withoutRuns(report)).toEqual(withoutRuns(await reportIn(single)));
      expect(report.summary.known).toBe(1);
      expect(report.baseline?.stale).toMatchObject([{ entry: "undocumented-status GET /items 418", problem: "no-longer-occurs" }]);
    }
  });

  it("writes a baseline from all findings", async () => {
    const baseline = join(folder, "new-baseline.yaml");
    const { report } = await merge("--merge", shards(), "--baseline", baseline, "--update-baseline");
    expect(report.summary.known).toBe((await reportIn(whole())).summary.new);
    expect(report.baseline?.stale.map(({ problem }) => problem)).toEqual(report.baseline?.stale.map(() => "needs-reason"));
  });

  it("keeps documents and versions separate, with a table", async () => {
    const next = join(folder, "next.json");
    await writeFile(next, (await readFile(spec, "utf8")).replace('"version": "1"', '"version": "2"'));
    await run(runVerify, "--spec", next, "--har", har, "--quiet", "--report", `json=${join(folder, "next-report.json")}`);
    const inputs = ["--merge", shards(), join(folder, "next-report.json")];
    const { code, out } = await run(runReport, ...inputs, "--report", `html=${join(folder, "pages", "all.html")}`);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^verdict +document +sha256 +runs +interactions +operations +new +known\nFINDINGS +Shop 1 .* 3 +11 +3\/3 .*\nFINDINGS +Shop 2 .* 1 +11 +3\/3 /,
    );
    expect(out).toContain('"Shop" has 2 versions. Each version was verified with its own traffic and has its own counts.');
    expect(await readFile(join(folder, "pages", "all.html"), "utf8")).toContain('href="./all-2.html"');
    const { report } = await merge(...inputs);
    expect(report).toMatchObject({
      $schema: "https://tallystick.dev/schema/reports-1.json",
      reports: [{ spec: { version: "1" } }, { spec: { version: "2" } }],
    });
    await writeFile(join(folder, "several.json"), JSON.stringify(report));
    expect((await merge("--merge", join(folder, "several.json"))).report).toEqual(report);

    // The list that verify prints for many documents.
    const documents = (report as unknown as { readonly reports: readonly Report[] }).reports.map((each) => ({
      document: each.spec.path,
      exit: 1,
      seconds: 0.5,
      report: each,
    }));
    const failed = { document: "services/broken.yaml", exit: 2, seconds: 0.1, report: null };
    const diagnostics = [{ code: "syntax-error", severity: "error", message: "This is not valid YAML.", help: "Correct it.", file: "a.yaml" }];
    const refused = { document: "services/refused.yaml", exit: 2, seconds: 0.1, report: { diagnostics } };
    const list = { $schema: "https://tallystick.dev/schema/reports-1.json", documents: [...documents, failed, refused] };
    const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true });
    addFormats.default(ajv);
    const [ofReport, ofList] = ["report", "reports"].map((name) =>
      readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), "utf8"),
    );
    ajv.addSchema(JSON.parse(ofReport ?? "") as object);
    const isList = ajv.compile(JSON.parse(ofList ?? "") as object);
    for (const each of [report, list]) expect(isList(each), ajv.errorsText(isList.errors)).toBe(true);
    expect(isList({ ...list, documents: [{ ...failed, exit: 9 }] })).toBe(false);
    await writeFile(join(folder, "verified.json"), JSON.stringify(list));
    const merged = await merge("--merge", join(folder, "verified.json"));
    expect({ code: merged.code, report: merged.report }).toEqual({ code: 2, report });
    expect(merged.err).toContain('This file has no report of "services/broken.yaml".');
    expect(merged.err).toContain('This file has no report of "services/refused.yaml".');

    // One damaged report of a list does not hide the others.
    const damaged = { ...report, reports: [...documents.map((each) => each.report), { ...documents[0]?.report, findings: 5 }] };
    await writeFile(join(folder, "damaged-list.json"), JSON.stringify(damaged));
    const rest = await merge("--merge", join(folder, "damaged-list.json"));
    expect({ code: rest.code, report: rest.report }).toEqual({ code: 2, report });
    expect(rest.err).toContain('This is not a JSON report of tallystick verify: "/reports/2/findings"');
  });

  it("requires a document that has changed or is absent", async () => {
    const moved = join(folder, "moved.json");
    await writeFile(moved, JSON.stringify({ ...(await reportIn(whole())), spec: { ...(await reportIn(whole())).spec, path: "absent.json" } }));
    const { code, err } = await merge("--merge", moved);
    expect(code).toBe(2);
    expect(err).toMatch(/The document "Shop 1" with the SHA-256 \w{12}… was not found at "absent\.json"\.\n {2}Name the document .* --spec PATH/);
    expect((await merge("--merge", moved, "--spec", spec)).code).toBe(1);
  });
});

test.each(["0/8", "9/8", "x", "3", "1/0", "-1/2", "1/2/3"])("rejects the shard %s", async (shard) => {
  const { code, err } = await run(runVerify, "--spec", spec, "--har", har, `--shard=${shard}`);
  expect(code).toBe(2);
  expect(err).toContain(`"${shard}" is not a shard`);
});

test("passes a shard without traffic, and leaves the verdict to the merge", async () => {
  const other = join(folder, "other.har");
  await writeFile(other, JSON.stringify(toHar(traffic.filter(({ origin }) => origin === "run#3"))));
  const codes: number[] = [];
  for (const shard of ["1/3", "2/3", "3/3"]) codes.push((await run(runVerify, "--spec", spec, "--har", other, "--quiet", "--shard", shard)).code);
  expect(codes.toSorted()).toEqual([0, 0, 1]);
});
