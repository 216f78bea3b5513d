import { describe, expect, onTestFinished, test } from "vitest";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { gates } from "../../src/findings/finding.js";
import { groupFindings } from "../../src/report/group-findings.js";
import { htmlOf, pageOf } from "../../src/report/html.js";
import type { Exploration, Report } from "../../src/report/report.js";
import { terminalSummary } from "../../src/report/terminal.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { verify } from "../../src/verify/verify.js";

const schema = { type: "object", required: ["id", "size", "colour"], properties: { id: {}, size: {}, colour: {} } };
const documentWith = (extra: object): object => {
  const responses = { 200: { description: "Fine.", content: { "application/json": { schema: { type: "array", items: { ...schema, ...extra } } } } } };
  const operation = (operationId: string): object => ({ get: { operationId, responses } });
  return { openapi: "3.1.0", info: { title: "Cups", version: "1" }, paths: { "/cups": operation("listCups"), "/old": operation("listOld") } };
};

const received = (path: string, body: unknown): Interaction => ({
  origin: "test#1",
  request: { method: "GET", url: `https://cups.example${path}`, headers: [] },
  response: { status: 200, headers: [["content-type", "application/json"]], body: { kind: "text", text: JSON.stringify(body) } },
});

async function verified(text: string, interactions: readonly Interaction[]): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-groups-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const spec = join(folder, "cups.json");
  await writeFile(spec, text);
  return verify({ spec, interactions });
}

const whole = { id: 1, size: 2, colour: 3 };
const six = { ...whole, a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 };
const pretty = (extra: object): string => JSON.stringify(documentWith(extra), undefined, 2);
const messages = ({ findings }: Report): readonly string[] => groupFindings(findings.filter(gates)).map(({ message }) => message);

describe("groups of findings", () => {
  test("lists undocumented properties of one object in one entry", async () => {
    const report = await verified(pretty({}), [received("/cups", [six, six])]);
    expect(messages(report)).toEqual(['"/0" has 6 undocumented properties: "a", "b", "c", "d", "e", "f".']);
    expect(groupFindings(report.findings.filter(gates))[0]).toMatchObject({ statuses: ["200"], count: 2 });
  });

  test("lists forbidden properties of one object in one entry", async () => {
    const report = await verified(pretty({ additionalProperties: false }), [received("/cups", [six])]);
    expect(messages(report)).toEqual(['"/0" has 6 properties that the schema does not allow: "a", "b", "c", "d", "e", "f".']);
  });

  test("lists missing properties of one object in one entry", async () => {
    expect(messages(await verified(pretty({}), [received("/cups", [{ id: 1 }])]))).toEqual(['"/0" lacks 2 required properties: "colour", "size".']);
  });

  test("truncates a list of more than ten properties", async () => {
    const many = { ...whole, ...Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`x${String(index).padStart(2, "0")}`, 1])) };
    expect(messages(await verified(pretty({}), [received("/cups", [many])]))).toEqual([
      expect.stringMatching(/^"\/0" has 12 undocumented properties: "x00", .*"x09" and 2 more\.$/),
    ]);
  });

  test("keeps operations, and one property alone, in entries of their own", async () => {
    const report = await verified(pretty({}), [received("/cups", [{ ...whole, a: 1 }]), received("/old", [six])]);
    expect(messages(report)).toEqual(['"/0" has the property "a", which is not documented.', expect.stringContaining("6 undocumented properties")]);
  });
});

describe("the terminal summary", () => {
  test("has one entry for six properties, at its line", async () => {
    const text = terminalSummary(await verified(pretty({}), [received("/cups", [six])]));
    expect(text.match(/ undocumented-field /g)).toHaveLength(1);
    expect(text).toMatch(/cups\.json:\d+:\d+ undocumented-field GET \/cups 200\n {4}"\/0" has 6 undocumented properties/);
  });

  test("locates findings in a document of one line by JSON pointer", async () => {
    const text = terminalSummary(await verified(JSON.stringify(documentWith({})), [received("/cups", [six])]));
    expect(text).toContain("cups.json#/paths/~1cups/get/responses/200/content/application~1json/schema/items");
    expect(text).not.toMatch(/cups\.json:1:/);
  });

  test("shows paths relative to the working directory", async () => {
    const report = await verified(pretty({}), [received("/cups", [six])]);
    expect(isAbsolute(report.spec.path)).toBe(false);
    expect(isAbsolute(report.findings[0]?.location?.file ?? "/")).toBe(false);
    expect(terminalSummary(report)).not.toContain(` ${tmpdir()}`);
  });
});

describe("items that were not removed", () => {
  const explored = async (left: Exploration["left"]): Promise<Report> => ({
    ...(await verified(pretty({}), [received("/cups", [whole])])),
    exploration: { writes: "own", requests: 90, created: left.length, left },
  });
  const reason = "DELETE returned 200, but the item is still there";
  const thirty = Array.from({ length: 30 }, (_, index) => ({ path: `/cups/${index}`, reason }));
  const linesWith = (text: string): readonly string[] => text.split("\n").filter((line) => line.includes(reason));

  test("shows one line for each reason, with a count", async () => {
    const report = await explored([...thirty, { path: "/old/1", reason: "DELETE returned 403" }]);
    const paths = thirty.slice(0, 10).map(({ path }) => path);
    const text = terminalSummary(report);
    expect(linesWith(text)).toEqual([`  30 items: ${reason}: ${paths.join(", ")} and 20 more. --report json=FILE lists all of them.`]);
    expect(text).toContain("\n  /old/1: DELETE returned 403\n");
  });

  test("shows all paths in the HTML report", async () => {
    const html = htmlOf(pageOf(await explored(thirty), undefined));
    expect(linesWith(html)).toHaveLength(1);
    expect(html).toContain("/cups/29");
  });

  test("shows a collection once for items without an id", async () => {
    const report = await explored(thirty.map(() => ({ path: "/cups", reason })));
    expect(linesWith(terminalSummary(report))).toEqual([`  30 items: ${reason}: /cups`]);
  });
});
