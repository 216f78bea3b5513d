import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { openModel, type UsageError } from "tallystick";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { runReport } from "../../src/cli/report.js";
import type { Report } from "../../src/report/report.js";
import { readRecordings } from "../../src/traffic/read-recording.js";
import type { Recording } from "../../src/traffic/interaction.js";
import { recordingFile, writeRecording } from "../../src/traffic/write-recording.js";
import { readParams } from "../../src/verify/requests/params.js";
import { verify } from "../../src/verify/verify.js";
import { printed } from "../report/printed.js";
import { dialects, traffic } from "../verify/dialects.js";
import { isWindows, posixNote } from "../../../generator/test/shared.js";

let spec: string;
let report: Report;
const shared = mkdtempSync(join(tmpdir(), "tallystick-outside-"));
beforeAll(async () => {
  spec = join(shared, "shop.json");
  writeFileSync(spec, JSON.stringify(dialects["openapi-3.1"], undefined, 2));
  report = JSON.parse(JSON.stringify(await verify({ spec, interactions: traffic }))) as Report;
});
afterAll(() => rmSync(shared, { recursive: true }));

/** A project to run in, and a folder outside of it. */
function project(): { readonly inside: string; readonly outside: string } {
  const around = mkdtempSync(join(tmpdir(), "tallystick-project-"));
  const [inside, outside] = [join(around, "inside"), join(around, "outside")];
  for (const folder of [inside, outside, join(inside, ".git"), join(inside, "packages", "shop")]) mkdirSync(folder, { recursive: true });
  const home = process.cwd();
  process.chdir(join(inside, "packages", "shop"));
  onTestFinished(() => {
    process.chdir(home);
    rmSync(around, { recursive: true });
  });
  return { inside, outside };
}

describe("a report", () => {
  const reportOn = (path: string): string => JSON.stringify({ ...report, spec: { ...report.spec, path } });
  /** Whether lines of the document are quoted beside the findings. */
  const showsLines = (page: string): boolean => page.includes('<pre class="excerpt"');

  test("shows the lines of a document elsewhere in the project", async () => {
    const { inside } = project();
    writeFileSync(join(inside, "shop.json"), readFileSync(spec));
    writeFileSync("report.json", reportOn("../../shop.json"));
    expect(await printed(runReport, "report.json")).toMatchObject({ code: 0, err: "" });
    expect(showsLines(readFileSync("report.html", "utf8"))).toBe(true);
  });

  test.each(["/etc/passwd", "/proc/self/environ", "/dev/stdin", "/dev/zero", "../../../outside/shop.json", "link.json"])(
    "does not open %s as its document",
    async (path) => {
      const { outside } = project();
      writeFileSync(join(outside, "shop.json"), readFileSync(spec));
      symlinkSync(join(outside, "shop.json"), "link.json");
      mkdirSync("reports");
      writeFileSync("reports/report.json", reportOn(path));
      const { code, err } = await printed(runReport, "reports/report.json");
      expect({ code, err }).toEqual({
        code: 0,
        err: `The document of the report is outside this project: "${path}". Its lines are not shown. Name the document with --spec.\n`,
      });
      expect(showsLines(readFileSync("reports/report.html", "utf8"))).toBe(false);
    },
  );

  test("writes no page through a link", async () => {
    const { outside } = project();
    mkdirSync("reports");
    for (const name of ["one", "two"]) writeFileSync(`reports/${name}.json`, reportOn("nowhere.json"));
    writeFileSync(join(outside, "precious"), "precious");
    symlinkSync(join(outside, "precious"), "reports/two.html");
    const { code, err } = await printed(runReport, "reports");
    expect([code, err]).toEqual([2, expect.stringContaining("is outside ")]);
    expect(readFileSync(join(outside, "precious"), "utf8")).toBe("precious");
  });

  test("reads no report through a link to outside", async () => {
    const { outside } = project();
    mkdirSync("reports");
    writeFileSync(join(outside, "report.json"), reportOn("nowhere.json"));
    symlinkSync(join(outside, "report.json"), "reports/report.json");
    expect(await printed(runReport, "reports")).toMatchObject({ code: 2, err: expect.stringContaining("No JSON report") as string });
  });

  test.each<[string, (value: Report) => unknown, string]>([
    ["no object", () => null, "it must be object"],
    ["findings that are none", (value) => ({ ...value, findings: [null] }), '"/findings/0" must be object'],
    [
      "operations without coverage",
      (value) => ({ ...value, operations: [{ operation: "GET /", interactions: 0, statuses: [] }] }),
      '"/operations/0" must have the property "coverage"',
    ],
    ["a summary without counts", (value) => ({ ...value, summary: null }), '"/summary" must be object'],
    [
      "a message that is a number",
      (value) => ({ ...value, findings: [{ ...value.findings[0], message: 1 }] }),
      '"/findings/0/message" must be string',
    ],
  ])("with %s is rejected with its location", async (_what, spoil, says) => {
    project();
    writeFileSync("report.json", JSON.stringify(spoil(report), undefined, 2));
    const { code, err } = await printed(runReport, "report.json");
    expect([code, err]).toEqual([2, expect.stringMatching(/^report\.json:\d+:\d+ error input-invalid\n/)]);
    expect(err).toContain(says);
  });

  test("of any JSON is written or rejected", async () => {
    project();
    const paths = pathsOf(report);
    await fc.assert(
      fc.asyncProperty(fc.nat(paths.length - 1), fc.jsonValue(), async (index, value) => {
        writeFileSync("report.json", JSON.stringify(replaced(report, paths[index] ?? [], value)));
        expect([0, 2]).toContain((await printed(runReport, "report.json", "--spec", spec)).code);
      }),
      { numRuns: 150 },
    );
  });
});

describe("a recording", () => {
  const recording: Recording = {
    format: 1,
    source: "live",
    recordedOn: "2026-11-30",
    document: { title: "t", version: "1", sha256: "" },
    tool: "t",
    interactions: [
      {
        request: { method: "GET", url: "https://shop.example/x", headers: [] },
        response: { status: 200, headers: [["content-type", "image/png"]], body: { kind: "binary", bytes: new Uint8Array([0, 255]) } },
        origin: "x",
      },
    ],
  };

  test("reads back with its bodies, in a folder that is a link", async () => {
    project();
    mkdirSync("real");
    symlinkSync("real", "recordings");
    await writeRecording("recordings/list", recording, "recordings");
    const { recordings, problems } = await readRecordings("recordings");
    expect([recordings.map(({ path }) => path), problems]).toEqual([["recordings/list/recording.json"], []]);
  });

  test("reads no body through a link to outside", async () => {
    const { outside } = project();
    await writeRecording("recordings/list", recording);
    const [name = ""] = readdirSync("recordings/list/bodies");
    writeFileSync(join(outside, name), readFileSync(join("recordings/list/bodies", name)));
    rmSync(join("recordings/list/bodies", name));
    symlinkSync(join(outside, name), join("recordings/list/bodies", name));
    const { recordings, problems } = await readRecordings("recordings");
    expect([recordings, problems.map(({ message }) => message)]).toEqual([[], [expect.stringContaining("names a body outside its folder")]]);
  });

  test.skipIf(isWindows).each(["/dev/zero", "/proc/self/environ", "../../../../etc/passwd"])(`names no body %s${posixNote}`, async (body) => {
    project();
    await writeRecording("recordings/list", recording);
    const file = join("recordings/list", recordingFile);
    writeFileSync(file, readFileSync(file, "utf8").replace(/bodies\/\w+\.bin/, body));
    const { problems } = await readRecordings("recordings");
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("names a body outside its folder")]);
  });

  test("is not a link to outside", async () => {
    const { outside } = project();
    await writeRecording(join(outside, "list"), recording);
    mkdirSync("recordings/list", { recursive: true });
    symlinkSync(join(outside, "list", recordingFile), join("recordings/list", recordingFile));
    const { problems } = await readRecordings("recordings");
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("is a link to a file outside the folder")]);
  });

  test.each(["recordings/list", "recordings/list/bodies", `recordings/list/${recordingFile}`])(
    "is not written through a link at %s",
    async (link) => {
      const { outside } = project();
      mkdirSync(join(link, ".."), { recursive: true });
      const name = `${"0".repeat(64)}.bin`;
      writeFileSync(join(outside, name), "precious");
      symlinkSync(link.endsWith(".json") ? join(outside, name) : outside, link);
      await expect(writeRecording("recordings/list", recording, "recordings")).rejects.toThrow(/is outside/);
      expect([readdirSync(outside), readFileSync(join(outside, name), "utf8")]).toEqual([[name], "precious"]);
    },
  );
});

describe("params.yaml", () => {
  const read = async (file: string): Promise<unknown> => {
    const { model } = await openModel(spec);
    if (model === undefined) throw new Error("The document cannot be read.");
    writeFileSync("params.yaml", `operations: { "${model.operations[0]?.key ?? ""}": { body: !file ${file} } }\n`);
    return readParams("params.yaml", model).then(
      ({ operations }) => [...operations.values()].map(({ body }) => body instanceof File && body.name),
      (error: UsageError) => error.says,
    );
  };

  test("sends files of the project", async () => {
    const { inside } = project();
    writeFileSync(join(inside, "photo.png"), "photo");
    expect(await read("../../photo.png")).toEqual(["photo.png"]);
  });

  test.skipIf(isWindows).each(["/etc/passwd", "/proc/self/environ", "/dev/zero", "../../../outside/secret", "link"])(
    `does not send %s${posixNote}`,
    async (file) => {
      const { outside } = project();
      writeFileSync(join(outside, "secret"), "secret");
      symlinkSync(join(outside, "secret"), "link");
      expect(await read(file)).toBe(`The file "${file}" is outside the project. Only files of the project are sent.`);
    },
  );
});

type Path = readonly (string | number)[];

/** The paths of all values in a value. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...path, Array.isArray(value) ? Number(key) : key]))];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value)) return value.map((each: unknown, index) => (index === key ? replaced(each, rest, by) : each));
  const members = value as Readonly<Record<string, unknown>>;
  return { ...members, [key]: replaced(members[key], rest, by) };
}
