// CPU seconds and peak memory of each tool on a large document against a neighbouring version, in interleaved rounds.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { corpus, root } from "../generate/documents.mjs";
import { measure, table } from "../generate/measure.mjs";
import { spread } from "../result.mjs";
import { commands } from "./contenders.mjs";

// The tool's own parser, not the older one that the peers bring along.
const { parse } = createRequire(join(root, "generator", "package.json"))("yaml");

/** Minutes that a tool may take. */
const patience = 1;

/** @param {{ spec?: string, rounds: number, folder: string }} options */
export async function measureSpeed({ spec, rounds, folder }) {
  const path = spec ?? corpus(folder).find(({ name }) => name === "github").path;
  const document = parseDocument(path);
  const old = join(folder, "large-old.json");
  const next = join(folder, "large-new.json");
  const text = JSON.stringify(document, undefined, 2);
  writeFileSync(old, text);
  const edit = editOnce(document);
  writeFileSync(next, JSON.stringify(document, undefined, 2));

  const tools = Object.keys(commands);
  const runs = Object.fromEntries(tools.map((tool) => [tool, []]));
  for (let round = 0; round < rounds; round += 1) {
    // Nobody is always first.
    for (const tool of tools.map((_, index) => tools[(index + round) % tools.length])) {
      // Whoever could not do it once is not asked again.
      if (runs[tool].some(({ code, stdout }) => failed(code, stdout))) continue;
      const result = await measure(commands[tool](old, next), folder, patience * 60);
      runs[tool].push({ ...result, stdout: tool === "redocly" ? result.stdout.slice(0, 1000) : result.stdout });
    }
  }
  // The same document with very many changes: one change is not to cost more than these.
  const many = join(folder, "large-many.json");
  editEverywhere(document);
  writeFileSync(many, JSON.stringify(document, undefined, 2));
  const ofMany = [];
  for (let round = 0; round < rounds; round += 1) ofMany.push(await measure(commands.tallystick(old, many), folder, patience * 60));
  const results = Object.fromEntries(tools.map((tool) => [tool, summary(tool, runs[tool])]));
  console.log(
    table([
      ["", "CPU s", "MB", "said"],
      ...tools.map((tool) => [tool, results[tool].cpu?.median ?? "–", results[tool].memory?.median ?? "–", results[tool].said]),
    ]),
  );
  return {
    name: basename(path),
    bytes: Buffer.byteLength(text),
    edit,
    rounds,
    results,
    many: { edits: mostEdits, ...summary("tallystick", ofMany) },
  };
}

function summary(tool, runs) {
  const broken = runs.find(({ code, stdout }) => failed(code, stdout));
  const of = (key, digits) =>
    spread(
      runs.map((run) => run[key]),
      digits,
    );
  const said =
    broken === undefined ? reported[tool](runs[0].stdout) : broken.code === -1 ? `no result within ${patience} minute` : "ended with an error";
  return broken?.code === -1 ? { said } : { cpu: of("cpu", 2), memory: of("memory", 0), said };
}

const reported = {
  tallystick: (stdout) => JSON.parse(stdout).summary.breaking,
  redocly: (stdout) => /"major": (\d+)/.exec(stdout)[1],
  "openapi-diff": (stdout) => stdout.split('"type": "breaking"').length - 1,
  "api-smart-diff": (stdout) => Number(stdout),
};

function failed(code, stdout) {
  return code < 0 || code > 1 || stdout === "";
}

function parseDocument(path) {
  const text = readFileSync(path, "utf8");
  return path.endsWith(".json") ? JSON.parse(text) : parse(text);
}

const mostEdits = 1000;

/** Other words, bounds and types for a thousand properties, taken at equal distances. */
function editEverywhere(document) {
  const properties = [];
  const walk = (value, key) => {
    if (typeof value !== "object" || value === null || key === "example" || key === "examples" || key.startsWith("x-")) return;
    if (key === "properties") properties.push(...Object.values(value).filter((part) => typeof part?.type === "string" && part.enum === undefined));
    for (const [name, part] of Object.entries(value)) walk(part, name);
  };
  walk(document.paths, "");
  walk(document.components, "");
  const edits = [
    (part) => (part.description = "Other words."),
    (part) => (part.enum = [1]),
    (part) => (part.type = part.type === "boolean" ? "string" : "boolean"),
  ];
  for (let index = 0; index < mostEdits; index += 1) edits[index % edits.length](properties[Math.floor((index * properties.length) / mostEdits)]);
}

/** Another type for the first string property of a component that is no enum: a change in one place. */
function editOnce(document) {
  for (const [name, schema] of Object.entries(document.components?.schemas ?? {})) {
    for (const [property, value] of Object.entries(schema.properties ?? {})) {
      if (value.type !== "string" || value.enum !== undefined) continue;
      schema.properties[property] = { type: "boolean" };
      return `\`${property}\` of the component \`${name}\`: string → boolean`;
    }
  }
  throw new Error("There is no string property in a component to edit.");
}
