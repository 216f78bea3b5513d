import { parseArazzo } from "../../../contract-tests/src/arazzo/read-arazzo.js";
import { UsageError } from "../../../generator/src/index.js";
import type { Target } from "../target.js";

const steps = [
  {
    stepId: "create",
    operationId: "createThing",
    parameters: [{ name: "X-Key", in: "header", value: "$inputs.key" }],
    requestBody: { contentType: "application/json", payload: { name: "a {$inputs.name}" }, replacements: [{ target: "/name", value: "b" }] },
    successCriteria: [
      { condition: "$statusCode == 201 && ($response.body#/name == 'a' || !($response.header.ETag == null))" },
      { context: "$response.body", type: "jsonpath", condition: "$.items[?(@.id == '{$inputs.name}')]" },
      { context: "$response.body#/id", type: "regex", condition: "^t-\\d+$" },
    ],
    outputs: { id: "$response.body#/id" },
    onFailure: [{ name: "again", type: "retry", retryAfter: 1, retryLimit: 2 }],
  },
  {
    stepId: "read",
    operationId: "getThing",
    parameters: [{ name: "id", in: "path", value: "$steps.create.outputs.id" }],
    "x-tallystick-expected": { kind: "listed", step: 1, of: [1], items: "/items", key: "/id", value: 1, times: 1 },
  },
];
const workflow = {
  workflowId: "a",
  inputs: { allOf: [{ $ref: "#/components/inputs/common" }], properties: { name: { type: "string", default: "a" } } },
  "x-tallystick-new": { name: { prefix: "a", length: 6, characters: "lower" } },
  steps,
};

/** An Arazzo document. What cannot be run is refused in a sentence. */
export const target: Target = {
  seeds: [
    JSON.stringify({
      arazzo: "1.1.0",
      info: { title: "a", version: "1" },
      sourceDescriptions: [{ name: "api", url: "./openapi.yaml", type: "openapi" }],
      workflows: [workflow],
      components: { inputs: { common: { properties: { key: { type: "string" } } } } },
    }),
    "arazzo: 1.0.1\nsourceDescriptions: [{ name: api, url: a.yaml }]\nx: &x { name: a, in: query, value: 1 }\nworkflows:\n  - workflowId: a\n    steps:\n      - stepId: b\n        operationId: c\n        parameters: [*x, *x]\n",
  ],
  read(input) {
    try {
      parseArazzo(input.toString(), "flow.yaml");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
    }
  },
};
