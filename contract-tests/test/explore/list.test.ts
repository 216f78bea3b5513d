import { expect, test } from "vitest";
import { listAll } from "../../src/explore/laws/list.js";
import { resourcesOf } from "../../src/explore/resources.js";
import type { Trial } from "../../src/explore/trial.js";
import { open } from "../observe/open.js";

const limit = { name: "limit", in: "query", schema: { type: "integer", maximum: 2 } };
const responses = { 200: { description: "ok" } };
const things = Array.from({ length: 3 }, (_, id) => ({ id }));
const page = (from: number): readonly object[] => things.slice(from, from + 2);

/** The first page of a list whose only parameter of pages is `limit`; the second one has the query `after=1`. */
test.each<readonly [first: object, headers: Readonly<Record<string, string>>, isComplete: boolean, items: number]>([
  [page(0), {}, false, 2],
  [page(2), {}, true, 1],
  [{ things: page(0), total: 3 }, {}, false, 2],
  [{ things: page(0), total: 2 }, {}, true, 2],
  [{ things: page(0), has_more: true }, {}, false, 2],
  [{ things: page(2), has_more: true }, {}, false, 1],
  [{ things: page(0), has_more: false }, {}, true, 2],
  [{ things: page(0), next: null }, {}, true, 2],
  [{ things: page(0), next: "MQ==" }, {}, false, 2],
  [{ things: page(0), next: "/things?after=1" }, {}, true, 3],
  [page(0), { link: '</things?after=1>; rel="next"' }, true, 3],
  [page(0), { link: '</things>; rel="first"' }, true, 2],
])("a full page is the last one only if it shows so: %j %j", async (first, headers, isComplete, items) => {
  const item = { get: { parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }], responses } };
  const { model } = await open({
    openapi: "3.1.0",
    info: { title: "t", version: "1" },
    paths: { "/things": { get: { parameters: [limit], responses } }, "/things/{id}": item },
  });
  const send = (_: unknown, { query }: { readonly query: Readonly<Record<string, unknown>> }) => {
    const isFirst = query["after"] === undefined;
    const json = isFirst ? first : Array.isArray(first) ? page(2) : { things: page(2) };
    return Promise.resolve({ ok: true, json, header: (name: string) => (isFirst ? headers[name] : undefined) });
  };
  const [resource] = resourcesOf(model);
  if (resource === undefined) throw new Error("no resource");
  const listed = await listAll({ pathFor: () => ({}), send } as unknown as Trial, resource, undefined);
  expect([listed?.isComplete, listed?.all.length]).toEqual([isComplete, items]);
});
