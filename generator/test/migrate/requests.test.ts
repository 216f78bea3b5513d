import { describe, expect, test } from "vitest";
import { corpus, corpusFile } from "../corpus.js";
import { corpusNote, missingCorpus } from "../shared.js";
import { written } from "../documents.js";
import { pets } from "./pets.js";
import { compareRequests } from "./requests.js";

/** Documents of the corpus that every run tries; `TALLYSTICK_MIGRATE=github.json` or `all` selects others, with that many calls of each. */
const requested = process.env["TALLYSTICK_MIGRATE"];
const most = Number(process.env["TALLYSTICK_MIGRATE_CALLS"] ?? 40);
const names = requested === undefined ? ["petstore-expanded.yaml"] : requested === "all" ? corpus : requested.split(",");

describe("requests before and after", () => {
  test("are the same for each kind of parameter", async () => {
    const { styled, different, ...counts } = await compareRequests(written(pets), 10);
    expect(different).toEqual([]);
    expect(styled.length).toBe(1);
    const left = [expect.stringContaining("GET /pets/{id}/photo"), expect.stringContaining("PUT /pets/{id}/photo")];
    expect(counts).toEqual({ hasOperations: true, calls: 6, changed: 4, same: 3, errors: 0, left });
  }, 120_000);

  test.skipIf(missingCorpus).each(names)(
    `are the same for %s${corpusNote}`,
    async (name) => {
      const compared = await compareRequests(corpusFile(name), most);
      if (requested !== undefined) process.stdout.write(`${name} ${JSON.stringify(compared)}\n`);
      expect(compared.calls > 0).toBe(compared.hasOperations);
      expect(compared.errors).toBe(0);
      expect(compared.different).toEqual([]);
      expect(compared.same + compared.styled.length).toBe(compared.changed);
    },
    600_000,
  );
});
