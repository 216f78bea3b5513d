import fc from "fast-check";
import { expect, test } from "vitest";
import { UsageError } from "tallystick";
import { harbour, openHarbour } from "../../bench/detection/judge.js";
import { parseBaseline } from "../../src/baseline/baseline.js";
import { Observer } from "../../src/observe/observe.js";
import { overlayOf } from "../../src/suggest/overlay.js";
import type { Body, HeaderField, Interaction } from "../../src/traffic/interaction.js";
import { parseParams } from "../../src/verify/requests/params.js";
import { verify } from "../../src/verify/verify.js";

const name = fc.constantFrom("id", "data", "kind", "cargo", "owner", "page", "__proto__", "constructor", "toString", "a/b~c", "");
const value = fc.letrec((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1.5, 1e308, "", "Container", "NO", "2020-01-01"),
    fc.string({ maxLength: 12 }),
    fc.array(tie("json"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(name, tie("json")), { maxLength: 5, selector: ([key]) => key })
      .map((entries) => `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${JSON.stringify(inner) ?? "null"}`).join(",")}}`)
      .map((text) => JSON.parse(text) as unknown),
  ),
})).json;
const body: fc.Arbitrary<Body | undefined> = fc.oneof(
  value.map((one): Body => ({ kind: "text", text: JSON.stringify(one) ?? "" })),
  fc.string().map((text): Body => ({ kind: "text", text })),
  fc.uint8Array({ maxLength: 20 }).map((bytes): Body => ({ kind: "binary", bytes })),
  fc.constant(undefined),
);
const type = fc.constantFrom(
  "application/json",
  "application/problem+json; charset=utf-16",
  "text/csv",
  "text/html",
  'a/b;c="d\\"e',
  ";",
  "",
  "application/json;charset",
);
const path = fc.oneof(
  fc.constantFrom("/v1/ships", "/v1/ships/1", "/v1/ships/%ZZ/voyage", "/v1/berths?page=1&page=2", "/v1/tides?%=%E0", "/"),
  fc.webPath(),
);

const interaction: fc.Arbitrary<Interaction> = fc
  .record({
    path,
    status: fc.constantFrom(100, 200, 204, 302, 400, 404, 418, 503, 599),
    type,
    body,
    total: fc.string({ maxLength: 6 }),
    method: fc.constantFrom("GET", "POST", "OPTIONS", "WEIRD"),
  })
  .map((one): Interaction => {
    const headers: HeaderField[] = [
      ["Content-Type", one.type],
      ["X-Total", one.total],
    ];
    return {
      request: { method: one.method, url: `http://harbour.example${one.path}`, headers },
      response: { status: one.status, headers, ...(one.body === undefined ? {} : { body: one.body }) },
      origin: "fuzz",
    };
  });

test("observing any traffic never throws", async () => {
  const { model, compiled } = await openHarbour();
  fc.assert(
    fc.property(interaction, (one) => {
      const observer = new Observer(model, compiled, { urls: [one.request.url] });
      observer.observe(one);
      for (const { first } of observer.findings.all()) expect(first.message).toMatch(/\S.*\.$/s);
    }),
    { numRuns: 2_000 },
  );
}, 120_000);

test("writes reports and suggestions for any traffic", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(interaction, { maxLength: 8 }), async (interactions) => {
      const report = await verify({ spec: harbour, interactions });
      expect(overlayOf(report)).toContain("overlay: 1.0.0");
    }),
    { numRuns: 15 },
  );
}, 120_000);

test("reads or rejects any hand-written file", async () => {
  const { model } = await openHarbour();
  const text = fc.oneof(
    fc.string(),
    fc.constantFrom("accepted:\n", "defaults:\n", "operations:\n  listShips:\n").chain((head) => fc.string().map((rest) => `${head}  ${rest}`)),
  );
  fc.assert(
    fc.property(text, (one) => {
      for (const read of [() => parseBaseline(one, "b.yaml"), () => parseParams(one, "p.yaml", model)]) {
        try {
          read();
        } catch (error) {
          expect(error).toBeInstanceOf(UsageError);
        }
      }
    }),
    { numRuns: 500 },
  );
});
