import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runDiff } from "../../src/diff/run-diff.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-overlay-"));
  const schema = "type: object, properties: { reason: { type: [integer, string] } }";
  await write(
    "today.yaml",
    `openapi: 3.1.1
info: { title: Sessions, version: "2" }
paths:
  /sessions:
    get:
      operationId: listSessions
      responses: { "200": { description: Sessions., content: { application/json: { schema: { ${schema} } } } } }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

const reason = "$.paths['/sessions'].get.responses['200'].content['application/json'].schema.properties.reason";
const overlay = (rest: string): string => `overlay: 1.0.0
info: { title: Before, version: "1" }
${rest}actions:
  - { target: "${reason}.type", remove: true }
  - { target: "${reason}", update: { type: string } }
`;

test("compares the document with the overlay applied", async () => {
  await write("before.overlay.yaml", overlay("extends: ./today.yaml\n"));
  const { exitCode, report } = await run("before.overlay.yaml", "today.yaml");
  expect(exitCode).toBe(1);
  expect(report?.changes.map(({ level, code, surface }) => `${level} ${code} ${surface}`)).toEqual([
    "breaking type-widened wire",
    "breaking type-widened types",
  ]);
  expect(report?.changes[0]?.witness?.value).toHaveProperty("reason", expect.any(Number));
});

test("reports nothing breaking for readers in reverse", async () => {
  await write("before.overlay.yaml", overlay("extends: ./today.yaml\n"));
  expect((await run("today.yaml", "before.overlay.yaml")).exitCode).toBe(0);
});

test("rejects an overlay without extends", async () => {
  await write("lost.overlay.yaml", overlay(""));
  const { exitCode, diagnostics } = await run("lost.overlay.yaml", "today.yaml");
  expect({ exitCode, codes: diagnostics.map(({ code }) => code) }).toEqual({ exitCode: 2, codes: ["not-openapi"] });
});

test("reads a document that only mentions an overlay unchanged", async () => {
  await write(
    "mention.yaml",
    `openapi: 3.1.1\ninfo: { title: T, version: "1", description: "overlay: 1.0.0" }\npaths: {}\ncomponents: { schemas: { Zone: { type: string } } }\n`,
  );
  expect((await run("mention.yaml", "mention.yaml")).exitCode).toBe(0);
});

test("resolves extends in the project and allowed folders", async () => {
  for (const each of ["project/overlays", "project/.git", "project/spec", "other"]) await mkdir(join(folder, each), { recursive: true });
  await copyFile(join(folder, "today.yaml"), join(folder, "project/spec/today.yaml"));
  await copyFile(join(folder, "today.yaml"), join(folder, "other/today.yaml"));
  await write("project/overlays/before.yaml", overlay("extends: ../spec/today.yaml\n"));
  expect((await run("project/overlays/before.yaml", "today.yaml")).exitCode).toBe(1);
  await write("project/overlays/before.yaml", overlay("extends: ../../other/today.yaml\n"));
  expect((await run("project/overlays/before.yaml", "today.yaml")).exitCode).toBe(2);
  expect((await run("project/overlays/before.yaml", "today.yaml", [join(folder, "other")])).exitCode).toBe(1);
});

test.each(["/etc/passwd", "/proc/self/environ", "/dev/stdin", "/dev/zero", "../../../../../../../../etc/passwd", "link"])(
  "an overlay does not extend %s",
  async (name) => {
    await rm(join(folder, "link"), { force: true });
    await symlink("/etc/passwd", join(folder, "link"));
    await write("hostile.overlay.yaml", overlay(`extends: ${name}\n`));
    const { exitCode, output, problems, diagnostics } = await run("hostile.overlay.yaml", "today.yaml");
    expect({ exitCode, output, problems, diagnostics }).toMatchObject({
      exitCode: 2,
      output: "",
      problems: [{ code: "input-unreadable", problem: expect.stringContaining("outside the project of the overlay") as string }],
      diagnostics: [],
    });
  },
);

function run(old: string, next: string, allowOutside: readonly string[] = []): ReturnType<typeof runDiff> {
  return runDiff(join(folder, old), join(folder, next), { today: "2026-11-25", allowOutside });
}

async function write(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}
