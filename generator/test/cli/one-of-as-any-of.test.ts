import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

/** Either may be there, and by the letter neither: each branch takes what the other one describes. */
const Target = { oneOf: ["url", "expression"].map((name) => ({ type: "object", properties: { [name]: { type: "string" } } })) };

function project(config?: object): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(openapi({ paths: {}, components: { schemas: { Target } } })));
  if (config !== undefined) writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify(config));
  return folder;
}

/** Whether the validator in `folder` accepts what the document describes. */
async function accepts(folder: string): Promise<readonly boolean[]> {
  const { isTarget } = (await import(/* @vite-ignore */ pathToFileURL(join(folder, "out/validators/target.js")).href)) as {
    isTarget(value: unknown): boolean;
  };
  return [{ url: "/a" }, { expression: "b" }, { url: 7, expression: 7 }].map(isTarget);
}

const requested = ["generate", "--spec", "openapi.json", "--out", "out", "--only", "validators"];

test("rejects overlapping oneOf branches unless oneOf is read as anyOf", async () => {
  const folder = project();
  const strict = await tallystick(folder, requested);
  expect(strict.stderr).toContain("overlapping-branch");
  expect(strict.stderr).toContain("run with --one-of-as-any-of");
  expect(await accepts(folder)).toEqual([false, false, false]);

  const other = project();
  const { code, stderr } = await tallystick(other, [...requested, "--one-of-as-any-of"]);
  expect([code, stderr]).toEqual([0, expect.not.stringContaining("warning")]);
  expect(await accepts(other)).toEqual([true, true, false]);
  // What another run has found out is only good for the same question.
  expect((await tallystick(other, [...requested, "--check"])).code).toBe(1);
  expect((await tallystick(other, [...requested, "--check", "--one-of-as-any-of"])).code).toBe(0);
});

test("the configuration has the option for generate and its check", async () => {
  const folder = project({ spec: "openapi.json", out: "out", only: ["validators"], oneOfAsAnyOf: true });
  expect((await tallystick(folder, ["generate"])).code).toBe(0);
  expect(await accepts(folder)).toEqual([true, true, false]);
  expect((await tallystick(folder, ["generate", "--check", "--no-cache"])).code).toBe(0);
  const wrong = await tallystick(project({ spec: "openapi.json", out: "out", oneOfAsAnyOf: "yes" }), ["generate"]);
  expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("oneOfAsAnyOf must be true or false")]);
});
