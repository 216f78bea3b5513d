import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.js";
import { compiledJudges } from "../../src/diff/examples/compiled-judges.js";
import { modelOf, withSchema } from "./documents.js";
import { cpuTime } from "../cpu-time.js";

type Schema = Readonly<Record<string, unknown>>;
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
const text = { type: "string" };

/** Schemas that each lead to others, with some properties more. */
function schemas(count: number, leadsTo: (index: number) => readonly number[], more: Schema): Readonly<Record<string, Schema>> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `S${index}`,
      { type: "object", properties: { ...Object.fromEntries(leadsTo(index).map((to, at) => [`p${at}`, ref(`S${to}`)])), ...more } },
    ]),
  );
}

const chain = (index: number): readonly number[] => (index < 2_499 ? [index + 1] : []);
const net = (index: number): readonly number[] => Array.from({ length: 12 }, (_, at) => (index * 7 + at * 13 + 1) % 120);

test.each([
  ["a row of 2,500 references", 2_500, chain, {}],
  ["120 schemas that each refer to twelve", 120, net, {}],
  ["such schemas in a union", 120, net, { oneOf: [ref("S0"), text] }],
])("compares %s within bounded time and stack", async (_, count, leadsTo, union) => {
  const body = Object.keys(union).length === 0 ? ref("S0") : union;
  const [old, next] = await Promise.all([{}, { added: text }].map((more) => modelOf(withSchema(body, schemas(count, leadsTo, more)))));
  if (old === undefined || next === undefined) throw new Error("no model");
  const started = cpuTime();
  const { changes } = diff(old, next);
  expect(cpuTime() - started).toBeLessThan(50_000);
  const added = changes.filter(({ code, side, surface }) => code === "optional-property-added" && side === "response" && surface === "wire");
  expect(added).toHaveLength(count);
});

test.each([
  ["lists", (next: Schema) => ({ type: "array", items: next })],
  ["maps", (next: Schema) => ({ type: "object", additionalProperties: next })],
])("reports a break behind 2,000 %s without an example", async (_, around) => {
  const row = (end: Schema): Readonly<Record<string, Schema>> =>
    Object.fromEntries(Array.from({ length: 2_000 }, (__, index) => [`S${index}`, index === 1_999 ? end : around(ref(`S${index + 1}`))]));
  const models = await Promise.all([text, { ...text, maxLength: 9 }].map((end) => modelOf(withSchema(ref("S0"), row(end)))));
  const [old, next] = models;
  if (old === undefined || next === undefined) throw new Error("no model");
  const { changes } = diff(old, next, { judges: await compiledJudges(old, next) });
  const reported = changes.filter(({ surface }) => surface === "wire").map(({ code, side, witness }) => [code, side, witness]);
  expect(reported).toEqual([
    ["bound-added", "request", undefined],
    ["bound-added", "response", undefined],
  ]);
});
