import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { enclosing } from "../../src/model/place.js";
import { openModel } from "../../src/open-model.js";
import { runs } from "../effort.js";
import { damagesOf } from "./damage.js";
import { validDocument, type Version } from "./valid-document.js";

let folder = "";
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "tallystick-damage-"))));
afterAll(() => rmSync(folder, { recursive: true }));

async function diagnosticsOf(document: unknown): Promise<readonly Diagnostic[]> {
  const path = join(folder, "openapi.json");
  writeFileSync(path, JSON.stringify(document));
  return (await openModel(path)).diagnostics;
}

const versions: readonly Version[] = ["3.0.3", "3.1.1", "3.2.0"];

describe.each(versions)("documents of %s", (version) => {
  test("reports no warning about a valid document", async () => {
    await fc.assert(
      fc.asyncProperty(validDocument(version), async (document) => {
        const found = (await diagnosticsOf(document)).filter(({ severity }) => severity !== "note");
        expect(found.map(({ code, place, message }) => `${code} ${place?.pointer}: ${message}`)).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  test("reports each damage of one field at the field or its object", async () => {
    await fc.assert(
      fc.asyncProperty(validDocument(version), async (document) => {
        const silent: string[] = [];
        for (const damage of damagesOf(document)) {
          const copy = structuredClone(document);
          damage.apply(copy);
          const found = (await diagnosticsOf(copy)).filter(({ severity }) => severity !== "note");
          const places = new Set(found.map(({ place }) => place?.pointer));
          const [owner = "#"] = enclosing(damage.pointer);
          if (!places.has(damage.pointer) && !places.has(owner)) silent.push(`${damage.what} at ${damage.pointer}: ${[...places].join(" ")}`);
        }
        expect(silent).toEqual([]);
      }),
      { numRuns: runs(2), endOnFailure: true },
    );
  });
});
