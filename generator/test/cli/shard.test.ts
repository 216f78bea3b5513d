import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { isInShard, parseShard } from "../../src/cli/options/shard.js";
import { openapi, temporaryFolder } from "../documents.js";
import { tallystickInOneProcess } from "./run.js";

const tallystick = tallystickInOneProcess();

describe("a shard", () => {
  it("has each name once, and keeps it when another name is added", () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `GET /things/${index}`);
    const counts = Array.from({ length: 8 }, (_, index) => names.filter((name) => isInShard(name, { index: index + 1, count: 8 })).length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1_000);
    expect(Math.min(...counts)).toBeGreaterThan(80);
    // The assignment is part of the interface: another release must not move an operation.
    expect(["GET /pets", "POST /pets", "GET /pets/{id}"].map((name) => [1, 2, 3].find((index) => isInShard(name, { index, count: 3 })))).toEqual(
      expected,
    );
  });

  it.each(["0/8", "9/8", "x", "", "1/", "1/1000000000", "1.5/2", "１/2"])("is not %j", (text) => {
    expect(() => parseShard(text)).toThrow("is not a shard. Give the number of this shard and the number of all shards.");
  });
});

const expected = [1, 3, 1];

describe("generate --shard", () => {
  it("generates each document in one shard", async () => {
    const folder = temporaryFolder();
    const document = openapi({ components: { schemas: { Ant: { type: "object" } } } });
    const names = ["admin", "apple", "fig", "shop"];
    for (const name of names) writeFileSync(join(folder, `${name}.json`), JSON.stringify(document));
    const documents = names.map((name) => ({ spec: `${name}.json`, out: name, only: ["types"] }));
    writeFileSync(join(folder, "tallystick.config.json"), JSON.stringify({ documents }));
    const made = (): string[] => names.filter((name) => existsSync(join(folder, name)));
    expect(await tallystick(folder, ["generate", "--shard", "1/2"])).toMatchObject({ code: 0 });
    const first = made();
    expect((await tallystick(folder, ["generate", "--shard", "2/2"])).code).toBe(0);
    expect(made()).toEqual(names);
    expect(first).toEqual(names.filter((name) => isInShard(`${name}.json`, { index: 1, count: 2 })));
    expect(await tallystick(folder, ["generate", "--shard", "3/2"])).toMatchObject({ code: 2, stderr: expect.stringContaining("is not a shard") });
  });
});
