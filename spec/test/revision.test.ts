import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { openModel } from "tallystick";
import { expect, test } from "vitest";
import { runDiff } from "../../generator/src/diff/run-diff.js";
import { documentPath, isNode, pointer } from "./document.js";

const revisions = fileURLToPath(new URL("../revisions/", import.meta.url));
const closeReason = "#/components/schemas/Session/properties/closeReason";

const today = await contract([]);
const older = await contract([`${revisions}2026-08-20-close-reason-string.overlay.yaml`]);

test("every revision has a test", async () => {
  expect((await readdir(revisions)).filter((name) => name.endsWith(".yaml"))).toEqual(["2026-08-20-close-reason-string.overlay.yaml"]);
});

test("the revision changes closeReason and its samples only", () => {
  expect(differences(today, older).toSorted()).toEqual([
    "#/components/schemas/Session/examples/1",
    "#/components/schemas/Session/examples/2",
    `${closeReason}/description`,
    `${closeReason}/examples`,
    `${closeReason}/type`,
    `${closeReason}/x-provenance/source`,
  ]);
});

test("closeReason is a string in the revision", () => {
  expect(at(older, closeReason)).toMatchObject({ type: "string", description: "Reason for session closure." });
});

test("both documents are valid", async () => {
  const problems = await Promise.all(
    [[], [`${revisions}2026-08-20-close-reason-string.overlay.yaml`]].map((overlays) => openModel(documentPath, { overlays })),
  );
  expect(problems.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
});

test("published samples match today's document, not the revision", () => {
  const samples = at(today, "#/components/schemas/Session/examples") as readonly unknown[];
  const verdicts = (document: unknown): boolean[] => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    const validate = ajv
      .addSchema(document as object, "https://document.test/")
      .compile({ $ref: "https://document.test/#/components/schemas/Session" });
    return samples.map((sample) => validate(sample));
  };
  expect(samples.map((sample) => isNode(sample) && sample["closeReason"])).toEqual([undefined, 2, 1]);
  expect(verdicts(today)).toEqual([true, true, true]);
  expect(verdicts(older)).toEqual([true, false, false]);
});

test("diff reports one break for readers: closeReason as a number", async () => {
  const { exitCode, report } = await runDiff(`${revisions}2026-08-20-close-reason-string.overlay.yaml`, documentPath, { today: "2026-11-25" });
  const breaking = (report?.changes ?? []).filter(({ level, surface }) => level === "breaking" && surface === "wire");
  expect(exitCode).toBe(1);
  expect(breaking).toMatchObject([
    {
      code: "type-widened",
      side: "response",
      pointer: { old: `${closeReason}/type`, new: `${closeReason}/type` },
      witness: { acceptedBy: "new", refusedBy: "old", because: { instancePath: "/closeReason" }, value: { closeReason: 2 } },
    },
  ]);
  expect((report?.changes ?? []).filter(({ level }) => level === "warning" || level === "safe")).toEqual([]);
});

async function contract(overlays: readonly string[]): Promise<unknown> {
  const { document, diagnostics } = await openModel(documentPath, { overlays });
  if (document === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return document.root.value;
}

/** Pointers of everything that is not the same in both. */
function differences(one: unknown, other: unknown, steps: readonly (string | number)[] = []): string[] {
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null || Array.isArray(one) !== Array.isArray(other))
    return one === other ? [] : [pointer(...steps)];
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>];
  const names = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...names].flatMap((name) => differences(left[name], right[name], [...steps, name]));
}

function at(document: unknown, place: string): unknown {
  let node = document;
  for (const step of place.slice(2).split("/")) node = (node as Record<string, unknown>)[step];
  return node;
}
