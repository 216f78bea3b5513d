import { expect, test } from "vitest";
import type { Change } from "../../src/diff/change.js";
import { diff, type Diff } from "../../src/diff/diff.js";
import { ruleByCode } from "../../src/diff/rules/rules.js";
import type { ApiModel } from "../../src/model/api.js";
import { consumersOf, UsageJoin, type Affects } from "../../src/usage/join.js";
import { questions } from "../../src/usage/questions.js";
import type { UsageManifest } from "../../src/usage/manifest.js";
import { modelOf, withSchema } from "../diff/documents.js";
import { furtherRows } from "../diff/rows/further.js";
import { operationRows } from "../diff/rows/operations.js";
import { schemaRows } from "../diff/rows/schemas.js";
import { writingRows } from "../diff/rows/writing.js";
import { field, manifest, parameter, response } from "./manifests.js";

const documents: readonly (readonly [code: string, old: object, next: object])[] = [
  ...schemaRows.map(([code, old, next]) => [code, withSchema(old), withSchema(next)] as const),
  ...[...operationRows, ...furtherRows, ...writingRows].map(([code, , old, next]) => [code, old, next] as const),
];

const joined = (found: Diff, ...manifests: UsageManifest[]): (readonly [Change, Affects | undefined])[] => {
  const join = new UsageJoin(found.context);
  return found.changes.map((change) => {
    const origin = found.origins.get(change);
    if (origin === undefined) throw new Error(`${change.code} has no origin`);
    return [change, join.affects(change, origin, consumersOf(manifests))];
  });
};

/** Calls each operation of a document, and hands all that it sends and reads to code that cannot be followed. */
function escaping(model: ApiModel): UsageManifest {
  const whole = field("", { escapes: [{ place: "src/log.ts:9", reason: "serialized" }] });
  return manifest(
    "escaping",
    model.operations.map(({ method, path, parameters }) => ({
      method,
      path,
      parameters: parameters.flatMap(({ in: where, name }) => (where === "querystring" ? [] : [parameter(where, name, { isOpen: true })])),
      request: [whole],
      responses: [response("*", [whole], { headers: [parameter("header", "*", { isOpen: true })] })],
    })),
  );
}

test("never reports an escaped value as not affected", async () => {
  let breaks = 0;
  for (const [code, old, next] of documents) {
    const [was, is] = [await modelOf(old), await modelOf(next)];
    const found = diff(was, is);
    const elsewhere = manifest("elsewhere", [{ method: "get", path: "/another" }]);
    const lost = manifest("lost", [], { unknown: [{ place: "src/any.ts:2", reason: "any" }] });
    for (const [change, affects] of joined(found, escaping(was), elsewhere, lost)) {
      const isBreak = change.level === "breaking" || change.level === "warning";
      expect(affects === undefined || isBreak || change.code === "enum-value-removed" || change.code === "extensible-value-removed").toBe(true);
      if (!isBreak) continue;
      breaks += 1;
      const reported = `${code}: ${change.code} ${change.side} ${JSON.stringify(affects)}`;
      const names = [...(affects?.consumers ?? []), ...(affects?.unknown ?? [])].map(({ consumer }) => consumer);
      const isCalled = change.operations.length === 0 || change.operations.some((key) => was.operations.some((operation) => operation.key === key));
      if (isCalled) expect(names, reported).toContain("escaping");
      expect(names, reported).toContain("lost");
      if (change.operations.length > 0 && found.context.operations.some(({ new: { kind, key } }) => kind === "path" && key === change.operation))
        expect(names, reported).not.toContain("elsewhere");
    }
  }
  expect(breaks).toBeGreaterThan(150);
});

test("each break of the change rules has a question", () => {
  for (const code of Object.keys(questions)) expect(ruleByCode.has(code), code).toBe(true);
});

const part = (schema: unknown): object => withSchema({ type: "object", properties: { part: schema, other: { type: "string" } } });
const inPart = schemaRows.filter(([code]) => code !== "default-changed" && code !== "words-changed");

/** Codes whose changes name the location of the use. */
const located = new Set<string>();

test.each([...new Set(inPart.map(([code]) => code))])("%s affects readers and senders of the part alone", async (code) => {
  for (const [, old, next] of inPart.filter(([each]) => each === code)) {
    const found = diff(await modelOf(part(old)), await modelOf(part(next)));
    const uses = (consumer: string, path: string): UsageManifest =>
      manifest(consumer, [{ method: "post", path: "/things", request: [field(path)], responses: [response("200", [field(path)])] }]);
    for (const [change, affects] of joined(found, uses("user", "/part"), uses("other", "/other"))) {
      if (affects === undefined) continue;
      const names = [...affects.consumers, ...affects.unknown].map(({ consumer }) => consumer);
      const reported = `${change.code} ${change.side} ${JSON.stringify([old, next])}`;
      expect(names, reported).not.toContain("other");
      const row = questions[change.code];
      const question = typeof row === "string" ? row : change.side === "both" ? undefined : row?.[change.side];
      // A response that is compared with nothing does not care for members, nor for names that it does not read.
      if (question !== "uses-value" || /-property-(?:added|removed)$|became|-only-|^pattern-properties|^additional/.test(change.code)) continue;
      expect(
        affects.consumers.map(({ places }) => places),
        reported,
      ).toContainEqual(["src/part.ts:7"]);
      located.add(change.code);
    }
  }
});

test("names the location of the use for changes of values", () => {
  expect(located.size).toBeGreaterThan(20);
});
