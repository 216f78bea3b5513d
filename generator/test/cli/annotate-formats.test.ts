import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import type { Fixture } from "../../runtime/fixtures/types.js";
import { numberFormats, stringFormats } from "../../src/emit/validators/formats.js";
import { assertedFormats } from "../../src/model/schemas/formats.js";
import { knownFormats } from "../../src/values/index.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

const Event = {
  type: "object",
  required: ["at", "day"],
  properties: {
    at: { type: "string", format: "date-time" },
    day: { type: "string", format: "date" },
    // By its pattern it never is what its format says.
    minute: { type: "string", format: "date-time", pattern: "^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d$" },
    many: { type: "array", items: { type: "string", format: "date-time" } },
    // Too short for one: it has a value only where it need not be one.
    short: { type: "string", format: "uuid", maxLength: 10 },
    size: { type: "integer", format: "int32" },
  },
};

function project(config?: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ components: { schemas: { Event } } })));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  return folder;
}

interface Output {
  isEvent(value: unknown): boolean;
  readonly event: Fixture<unknown>;
}

async function output(folder: string): Promise<Output> {
  const modules = ["validators", "fixtures"].map((kind) => import(/* @vite-ignore */ pathToFileURL(join(folder, "out", kind, "event.js")).href));
  const [validators, fixtures] = (await Promise.all(modules)) as [object, object];
  return { ...fixtures, ...validators, event: (fixtures as Output).event } as Output;
}

/** Whether the validator accepts what a server sends that knows no offsets, no days and no large numbers. */
async function accepts(folder: string): Promise<readonly boolean[]> {
  const { isEvent } = await output(folder);
  const event = { at: "2026-01-02T03:04:05Z", day: "2026-01-02" };
  return [event, { ...event, at: "2026-01-02T03:04:05" }, { ...event, day: "tomorrow" }, { ...event, size: 2 ** 40 }, { ...event, at: 7 }].map(
    isEvent,
  );
}

const requested = ["generate", "--spec", "openapi.json", "--out", "out", "--only", "validators,fixtures"];

test("validators and values know the formats asserted by default", () => {
  expect(assertedFormats).toEqual([...stringFormats.keys(), ...numberFormats.keys()].toSorted());
  expect([...knownFormats.keys()].toSorted()).toEqual(assertedFormats.filter((name) => !numberFormats.has(name)));
});

test.each([
  { flags: [], accepted: [true, false, false, false, false] },
  { flags: ["--annotate-formats", "date-time"], accepted: [true, true, false, false, false] },
  { flags: ["--annotate-formats", "date-time", "--annotate-formats", "date"], accepted: [true, true, true, false, false] },
  { flags: ["--annotate-formats", "uri, all"], accepted: [true, true, true, true, false] },
])("with $flags validators reject values of the asserted formats", async ({ flags, accepted }) => {
  const folder = project();
  expect((await tallystick(folder, [...requested, ...flags])).code).toBe(0);
  expect(await accepts(folder)).toEqual(accepted);
});

test.each([
  { formats: "annotate", accepted: [true, true, true, true, false] },
  { formats: { "date-time": "annotate", date: "assert" }, accepted: [true, true, false, false, false] },
])("the configuration has the option for generate and its check: $formats", async ({ formats, accepted }) => {
  const folder = project({ spec: "openapi.json", out: "out", only: ["validators", "fixtures"], formats });
  expect((await tallystick(folder, ["generate"])).code).toBe(0);
  expect(await accepts(folder)).toEqual(accepted);
  expect((await tallystick(folder, ["generate", "--check", "--no-cache"])).code).toBe(0);
  expect((await tallystick(folder, ["generate", "--check", "--annotate-formats", "byte"])).code).toBe(1);
});

test("fixtures follow the format if possible; an annotation makes no invalid example", async () => {
  const folder = project();
  const { code, stderr } = await tallystick(folder, [...requested, "--annotate-formats", "date-time,uuid"]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("warning")]);
  const { event, isEvent } = await output(folder);
  expect(event.full).toMatchObject({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    minute: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
  });
  expect([event.example, event.minimal, event.full, ...event.many(20)].every(isEvent)).toBe(true);
  expect(event.invalidList.filter(({ value }) => isEvent(value))).toEqual([]);
  expect(event.invalidList.filter(({ keyword }) => keyword === "format").map(({ instancePath }) => instancePath)).toEqual(["/day", "/size"]);
});

test("rejects a format that is never asserted, by name", async () => {
  const flag = await tallystick(project(), [...requested, "--annotate-formats", "datetime"]);
  expect([flag.code, flag.stderr]).toEqual([2, expect.stringContaining('Unknown format "datetime"')]);
  const config = await tallystick(project({ spec: "openapi.json", out: "out", formats: { datetime: "annotate" } }), ["generate"]);
  expect([config.code, config.stderr]).toEqual([2, expect.stringContaining('formats has "datetime", which is never asserted')]);
  const word = await tallystick(project({ spec: "openapi.json", out: "out", formats: { date: "ignore" } }), ["generate"]);
  expect([word.code, word.stderr]).toEqual([2, expect.stringContaining('formats must be "assert", "annotate" or either by format')]);
});
