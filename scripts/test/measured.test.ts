import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isMeasured, looseFigures, mixedIn, pages, read, rendered, renderedPages, viewsOf } from "../measure/pages.mjs";
import { root } from "./docs/pages.js";

interface Entry {
  readonly date: string;
  readonly node: string;
  readonly commit: string;
  readonly versions: Readonly<Record<string, string>>;
}

const measured = JSON.parse(readFileSync(`${root}docs/measured.json`, "utf8")) as Record<string, Entry>;
const benches = ["changes", "client", "compile", "corpus", "detection", "editor", "fleet", "generate", "install", "merge", "suite", "validators"];

/** Figures that no bench measures, each with the reason. */
const allowed = [
  { page: "README.md", found: "Node 20.19", reason: "the oldest Node that the packages support" },
  { page: "README.md", found: "19 September 2026", reason: "the day on which two libraries went into maintenance mode" },
  { page: "docs/comparison.md", found: "hey-api 0.99", reason: "what the engines field of that version demands" },
  { page: "docs/comparison.md", found: "Node 22.18", reason: "what the engines field of that version demands" },
  { page: "docs/guides/verifying.md", found: "Prism 5.16", reason: "what the engines field of that version demands" },
  { page: "docs/guides/verifying.md", found: "Node 24.18", reason: "what the engines field of that version demands" },
];

describe("pages with measured figures", () => {
  const wanted = renderedPages(measured);

  test.each([...wanted.keys()])("%s has the figures of docs/measured.json", (page) => {
    expect(read(page)).toBe(wanted.get(page));
  });

  test("reports a page with another figure than the file", () => {
    const page = read("README.md");
    const changed = page.replace(/<!-- measured: generate\.ratios -->[^<]*/, "<!-- measured: generate.ratios -->9.9 to 9.9 times");
    expect(changed).not.toBe(page);
    expect(rendered(changed, measured)).toBe(page);
  });

  test("have no figure, date or version outside of a marker", () => {
    const found = pages.flatMap((page) => looseFigures(read(page), measured).map((figure) => ({ page, ...figure })));
    const isAllowed = (figure: { readonly page: string; readonly found: string }): boolean =>
      allowed.some(({ page, found: text }) => page === figure.page && text === figure.found);
    expect(found.filter((figure) => !isAllowed(figure))).toEqual([]);
    // An exception that nothing needs goes.
    expect(allowed.filter(({ page, found: text }) => !found.some((figure) => figure.page === page && figure.found === text))).toEqual([]);
  });

  test.each([
    ["Generating takes 2.9 s.", "2.9 s"],
    ["It takes 0.7 to 2.1 times as long.", "0.7 to 2.1 times"],
    ["| github.json | 376 MB |", "376 MB"],
    ["It is 12× faster.", "12×"],
    ["| 94 % |", "94 %"],
    ["Measured on 25 November 2026.", "25 November 2026"],
    ["Compared with typia 9.7.", "typia 9.7"],
    ["Compared with Prism 5.14.2 on a server.", "Prism 5.14.2"],
    ["Run on Node 20.20.2.", "Node 20.20.2"],
  ])("finds the figure in: %s", (text, found) => {
    expect(looseFigures(text, measured).map((figure) => figure.found.trim().replace(/\.$/, ""))).toEqual([found]);
  });

  test("ignores figures in code, in markers and in plain counts", () => {
    const text = "It has 12 operations.\n\n```sh\nsleep 2 s\n```\n\n`5 ms` <!-- measured: x -->7.0 MB<!-- /measured --> Node 20 or later";
    expect(looseFigures(text, measured)).toEqual([]);
  });
});

describe("one table", () => {
  const used = [...new Set(pages.flatMap((page) => viewsOf(read(page))))].filter((view) => isMeasured(view, measured));

  test.each(used)("%s has one date, Node, machine and version of each package", (view) => {
    expect(mixedIn(view, measured)).toEqual([]);
  });

  test("rejects results of two dates or two versions", () => {
    const [suite, generate] = [measured["suite"] as Entry, measured["generate"] as Entry];
    const mixed = {
      ...measured,
      suite: { ...suite, versions: { ...suite.versions, zod: "1.0.0" } },
      generate: { ...generate, date: "2020-01-01" },
    };
    expect(mixedIn("readme.parts", mixed)).toEqual(["readme.parts mixes results of several dates", "readme.parts mixes versions of zod"]);
  });
});

describe("docs/measured.json", () => {
  test("names date, command, commit, machine and exact versions for every bench", () => {
    const names = Object.keys(measured);
    expect(names.filter((name) => ![...benches, "consumer", "live", "liveServers", "servers"].includes(name))).toEqual([]);
    expect(benches.filter((name) => !names.includes(name))).toEqual([]);
    for (const bench of benches.filter((name) => names.includes(name))) {
      expect(measured[bench], bench).toMatchObject({
        date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as unknown,
        command: expect.stringMatching(/^npm run /) as unknown,
        commit: expect.stringMatching(/^[0-9a-f]{12}(\+changes)?$/) as unknown,
        node: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
        machine: { cores: expect.any(Number) as unknown, memoryGB: expect.any(Number) as unknown, cpu: expect.any(String) as unknown },
      });
      for (const [name, version] of Object.entries((measured[bench] as Entry).versions)) expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
    }
  });

  test("holds no path of a machine and no host", () => {
    expect(readFileSync(`${root}docs/measured.json`, "utf8")).not.toMatch(/"\/(?:work|root|home|tmp)|[A-Z]:\\\\|https?:/);
  });
});
