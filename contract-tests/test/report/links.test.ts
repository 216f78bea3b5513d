import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runReport } from "../../src/cli/report.js";
import type { Finding } from "../../src/findings/finding.js";
import { htmlOf, pageOf } from "../../src/report/html.js";
import type { Report } from "../../src/report/report.js";
import { sarifOf } from "../../src/report/sarif.js";
import { verify } from "../../src/verify/verify.js";
import { isWindows, posixNote } from "../../../generator/test/shared.js";
import { dialects, traffic } from "../verify/dialects.js";
import { printed } from "./printed.js";

let folder: string;
let report: Report;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-links-"));
  const spec = join(folder, "shop.json");
  await writeFile(spec, JSON.stringify(dialects["openapi-3.1"]));
  report = await verify({ spec, interactions: traffic });
});
afterAll(() => rm(folder, { recursive: true }));

const hostileNames = ["javascript:alert(1)", "a?b", "a#b", "100%", "%2e%2e", "data:text,x", 'q"onclick=x', "&amp;", " space", "snow☃", "\\host\\x"];

describe("links of the index page", () => {
  test.skipIf(isWindows)(`lead to a page in the same folder for any file name${posixNote}`, async () => {
    const results = await mkdtemp(join(folder, "results-"));
    for (const name of hostileNames) await writeFile(join(results, `${name}.json`), JSON.stringify(report));
    expect((await printed(runReport, results)).code).toBe(0);
    const html = await readFile(join(results, "index.html"), "utf8");
    const links = [...html.matchAll(/href="([^"]*)"/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
    expect(links).toHaveLength(hostileNames.length);
    const base = `${pathToFileURL(results).href}/`;
    const targets = links.map((href) => new URL(href, base));
    for (const target of targets) expect([target.protocol, target.search, target.hash]).toEqual(["file:", "", ""]);
    const names = targets.map((target) => decodeURIComponent(target.href.slice(base.length)));
    const files = await readdir(results);
    expect(names.filter((name) => !files.includes(name))).toEqual([]);
  });
});

describe("SARIF", () => {
  const withFinding = (changes: Partial<Finding>): Report => ({ ...report, findings: [{ ...(report.findings[0] as Finding), ...changes }] });
  const uriOf = (file: string): string | undefined =>
    sarifOf([withFinding({ location: { file, line: 1, column: 1 } })]).runs[0]?.results?.[0]?.locations?.[0]?.physicalLocation?.artifactLocation?.uri;

  test.each([
    ["javascript:alert(1)", "javascript%3Aalert(1)"],
    ["specs/a#b?c d.yaml", "specs/a%23b%3Fc%20d.yaml"],
    ["/abs/%41.yaml", "/abs/%2541.yaml"],
    ["//host/a.yaml", "/host/a.yaml"],
    ["C:\\specs\\a.yaml", "file:///C:/specs/a.yaml"],
    ["https://api.example/a b.yaml", "https://api.example/a%20b.yaml"],
    ["lone\ud800.yaml", "lone%EF%BF%BD.yaml"],
  ])("names the file %j as %s", (file, uri) => {
    expect(uriOf(file)).toBe(uri);
  });

  test("has no link in a message", () => {
    const log = sarifOf([withFinding({ operation: "GET /[a](https://evil.example)", message: "[click](javascript:x) [b](1)" })]);
    expect(log.runs[0]?.results?.[0]?.message.text).not.toMatch(/\]\(/);
  });
});

describe("the content security policy", () => {
  test("allows the page's own style and script by their hashes only", () => {
    const html = htmlOf(pageOf(report, undefined));
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll("&#39;", "'") ?? "";
    const hashes = ["style", "script"].map((tag) => {
      const [text] = [...html.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, "g"))].map(([, inner = ""]) => inner);
      return `${tag}-src 'sha256-${createHash("sha256")
        .update(text ?? "")
        .digest("base64")}'`;
    });
    expect(policy.split("; ").filter((directive) => directive.includes("-src"))).toEqual(["default-src 'none'", ...hashes]);
    expect(html).not.toMatch(/\sstyle="|\son\w+="|<script [^>]/);
  });
});
