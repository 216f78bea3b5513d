import { UsageError } from "tallystick";
import { describe, expect, test } from "vitest";
import { parseArazzo } from "../../src/arazzo/read-arazzo.js";
import { parseBaseline } from "../../src/baseline/baseline.js";
import { parseParams } from "../../src/verify/requests/params.js";
import { open } from "../observe/open.js";
import { thingsDocument } from "../cases/things-server.js";

/** An Arazzo document with one step. */
const withStep = (fields: string, components = "", workflow = ""): string => `arazzo: 1.1.0
info: { title: Flows, version: '1' }
sourceDescriptions: [{ name: api, url: ./things.json }]
${components}workflows: [{ workflowId: a, ${workflow}steps: [{ stepId: a, operationId: listThings, ${fields} }] }]
`;

/** Why a reader refuses a text; nothing if it does not. */
function refusal(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

const bomb = Array.from(
  { length: 9 },
  (_, level) => `x-${level}: &a${level} [${level === 0 ? "b, b, b" : `*a${level - 1}`.concat(", ").repeat(9)}]\n`,
).join("");
const condition = (text: string): string => `successCriteria: [{ condition: "${text}" }]`;

describe("an Arazzo document", () => {
  test.each([
    ["aliases that stand for billions of nodes", withStep("requestBody: { payload: *a8 }", bomb), /Aliases repeat more than 100,000 nodes/],
    ["an alias that contains itself", withStep("requestBody: { payload: &p { a: *p } }"), /"\*p" refers to a node that contains it/],
    ["an alias of nothing", withStep("requestBody: { payload: *p }"), /alias|anchor/i],
    ["5,000 lists in each other", withStep(`requestBody: { payload: ${"[".repeat(5000)}${"]".repeat(5000)} }`), /nested deeper than 500 levels/],
    ["5,000 block lists in each other", `${"- ".repeat(5000)}a`, /nested deeper than 500 levels/],
    ["600 lists in each other", withStep(`requestBody: { payload: ${"[".repeat(600)}${"]".repeat(600)} }`), /nested deeper than 500 levels/],
    ["a condition of 2 MB", withStep(condition(`$statusCode == 200 || '${"a".repeat(2_000_000)}' == null`)), /longer than 1000000 characters/],
    ["50,000 parentheses", withStep(condition(`${"(".repeat(50_000)}true${")".repeat(50_000)}`)), /nested deeper than 100 levels/],
    ["200,000 negations", withStep(condition(`${"!".repeat(200_000)}true`)), /nested deeper than 100 levels/],
    [
      "a new text of a billion letters",
      withStep("", "", "x-tallystick-new: { n: { prefix: a, length: 1000000000, characters: lower } }, "),
      /does not describe/,
    ],
    [
      "new text of unknown letters",
      withStep("", "", "x-tallystick-new: { n: { prefix: a, length: 3, characters: constructor } }, "),
      /does not describe/,
    ],
    ["an expectation without its fields", withStep("x-tallystick-expected: { kind: listed, step: 0 }"), /is not an expectation/],
    ["an expectation of another kind", withStep("x-tallystick-expected: { kind: constructor, step: 0 }"), /is not an expectation/],
    [
      "inputs that refer to themselves",
      withStep("", "components: { inputs: { a: { $ref: '#/components/inputs/a' } } }\n", "inputs: { $ref: '#/components/inputs/a' }, "),
      /cannot be resolved/,
    ],
  ])("is refused with %s", (_, text, why) => {
    const message = refusal(() => parseArazzo(text, "flow.yaml"));
    expect(message).toMatch(why);
    expect(message?.length).toBeLessThan(600);
  });

  test("may combine 30,000 conditions", () => {
    const { workflows } = parseArazzo(withStep(condition(`${"true && ".repeat(30_000)}true`)), "flow.yaml");
    const criterion = workflows.get("a")?.steps[0]?.criteria[0]?.test;
    const scope = { inputs: new Map(), steps: new Map(), workflows: new Map(), sources: new Map() };
    expect(criterion?.kind === "simple" && criterion.condition.holds(scope)).toBe(true);
  });

  test("reads inputs that share schemas once each", () => {
    const levels = Array.from(
      { length: 40 },
      (_, level) => `s${level}: { allOf: [{ $ref: '#/components/inputs/s${level + 1}' }, { $ref: '#/components/inputs/s${level + 1}' }] }`,
    );
    const components = `components: { inputs: { ${levels.join(", ")}, s40: { properties: { n: { default: 1 } } } } }\n`;
    const { workflows } = parseArazzo(withStep("", components, "inputs: { $ref: '#/components/inputs/s0' }, "), "flow.yaml");
    expect(workflows.get("a")?.inputs).toEqual([{ name: "n", required: false, isText: false, preset: 1 }]);
  });

  test("may use aliases", () => {
    const { workflows } = parseArazzo(
      withStep("requestBody: { payload: [*a0, *a1] }", bomb.split("\n").slice(0, 2).join("\n").concat("\n")),
      "flow.yaml",
    );
    expect(JSON.stringify(workflows.get("a")?.steps[0]?.body?.payload).match(/"b"/g)).toHaveLength(30);
  });
});

test("params.yaml and baselines refuse aliases without a bound", async () => {
  const { model } = await open(thingsDocument);
  const defaults = bomb.replaceAll(/^/gm, "  ").trimEnd();
  expect(refusal(() => parseParams(`defaults:\n${defaults}`, "params.yaml", model))).toMatch(/Aliases repeat/);
  expect(refusal(() => parseParams("defaults: { a: &a { b: *a } }", "params.yaml", model))).toMatch(/contains it/);
  expect(refusal(() => parseBaseline(`accepted:\n  - class: &a { b: *a }\n    reason: a\n`, "baseline.yaml"))).toMatch(/contains it/);
  expect(refusal(() => parseBaseline(`${bomb}accepted: []\n`, "baseline.yaml"))).toMatch(/Aliases repeat/);
});
