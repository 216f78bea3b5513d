import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { load } from "js-yaml";
import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { missingShared, sharedFolder, sharedNote } from "../shared.js";
import { modelOf } from "./documents.js";
import { moreRewrites } from "./more-rewrites.js";
import { rewrites } from "./rewrites.js";

/** Documents of up to 0.5 MB; `TALLYSTICK_ALL=1` takes every one. Reading is by js-yaml, which knows no positions: none are needed here. */
const limit = process.env["TALLYSTICK_ALL"] === "1" ? Infinity : 500_000;
const folder = join(sharedFolder, "corpus");
const documents = missingShared
  ? []
  : readdirSync(folder).filter(
      (name) => name.endsWith(".gz") && name !== "docker.yaml.gz" && gunzipSync(readFileSync(join(folder, name))).length <= limit,
    );

test.skipIf(missingShared)(`there are documents to rewrite${sharedNote}`, () => {
  expect(documents.length).toBeGreaterThan(5);
});

test.each(documents.flatMap((name) => [...rewrites, ...moreRewrites].map((rewrite) => [name, rewrite.name, rewrite] as const)))(
  "%s with %s has no change on the wire",
  async (name, _title, rewrite) => {
    const document = load(gunzipSync(readFileSync(join(folder, name))).toString("utf8")) as Record<string, unknown>;
    const { changes } = diff(await modelOf(document), await modelOf(rewrite.apply(document)));
    expect(
      changes
        .filter((change) => change.surface === "wire")
        .map((change) => `${change.code} ${change.pointer.old} → ${change.pointer.new}: ${change.message}`),
    ).toEqual([]);
  },
);
