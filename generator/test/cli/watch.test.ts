import { spawn } from "node:child_process";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystick } from "./run.js";

const bin = fileURLToPath(new URL("../../bin/tallystick.js", import.meta.url));

const item = { get: { operationId: "listPets", responses: { "204": { description: "none" } } } };
const document = (path: unknown): string => JSON.stringify(openapi({ paths: { "/pets": path } }));

interface Watched {
  readonly folder: string;
  /** Waits until these words are said, and forgets what was said up to there. */
  hears(words: string): Promise<string>;
  output(): string;
}

/** A project with this document, and whatever else, that is being watched. */
async function watched(text: string, config: object | undefined, act: (project: Watched) => Promise<void>): Promise<void> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), text);
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  const options = config === undefined ? ["--spec", "openapi.json", "--out", "api"] : [];
  const child = spawn(process.execPath, [bin, "generate", ...options, "--watch"], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (more: string) => (said += more));
  const hears = async (words: string): Promise<string> => {
    await expect.poll(() => said, { timeout: 60_000, interval: 50 }).toContain(words);
    const heard = said;
    said = "";
    return heard;
  };
  try {
    await act({ folder, hears, output: () => readFileSync(join(folder, "api", "types.d.ts"), "utf8") });
  } finally {
    child.kill("SIGTERM");
  }
}

test("--watch regenerates after a change and survives a broken save", { timeout: 120_000 }, async () => {
  await watched(document(item), undefined, async ({ folder, hears, output }) => {
    await hears("Watching 1 file.");
    writeFileSync(join(folder, "openapi.json"), "{ broken");
    await hears("not changed; waiting for the next change");
    expect(output()).toContain("listPets");
    writeFileSync(join(folder, "openapi.json"), document(item).replaceAll("listPets", "everyPet"));
    await hears("changed in");
    expect(output()).toContain("everyPet");
  });
});

test("--watch reports an edit, then only its warnings", { timeout: 120_000 }, async () => {
  await watched(document(item), undefined, async ({ folder, hears, output }) => {
    await hears("Watching 1 file.");
    const Pet = { type: "object", required: ["nmae"], properties: { name: { type: "string", default: 1 } } };
    const edited = openapi({ paths: { "/pets": { ...item, odd: 1 } }, components: { schemas: { Pet } } });
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(edited));
    const heard = await hears(" warnings");
    expect(output()).toContain("nmae");
    const order = ["changed in", "default-breaks-schema", "openapi-schema", "required-not-described"].map((words) => heard.indexOf(words));
    expect(Math.min(...order)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...order)).toBe(order[0]);
  });
});

test("--watch waits for a referenced file that is missing", { timeout: 120_000 }, async () => {
  await watched(document({ $ref: "pets.json" }), undefined, async ({ folder, hears, output }) => {
    await hears("Watching 2 files.");
    writeFileSync(join(folder, "pets.json"), JSON.stringify(item));
    await hears("changed in");
    expect(output()).toContain("listPets");
    // The usual order of an edit: the name first, then the file.
    writeFileSync(join(folder, "openapi.json"), document({ $ref: "moved.json" }));
    await hears("not changed; waiting for the next change");
    renameSync(join(folder, "pets.json"), join(folder, "moved.json"));
    await hears("changed in");
  });
});

test("--watch keeps an output that would lose more than half", { timeout: 120_000 }, async () => {
  await watched(document(item), undefined, async ({ folder, hears, output }) => {
    await hears("Watching 1 file.");
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ paths: {}, components: { schemas: { Pet: { type: "object" } } } })));
    expect(await hears("not changed; waiting for the next change")).toContain('This run would remove the only operation from "api": GET /pets.');
    expect(output()).toContain("listPets");
    writeFileSync(join(folder, "openapi.json"), document(item).replaceAll("listPets", "everyPet"));
    await hears("changed in");
    expect(output()).toContain("everyPet");
  });
});

test("each run looks for missing files that were allowed", { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  const components = { schemas: { Pet: { type: "object" } } };
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ paths: { "/pets": { $ref: "pets.json" } }, components })));
  const options = ["--spec", "openapi.json", "--out", "api", "--allow-missing"];
  const generate = (): ReturnType<typeof tallystick> => tallystick(folder, ["generate", ...options]);
  expect((await generate()).stderr).toContain("allowed-unresolved-reference");
  expect((await generate()).stderr).toContain("api is up to date (");
  writeFileSync(join(folder, "pets.json"), JSON.stringify(item));
  expect((await generate()).stderr).not.toContain("allowed-unresolved-reference");
  expect(readFileSync(join(folder, "api", "types.d.ts"), "utf8")).toContain("listPets");
});

test("--watch asks for a restart after a configuration change", { timeout: 120_000 }, async () => {
  const config = { spec: "openapi.json", out: "api" };
  await watched(document(item), config, async ({ folder, hears }) => {
    await hears("Watching 1 file.");
    writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify({ ...config, only: ["types"] }));
    expect(await hears("tallystick.config.json")).toContain("tallystick.config.json has changed. Restart the command to apply it.");
  });
});
