import { Worker } from "node:worker_threads";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { counts, Row } from "../../src/emit/row.js";

test("two who take from the two ends take each task once, in whatever order they come", () => {
  fc.assert(
    fc.property(fc.nat(40), fc.array(fc.boolean(), { maxLength: 100 }), (length, fromFront) => {
      const row = new Row();
      const other = new Row(row.memory);
      const front: number[] = [];
      const behind: number[] = [];
      for (const isFront of [...fromFront, ...Array.from({ length: length + 1 }, () => true)]) {
        const next = other.next(length);
        const index = isFront ? row.first(length) : other.last(length);
        if (!isFront) expect(index).toBe(next);
        if (index !== undefined) (isFront ? front : behind).push(index);
      }
      expect([...front, ...behind.toReversed()]).toEqual(Array.from({ length }, (_, index) => index));
      expect(row.isDivided).toBe(behind.length > 0);
    }),
  );
});

test("two threads that take at the same time leave none out and take none twice", async () => {
  const length = 20_000;
  const { memory } = new Row();
  const from = (end: "first" | "last"): Promise<number[]> =>
    new Promise((resolve, reject) => {
      const source = `
        const { parentPort, workerData } = require("node:worker_threads");
        const back = 1n << 32n;
        ${counts.toString()}
        ${Row.toString()}
        const row = new Row(workerData);
        const taken = [];
        for (let index = row.${end}(${length}); index !== undefined; index = row.${end}(${length})) taken.push(index);
        parentPort.postMessage(taken);`;
      const worker = new Worker(source, { eval: true, workerData: memory });
      worker.on("message", resolve).on("error", reject);
    });
  const [front, behind] = await Promise.all([from("first"), from("last")]);
  expect([...front, ...behind.toReversed()]).toEqual(Array.from({ length }, (_, index) => index));
});
