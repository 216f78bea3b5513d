import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { compile, compileModel, openModel } from "tallystick";
import { tokens, type Json } from "tallystick/model";
import { corpusFolder, corpusNote, missingCorpus } from "../shared.js";

const documents = ["train-travel.json", "petstore-expanded.yaml", "adyen-checkout.json"];

test.skipIf(missingCorpus).each(documents)(`each issue of %s has the location of its keyword${corpusNote}`, async (name) => {
  const folder = await mkdtemp(join(tmpdir(), "tallystick-test-"));
  const path = join(folder, name);
  await writeFile(path, gunzipSync(await readFile(join(corpusFolder, `${name}.gz`))));
  const { model, document } = await openModel(path, { validate: false });
  await rm(folder, { recursive: true });
  if (model === undefined || document === undefined) throw new Error(`${name} could not be read`);
  const validators = await compileModel(model);
  let issuesSeen = 0;
  for (const [id] of model.schemas) {
    const values: unknown[] = [{}, [], "x", 5, null, { id: {}, amount: "a", items: [{}], data: [1] }];
    for (const value of values) {
      for (const issue of validators.schema(id)?.check(value) ?? []) {
        issuesSeen++;
        expect(valueAt(document.root.value, issue.schemaPath), issue.schemaPath).not.toBeUndefined();
        expect(valueAt(value, `#${issue.instancePath}`) !== undefined || issue.instancePath === "", issue.instancePath).toBe(true);
      }
    }
  }
  expect(issuesSeen).toBeGreaterThan(10);
});

function valueAt(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of tokens(pointer)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}

test("names draft 4 keywords, also behind recursive references", async () => {
  const closed: Json = { type: "array", items: [{ type: "number" }], additionalItems: false };
  const validate = await compile({ type: "array", items: [{ $ref: "#" }], additionalItems: closed }, { dialect: "draft-04" });
  const { issues } = validate([[[], ["x", 2]], ["y"]]);
  expect(issues.map(({ instancePath, schemaPath }) => [instancePath, schemaPath])).toEqual([
    ["/0/1/0", "#/additionalItems/items/0/type"],
    ["/0/1", "#/additionalItems/additionalItems"],
    ["/1/0", "#/additionalItems/items/0/type"],
  ]);
});
