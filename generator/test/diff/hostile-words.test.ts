import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { diffFormats, type DiffFormat } from "../../src/diff/render/formats.js";
import { runDiff, type DiffRun } from "../../src/diff/run-diff.js";
import { tallystick } from "../cli/run.js";

const hostile = "\u001b[31m\n::error file=x::pwn\r\u009b\u202e\u2066";
const folder = mkdtempSync(join(tmpdir(), "tallystick-hostile-"));
const [old, next] = [join(folder, "old.json"), join(folder, "new\u001b[31m\n::add-mask::e.json")];

beforeAll(() => {
  const response = (schema: object): object => ({ responses: { 200: { description: "ok", content: { "application/json": { schema } } } } });
  const document = (version: string, paths: object, properties: object, schemes: object): object => ({
    openapi: "3.1.0",
    info: { title: `T${hostile}`, version },
    paths: { "/stays": { get: response({ type: "object", properties, required: Object.keys(properties) }) }, ...paths },
    components: { securitySchemes: schemes },
  });
  const key = { type: "apiKey", in: "header", name: "k" };
  const gone = { [`p${hostile}`]: { type: "string", enum: [`v${hostile}`] } };
  const flow = { type: "oauth2", flows: { clientCredentials: { tokenUrl: "https://a.example", scopes: { [`s${hostile}`]: "" } } } };
  writeFileSync(old, JSON.stringify(document("1", { [`/${hostile}`]: { get: response({}) } }, gone, { [`k${hostile}`]: key, f: flow })));
  writeFileSync(next, JSON.stringify(document(`2${hostile}`, {}, {}, {})));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (format: DiffFormat | "json"): Promise<DiffRun> => runDiff(old, next, { today: "2026-11-25", surface: "all", format });

test.each([...diffFormats, "json"] as const)("text of documents and file names controls nothing in %s", async (format) => {
  const { output } = await run(format);
  expect(output).toContain("\\u001b[31m");
  expect(output).not.toMatch(/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u);
  const commands = output.split("\n").filter((line) => /^\s*::/.test(line));
  expect(commands.length > 0).toBe(format === "github");
  for (const command of commands) expect(command).toMatch(/^::(?:error|warning)(?: file=.*title=[\w-]+)?::/);
});

test("the page allows only its own style", async () => {
  const { output } = await run("html");
  const [, style = ""] = /<style>([^]*?)<\/style>/.exec(output) ?? [];
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`;
  expect(output.replaceAll("&#39;", "'")).toContain(`<meta http-equiv="Content-Security-Policy" content="${policy}">`);
  expect(output).not.toMatch(/\sstyle="|<script|\son\w+="/);
});

test("JSON contains the unchanged text of the document", async () => {
  const { output, report } = await run("json");
  expect(JSON.parse(output)).toEqual(report);
  expect(report?.changes.some(({ operation }) => operation === `GET /${hostile}`)).toBe(true);
});

test("a changeset draft is a list for any text", async () => {
  const markup = "`` <img src=x> \n\n# @somebody #12 | [a](b)\n---\n";
  const response = { responses: { 200: { description: "ok" } } };
  const document = (names: readonly string[]): string =>
    JSON.stringify({
      openapi: "3.1.0",
      info: { title: "T", version: "1" },
      paths: Object.fromEntries([
        ...names.map((name) => [`/${name}`, { get: response }]),
        ["/stays", { get: { ...response, parameters: names.map((name) => ({ name, in: "query", schema: {} })) } }],
      ]),
    });
  writeFileSync(join(folder, "a.json"), document([markup]));
  writeFileSync(join(folder, "b.json"), document([]));
  const file = join(folder, "draft.md");
  await runDiff(join(folder, "a.json"), join(folder, "b.json"), { today: "2026-11-25", writeChangeset: { file, package: "p" } });
  const [, body = ""] = readFileSync(file, "utf8").split("consumer:\n\n");
  for (const line of body.trim().split("\n")) expect(line).toMatch(/^- (?:\*\*Breaking\.\*\* )?`/);
  expect(body).toContain("``` GET /`` <img src=x>  # @somebody #12 | [a](b) --- ```");
  const outsideOfCode = body.replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "");
  expect(outsideOfCode).toContain("somebody");
  expect(outsideOfCode).not.toMatch(/(?<!\\)[<>`[\]|]|@somebody|#12/);
});

test("the command reports a wrong argument in one line", async () => {
  for (const name of [`no${hostile}.json`, `git:${hostile}:a`, `npm:${hostile}`]) {
    const { code, stderr } = await tallystick(folder, ["diff", "old.json", name]);
    expect(code).toBe(2);
    expect(stderr).not.toMatch(/[^\P{Cc}\n]|^\s*::|\u202e/mu);
  }
});
