import { expect, test } from "vitest";
import { neverObserved } from "../../src/coverage/never-observed.js";
import { Observer } from "../../src/observe/observe.js";
import type { Interaction } from "../../src/traffic/interaction.js";
import { openHarbour } from "../../bench/detection/judge.js";
import { untouched } from "../../bench/detection/traffic.js";
import { recordedResponse, open, thingsApi } from "../observe/open.js";

async function missing(interactions: readonly Interaction[], from?: unknown): Promise<string[]> {
  const { model, compiled } = from === undefined ? await openHarbour() : await open(from);
  const observer = new Observer(model, compiled, { urls: interactions.map((one) => one.request.url) });
  for (const one of interactions) observer.observe(one);
  return neverObserved(model, observer.observations, model.operations).missing.map((one) =>
    [one.operation, one.status ?? "", one.mediaType ?? "", one.path, one.keyword, one.message].join(" | "),
  );
}

test("lists nothing for complete traffic", async () => {
  expect(await missing(untouched)).toEqual([]);
});

test("lists each part that is removed from the traffic", async () => {
  const without = (pattern: RegExp, replacement: string): Interaction[] =>
    untouched.map((one) =>
      one.response?.body?.kind === "text"
        ? { ...one, response: { ...one.response, body: { kind: "text", text: one.response.body.text.replaceAll(pattern, replacement) } } }
        : one,
    );
  const only = async (interactions: readonly Interaction[]): Promise<string[]> =>
    (await missing(interactions)).map((line) => line.split(" | ").slice(3).join(" | "));
  expect(await only(without(/"kind":"low"/g, '"kind":"high"'))).toEqual(['/*/kind | enum | The value "low" of "/*/kind" was never observed.']);
  expect(await only(without(/,"reefer":true/g, ""))).toEqual(
    Array.from(
      { length: 2 },
      (_, index) => `${index === 0 ? "/data/*" : ""}/cargo/*/reefer | properties | The optional property "reefer" was never observed.`,
    ),
  );
  expect((await only(without(/,\{"kind":"Vehicle"[^}]*\}|\{"kind":"Vehicle"[^}]*\},/g, ""))).filter((line) => line.includes("| oneOf |"))).toEqual([
    '/data/*/cargo/* | oneOf | The branch Vehicle of "/data/*/cargo/*" was never observed.',
    '/cargo/* | oneOf | The branch Vehicle of "/cargo/*" was never observed.',
  ]);
  expect(await only(untouched.filter((one) => one.response?.status !== 204))).toEqual([" | status | Status 204 was never observed."]);
  expect(await only(untouched.filter((one) => !one.response?.headers.some(([, value]) => value.startsWith("text/csv"))))).toEqual([
    " | mediaType | A body of type text/csv was never observed.",
  ]);
});

test("lists only the operation if it was never called", async () => {
  const lines = await missing(untouched.filter((one) => !one.request.url.includes("/tides")));
  expect(lines).toEqual(["GET /tides |  |  |  | operation | This operation was never called."]);
});

test("lists a branch inside a recursive schema once", async () => {
  const node = {
    type: "object",
    properties: { next: { anyOf: [{ $ref: "#/components/schemas/Node" }, { type: "null" }] }, end: { type: "boolean" } },
  };
  const lines = await missing([recordedResponse({ next: { next: null } })], thingsApi({ $ref: "#/components/schemas/Node" }, { Node: node }));
  expect(lines).toEqual(['GET /things | 200 | application/json | /end | properties | The optional property "end" was never observed.']);
});

test("does not list null as a branch", async () => {
  const schemas = { A: { type: "object", properties: { n: { type: "integer" } } } };
  const nullable = { anyOf: [{ $ref: "#/components/schemas/A" }, { type: "null" }] };
  expect(await missing([recordedResponse({ n: 1 })], thingsApi(nullable, schemas))).toEqual([]);
  expect(await missing([recordedResponse(null)], thingsApi(nullable, schemas))).toEqual([]);
});
