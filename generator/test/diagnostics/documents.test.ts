import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "vitest";
import { catalog, type Code } from "../../src/diagnostics/catalog.js";
import { locate } from "../../src/load/locate.js";
import { render } from "../../src/diagnostics/render.js";
import type { LoadOptions } from "../../src/load/load.js";
import { openModel } from "../../src/open-model.js";
import { page } from "./page.js";
import { recorded } from "./recorded.js";

const documents = join(import.meta.dirname, "documents");

function folderOf(code: string): string {
  return join(documents, code);
}

/** What a user of the folder's document is told, without colours. */
async function reported(code: string): Promise<string> {
  const folder = folderOf(code);
  const name = existsSync(join(folder, "openapi.json")) ? "openapi.json" : "openapi.yaml";
  const overlay = join(folder, "overlay.yaml");
  const { diagnostics, sources } = await openModel(join(folder, name), {
    ...(existsSync(overlay) ? { overlays: [overlay] } : {}),
    ...optionsOf(folder),
  });
  expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain(code.replace(/-in-json$/, ""));
  return render(locate(diagnostics, sources, (source) => source.file || name))
    .replaceAll(`${folder}/`, "")
    .replaceAll(`${relative(process.cwd(), folder)}/`, "");
}

/** What the document is read with, as its user asked for it. */
function optionsOf(folder: string): LoadOptions {
  const path = join(folder, "options.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as LoadOptions) : {};
}

const codes = Object.keys(catalog) as Code[];
const shown = readdirSync(documents);

describe("recorded diagnostics of each document", () => {
  test.each(shown)("%s", async (code) => {
    const text = await reported(code);
    expect(text).toBe(recorded(join(folderOf(code), "expected.txt"), text));
  });
});

test("each code has a document or a test", () => {
  const tests = join(import.meta.dirname, "..");
  const texts = readdirSync(tests, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(tests, name), "utf8"));
  const hidden = codes.filter((code) => !shown.includes(code) && !texts.some((text) => text.includes(`"${code}"`) || text.includes(` ${code} `)));
  expect(hidden).toEqual([]);
});

test("docs/diagnostics.md has a section for each code", () => {
  expect(page()).toBe(recorded(join(import.meta.dirname, "../../../docs/diagnostics.md"), page()));
});

test("each document belongs to a code", () => {
  expect(shown.filter((name) => !(name.replace(/-in-json$/, "") in catalog))).toEqual([]);
});
