import { load } from "js-yaml";
import { expect, test } from "vitest";
import { diff } from "../../../src/diff/diff.js";
import { corpusText, corpusUpTo } from "../../corpus.js";
import { corpusNote, isTaken, missingCorpus } from "../../shared.js";
import { isNode, type Node } from "../document-node.js";
import { modelOf } from "../documents.js";
import { moreOperationEdits } from "./more-operation-edits.js";
import { operationEdits } from "./operation-edits.js";

/**
 * Documents of up to 0.5 MB, and a share of the edits for each; `TALLYSTICK_ALL=1` takes every one of both. `TALLYSTICK_EDITS` operations are tried for
 * each edit.
 */
const isAll = process.env["TALLYSTICK_ALL"] === "1";
const limit = isAll ? Infinity : 500_000;
const count = Number(process.env["TALLYSTICK_EDITS"] ?? 1);
const documents = corpusUpTo(limit).filter((name) => name !== "docker.yaml");
const edits = [...operationEdits, ...moreOperationEdits];
const methods = new Set(["get", "put", "post", "delete", "patch"]);

test.skipIf(missingCorpus)(`finds documents to edit${corpusNote}`, () => {
  expect(documents.length).toBeGreaterThan(3);
});

test.skipIf(missingCorpus).each(documents)(
  `%s: reports an edit of an operation for that operation only${corpusNote}`,
  { timeout: 3_600_000 },
  async (name) => {
    const original = load(corpusText(name)) as Node;
    if (original["swagger"] !== undefined) return expect(original["openapi"]).toBeUndefined();
    if (operationsOf(original).length === 0) return expect(original["webhooks"]).toBeDefined();
    const old = await modelOf(original);
    const mistakes: string[] = [];
    let done = 0;
    for (const [index, edit] of edits.entries()) {
      if (!isAll && !isTaken(documents.indexOf(name) + index, 3)) continue;
      const operations = operationsOf(original);
      // Another part of the document for each edit.
      const start = Math.floor((operations.length * index) / edits.length);
      const inTurn = [...operations.slice(start), ...operations.slice(0, start)];
      let left = count;
      for (const [path, method] of inTurn.slice(0, 40)) {
        if (left === 0) break;
        const document = structuredClone(original);
        const item = (document["paths"] as Node)[path] as Node;
        if (!edit.apply({ document, path, method, operation: item[method] as Node })) continue;
        left -= 1;
        done += 1;
        const { changes } = diff(old, await modelOf(document));
        const key = `${method.toUpperCase()} ${path}`;
        const wire = changes.filter((change) => change.surface === "wire");
        const breaks = wire.filter(
          ({ level, operations: reached }) =>
            level === "breaking" &&
            (reached.includes(key) || edit.name.startsWith("the path") || (edit.name.startsWith("a callback") && reached.some(isCallback))),
        );
        const others = wire.filter(({ operations: reached }) =>
          reached.some((other) => other !== key && !isCallback(other) && !other.split(" ")[1]?.startsWith(path)),
        );
        if (edit.wire === "breaking" && breaks.length === 0)
          mistakes.push(`missed: ${edit.name}, ${key}: ${wire.map(({ code }) => code).join(", ")}`);
        if (edit.wire === "not" && breaks.length > 0) mistakes.push(`false alarm: ${edit.name}, ${key}: ${breaks[0]?.code}: ${breaks[0]?.message}`);
        if (others.length > 0) mistakes.push(`elsewhere: ${edit.name}, ${key}: ${others[0]?.code} in ${others[0]?.operations.join(", ")}`);
      }
    }
    expect(mistakes).toEqual([]);
    expect(done).toBeGreaterThan(0);
  },
);

function operationsOf(document: Node): readonly (readonly [path: string, method: string])[] {
  return Object.entries((document["paths"] ?? {}) as Node).flatMap(([path, item]) =>
    isNode(item) ? Object.keys(item).flatMap((method) => (methods.has(method) ? [[path, method] as const] : [])) : [],
  );
}

/** A callback has a key of its own, which names the operation that it belongs to. */
function isCallback(key: string): boolean {
  return key.split(" ")[1]?.startsWith("callback:") ?? false;
}
