// Writes views into the pages, between their markers, and finds figures that no marker holds.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changesPage } from "../../generator/bench/changes/page.mjs";
import { root } from "./file.mjs";
import { caption } from "./text.mjs";
import { views } from "./views.mjs";

/** Pages with markers. */
export const pages = [
  "README.md",
  "docs/README.md",
  "docs/comparison.md",
  "docs/validators.md",
  "docs/guides/cut-and-merge.md",
  "docs/guides/verifying.md",
  "docs/reference/many-documents.md",
  "docs/reference/installed-size.md",
];

/** A page that is written as a whole, from one bench. */
const changesPath = "docs/reference/changes-compared.md";

const marker = /<!-- measured: ([\w.-]+) -->[\s\S]*?<!-- \/measured -->/g;

/** The text of a page with every view rendered again. */
export function rendered(text, measured) {
  return text.replaceAll(marker, (_, name) => {
    const view = views[name];
    if (view === undefined) throw new Error(`Unknown view "${name}". Available: ${Object.keys(views).join(", ")}.`);
    const missing = view.benches.filter((bench) => measured[bench] === undefined);
    const content = isMeasured(name, measured)
      ? view.render(...view.benches.map((bench) => measured[bench]))
      : `Not measured yet. Run \`npm run measure -- ${missing.join(" ")}\`.`;
    return `<!-- measured: ${name} -->${view.inline ? content : `\n\n${content}\n\n`}<!-- /measured -->`;
  });
}

/** All pages as they must be, by path. The page of changes stays as it is until its bench has a result. */
export function renderedPages(measured) {
  const found = new Map(pages.map((page) => [page, rendered(read(page), measured)]));
  if (measured.changes !== undefined) found.set(changesPath, changesPage(measured.changes, caption(measured.changes)));
  return found;
}

/** Writes the pages that differ and returns their paths. */
export function writePages(measured) {
  const changed = [...renderedPages(measured)].filter(([page, text]) => read(page) !== text);
  for (const [page, text] of changed) writeFileSync(join(root, page), text);
  return changed.map(([page]) => page);
}

export function read(page) {
  return readFileSync(join(root, page), "utf8");
}

/** The names of the views that a page has. */
export function viewsOf(text) {
  return [...text.matchAll(marker)].map(([, name]) => name);
}

/** Whether every bench of a view has a result. */
export function isMeasured(name, measured) {
  return views[name].benches.every((bench) => measured[bench] !== undefined);
}

/** What one table would mix: entries of several dates, Nodes or machines, or two versions of one package. */
export function mixedIn(name, measured) {
  const entries = views[name].benches.map((bench) => measured[bench]);
  const differs = (what, of) =>
    new Set(entries.map((entry) => JSON.stringify(of(entry)))).size > 1 ? [`${name} mixes results of several ${what}`] : [];
  const versions = new Map();
  for (const entry of entries)
    for (const [packageName, version] of Object.entries(entry.versions)) versions.set(packageName, [...(versions.get(packageName) ?? []), version]);
  return [
    ...differs("dates", ({ date }) => date),
    ...differs("versions of Node", ({ node }) => node),
    ...differs("machines", ({ machine }) => machine),
    ...[...versions].filter(([, list]) => new Set(list).size > 1).map(([packageName]) => `${name} mixes versions of ${packageName}`),
  ];
}

const units = "ns|µs|us|ms|s|min|seconds?|minutes?|kB|MB|GB|bytes?|×|%|times";
const figures = [
  { what: "a figure with a unit", pattern: new RegExp(`(?<![\\w.-])\\d[\\d,.]*(?:\\s*(?:to|–|-)\\s*\\d[\\d,.]*)?\\s?(?:${units})(?![\\w-])`, "g") },
  {
    what: "a date",
    pattern: /\b(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{4}\b|\b20\d\d-\d\d-\d\d\b/g,
  },
];

/**
 * Figures, dates and versions of compared packages that stand outside of markers and code.
 * @param {Record<string, any>} measured
 * @returns {{ line: number, found: string, what: string }[]}
 */
export function looseFigures(text, measured) {
  const blank = (part) => part.replaceAll(/[^\n]/g, " ");
  const prose = text
    .replaceAll(marker, blank)
    .replaceAll(/^(```+)[\s\S]*?^\1$/gm, blank)
    .replaceAll(/`[^`\n]*`/g, blank)
    .replaceAll(/<!--[\s\S]*?-->/g, blank)
    .replaceAll(/\]\([^)]*\)/g, blank);
  const packages = Object.values(measured).flatMap(({ versions }) => Object.keys(versions));
  // `@stoplight/prism-cli` is Prism, `@hey-api/openapi-ts` is hey-api to a reader.
  const names = new Set(
    packages
      .flatMap((name) => [name, ...name.split(/[@/]/)])
      .concat("Prism", "Redocly")
      .filter((name) => name.length > 1),
  );
  const escaped = [...names].map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|");
  const version = { what: "a version of a compared package", pattern: new RegExp(`(?<![\\w/@-])(?:${escaped}|Node)[ @]v?\\d+\\.\\d[\\d.]*`, "gi") };
  return [...figures, version].flatMap(({ what, pattern }) =>
    [...prose.matchAll(pattern)].map(({ 0: found, index }) => ({ line: prose.slice(0, index).split("\n").length, found, what })),
  );
}
