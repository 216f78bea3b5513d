import { expect, test } from "vitest";
import { parse } from "yaml";
import { diff } from "../../../src/diff/diff.js";
import type { ApiModel } from "../../../src/model/index.js";
import { corpusText, corpusUpTo } from "../../corpus.js";
import { corpusNote, isTaken, missingCorpus } from "../../shared.js";
import type { Node } from "../document-node.js";
import { documentRewrites, fileRewrites } from "./document-rewrites.js";
import { modelOf, modelOfFiles } from "../documents.js";
import { moreRewrites } from "./more-rewrites.js";
import { rewrites } from "./rewrites.js";
import { modernised } from "./swagger-2.js";

/** Documents of up to 0.5 MB, and a share of the rewrites of each; `TALLYSTICK_ALL=1` takes every one of both. */
const isAll = process.env["TALLYSTICK_ALL"] === "1";
const limit = isAll ? Infinity : 500_000;
const documents = corpusUpTo(limit);

test.skipIf(missingCorpus)(`finds documents to rewrite${corpusNote}`, () => {
  expect(documents.length).toBeGreaterThan(3);
});

const parsed = new Map<string, Node>();

/** Read once for all that is made of it, and frozen: a rewrite that changed it would be compared with itself. */
function read(name: string): Node {
  const known = parsed.get(name);
  if (known !== undefined) return known;
  const text = corpusText(name);
  const document = (name.includes(".json") ? JSON.parse(text) : parse(text, { strict: false, logLevel: "silent", maxAliasCount: -1 })) as Node;
  parsed.set(name, frozen(document));
  return document;
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(Object.freeze(value))) frozen(part as unknown);
  return value;
}

/** Documents of version 2.0 are rewritten in the words of 3.0. */
function readModern(name: string): Node {
  const document = read(name);
  return document["swagger"] === undefined ? document : frozen(modernised(document));
}

let latest: { readonly name: string; readonly document: Node; readonly model: ApiModel } | undefined;

/** A document and its model, for the tests in a row that ask for them. */
async function original(name: string): Promise<{ readonly document: Node; readonly model: ApiModel }> {
  if (latest?.name !== name) {
    const document = readModern(name);
    latest = { name, document, model: await modelOf(document) };
  }
  return latest;
}

function wireChanges(old: ApiModel, next: ApiModel): readonly string[] {
  return diff(old, next)
    .changes.filter((change) => change.surface === "wire")
    .map((change) => `${change.code} ${change.pointer.old} → ${change.pointer.new}: ${change.message}`);
}

const all = [
  ...[...rewrites, ...moreRewrites, ...documentRewrites].map(({ name, apply }) => [name, (document: Node) => modelOf(apply(document))] as const),
  ...fileRewrites.map(({ name, files }) => [name, (document: Node) => modelOfFiles(files(document))] as const),
];

const tried = documents.flatMap((name, document) =>
  all.filter((_, index) => isAll || isTaken(document + index, 6)).map(([title, rewritten]) => [name, title, rewritten] as const),
);

test.skipIf(missingCorpus).each(tried)(`%s with %s has no wire change${corpusNote}`, { timeout: 120_000 }, async (name, _title, rewritten) => {
  const { document, model } = await original(name);
  expect(wireChanges(model, await rewritten(document))).toEqual([]);
});

test.skipIf(missingCorpus).each(documents.filter((name) => missingCorpus || read(name)["swagger"] !== undefined))(
  `%s as 3.0 instead of 2.0 has no wire change${corpusNote}`,
  async (name) => {
    const [old, next] = [await modelOf(read(name)), await modelOf(readModern(name))];
    expect([wireChanges(old, next), wireChanges(next, old)]).toEqual([[], []]);
  },
);
