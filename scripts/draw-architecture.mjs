// docs/images/architecture.svg and the tables of docs/architecture.md, from the folders and their imports.
// `node scripts/draw-architecture.mjs` writes both.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";

export const picture = "docs/images/architecture.svg";
export const page = "docs/architecture.md";

/** The folders of a package: those that data passes through, in their order, then the others. */
const packages = [
  {
    folder: "generator/src",
    title: "A document becomes output",
    input: "OpenAPI document",
    output: "generated package",
    flow: ["load", "lower", "check", "plan", "emit", "write"],
    purposes: {
      load: "reads YAML, JSON, overlays",
      lower: "builds the one model",
      check: "reports contradictions",
      plan: "chooses names",
      emit: "writes modules as text",
      write: "replaces the output folder",
      model: "the API model of all parts",
      diagnostics: "messages with locations",
      values: "creates, checks and breaks examples",
      http: "reads parameters and bodies",
      regex: "reads and matches patterns",
      usage: "what consumers use, and who a change affects",
      migrate: "codemods from other tools",
      diff: "compares two models",
      "mock-server": "serves the model over HTTP",
      compile: "validators without files",
      config: "reads tallystick.config",
      cli: "the command",
      files: "paths from outside",
      algorithms: "functions without documents",
      process: "how a run uses Node",
      threads: "writes with two threads",
    },
  },
  {
    folder: "contract-tests/src",
    title: "Traffic becomes a verdict",
    input: "HAR files, recordings, server",
    output: "exit code and reports",
    flow: ["traffic", "match", "observe", "findings", "baseline", "report"],
    purposes: {
      traffic: "reads, sends, records, redacts",
      match: "finds operation and response",
      observe: "compares with document",
      findings: "groups and locates findings",
      baseline: "accepts known deviations",
      report: "HTML, JUnit, SARIF, JSON",
      merge: "joins reports of several runs",
      coverage: "parts that were never observed",
      suggest: "overlays that correct the document",
      verify: "runs all of these, sends requests",
      explore: "sends live requests, checks laws",
      arazzo: "runs Arazzo workflows",
      cases: "repeats findings elsewhere",
      usage: "observes what a program reads",
      cli: "the commands verify, record, report",
    },
  },
];

/** The folders of a package by name, each with the folders that it imports. */
function importsOf(root, folder) {
  const names = readdirSync(`${root}${folder}`, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const uses = new Map(names.map(({ name }) => [name, new Set()]));
  for (const path of readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).map((each) => each.replaceAll("\\", "/"))) {
    const own = path.split("/")[0];
    if (!uses.has(own) || !path.endsWith(".ts")) continue;
    for (const [, specifier] of readFileSync(`${root}${folder}/${path}`, "utf8").matchAll(/(?:\bfrom|\bimport\() ?"(\.[^"]+)"/g)) {
      const [used] = posix.join(posix.dirname(path), specifier).split("/");
      if (used !== own && uses.has(used)) uses.get(own).add(used);
    }
  }
  return new Map([...uses].map(([name, used]) => [name, [...used].toSorted()]));
}

/** The packages with the imports of their folders. Throws for a folder without a purpose. */
function partsOf(root) {
  return packages.map((each) => {
    const uses = importsOf(root, each.folder);
    const unknown = [...uses.keys()].filter((name) => !Object.hasOwn(each.purposes, name));
    const gone = each.flow.filter((name) => !uses.has(name));
    if (unknown.length + gone.length > 0)
      throw new Error(`Update "packages" in scripts/draw-architecture.mjs for ${each.folder}: ${[...unknown, ...gone].join(", ")}.`);
    const others = Object.keys(each.purposes).filter((name) => uses.has(name) && !each.flow.includes(name));
    return { ...each, uses, others };
  });
}

const width = 1120;
const box = { width: 118, height: 108, gap: 22 };
const support = { width: 148, height: 56, gap: 8, columns: 7 };
/** Parts that nearly all others use. */
const everywhere = ["algorithms", "diagnostics", "files", "model", "process"];

export function drawing(root) {
  const parts = partsOf(root);
  const heights = parts.map(({ others }) => box.height + 90 + Math.ceil(others.length / support.columns) * (support.height + support.gap));
  const tops = heights.map((_, index) => 20 + heights.slice(0, index).reduce((sum, each) => sum + each, 0));
  const bands = parts.map((part, index) => band(part, tops[index]));
  const height = 20 + heights.reduce((sum, each) => sum + each, 0);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">
<title id="title">${parts.map(({ title, flow }) => `${title}: ${flow.join(", ")}`).join(". ")}.</title>
<style>
text { font: 11.5px system-ui, sans-serif; fill: #1b1f24 } .name { font: 600 14px ui-monospace, monospace } .small { font-size: 10px; fill: #57606a }
.heading { font: 600 16px system-ui, sans-serif } rect { fill: #f6f8fa; stroke: #8c959f; rx: 6px } .outside { fill: #fff; stroke-dasharray: 4 3 } path { stroke: #57606a; fill: none; stroke-width: 1.5 }
.page { fill: #fff; stroke: none; rx: 0 }
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" style="fill:#57606a;stroke:none"/></marker></defs>
<rect class="page" width="${width}" height="${height}"/>
${bands.join("\n")}
</svg>
`;
}

function band({ title, folder, input, output, flow, others, purposes, uses }, top) {
  const boxes = [input, ...flow, output];
  const x = (index) => 10 + index * (box.width + box.gap);
  const y = top + 34;
  const drawn = boxes.map((name, index) => {
    const isOutside = index === 0 || index === boxes.length - 1;
    if (isOutside)
      return `<rect class="outside" x="${x(index)}" y="${y}" width="${box.width}" height="${box.height}"/>\n${lines(name, x(index), y + 42, 14)}`;
    const used = uses.get(name).filter((each) => !everywhere.includes(each));
    return [
      `<rect x="${x(index)}" y="${y}" width="${box.width}" height="${box.height}"/>`,
      `<text class="name" x="${x(index) + 8}" y="${y + 18}">${name}</text>`,
      lines(purposes[name], x(index), y + 36, 17),
      lines(used.length === 0 ? "" : `uses ${used.join(", ")}`, x(index), y + 68, 19, "small"),
    ].join("\n");
  });
  const arrows = boxes.slice(1).map((name, index) => {
    // Solid where the next part imports the one before; dashed where a caller passes the result on.
    const isImport = uses.get(name)?.includes(boxes[index]) === true;
    const dash = isImport || index === 0 || index === boxes.length - 2 ? "" : ' stroke-dasharray="3 3"';
    return `<path d="M${x(index) + box.width} ${y + box.height / 2}h${box.gap - 1}" marker-end="url(#tip)"${dash}/>`;
  });
  const rest = others.map((name, index) => {
    const left = 10 + (index % support.columns) * (support.width + support.gap);
    const row = y + box.height + 34 + Math.floor(index / support.columns) * (support.height + support.gap);
    return [
      `<rect x="${left}" y="${row}" width="${support.width}" height="${support.height}"/>`,
      `<text class="name" x="${left + 8}" y="${row + 17}">${name}</text>`,
      lines(purposes[name], left, row + 33, 25, "small"),
    ].join("\n");
  });
  const heading = `<text class="heading" x="10" y="${top + 16}">${title}</text><text x="${width - 10}" y="${top + 16}" text-anchor="end" class="small">${folder}</text>`;
  return [
    heading,
    ...drawn,
    ...arrows,
    `<text class="small" x="10" y="${y + box.height + 24}">used by these parts, or using them:</text>`,
    ...rest,
  ].join("\n");
}

/** Text in lines of at most `most` characters. */
function lines(text, x, y, most, kind = "") {
  const wrapped = text.match(new RegExp(`.{1,${most}}(?:\\s|$)`, "g")) ?? [];
  return wrapped
    .slice(0, 3)
    .map((line, index) => `<text${kind === "" ? "" : ` class="${kind}"`} x="${x + 8}" y="${y + index * 14}">${line.trim()}</text>`)
    .join("\n");
}

/** The page with its tables written again. */
export function withTables(root, text) {
  return partsOf(root).reduce((written, { folder, flow, others, purposes, uses }) => {
    const rows = [...flow, ...others].map((name) => `| \`${name}\` | ${purposes[name]} | ${uses.get(name).join(", ") || "–"} |`);
    const table = `| folder of \`${folder}\` | purpose | imports from |\n| --- | --- | --- |\n${rows.join("\n")}\n`;
    return written.replace(new RegExp(`(<!-- ${folder} -->\\n)[^]*?(?=<!-- end -->)`), (_, start) => `${start}\n${table}\n`);
  }, text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL("../", import.meta.url));
  writeFileSync(root + picture, drawing(root));
  writeFileSync(root + page, withTables(root, readFileSync(root + page, "utf8")));
}
