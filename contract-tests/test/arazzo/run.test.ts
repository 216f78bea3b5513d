import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { gates } from "../../src/findings/finding.js";
import type { Report } from "../../src/report/report.js";
import type { VerifyOptions } from "../../src/verify/options.js";
import { documentOfArazzo } from "../../src/verify/run-arazzo.js";
import { verify } from "../../src/verify/verify.js";
import { startThings, thingsDocument } from "../cases/things-server.js";

let folder: string;
let server: Awaited<ReturnType<typeof startThings>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tallystick-arazzo-"));
  await writeFile(join(folder, "things.json"), JSON.stringify(thingsDocument));
  server = await startThings();
});
beforeEach(() => {
  server.faults.clear();
  server.received.length = 0;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** Verifies with the workflows of a text. */
async function run(text: string, options: Partial<VerifyOptions> = {}): Promise<Report> {
  const arazzo = join(folder, "flow.yaml");
  await writeFile(arazzo, text.includes("arazzo:") ? text : `${head}${text}`);
  return verify({ spec: join(folder, "things.json"), baseUrl: server.baseUrl, headers: { "X-Key": "let me in" }, writes: "all", arazzo, ...options });
}

const head =
  "arazzo: 1.1.0\ninfo: { title: Flows, version: '1' }\nsourceDescriptions: [{ name: api, url: ./things.json, type: openapi }]\nworkflows:\n";
const sent = (): readonly string[] => server.received.map(({ method, url }) => `${method} ${url.replace(/t-\d+/, "t-N")}`);
/** The run removes what it created. */
const cleanup = ["DELETE /v1/things/t-N", "GET /v1/things/t-N"];
const messages = (report: Report): readonly string[] => report.findings.filter(gates).map(({ message }) => message.replace(/^.*\/flow/, "flow"));

const step = (more: string): string => `  - workflowId: w\n    steps:\n      - { stepId: s, ${more} }\n`;

const lifecycle = `
  - workflowId: lifecycle
    inputs:
      type: object
      required: [name]
      properties: { name: { type: string }, limit: { type: integer, default: 5 } }
    steps:
      - stepId: create
        operationId: createThing
        requestBody: { contentType: application/json, payload: { name: $inputs.name } }
        successCriteria:
          - condition: $statusCode == 201 && $response.body#/name == $inputs.name
          - { context: $response.body#/id, type: regex, condition: '^t-\\d+$' }
          - { context: $response.body, type: jsonpath, condition: '$[?@ == "{$inputs.name}"]' }
          - { context: $response.body, type: jsonpath, condition: '$[?@ == {$inputs.name}]' }
          - { context: $response.body, type: jsonpath, condition: '$[?count(@.name) > 0]' }
        outputs: { id: $response.body#/id, place: $response.header.Location }
      - stepId: read
        operationPath: '{$sourceDescriptions.api.url}#/paths/~1things~1{id}/get'
        parameters: [{ name: id, in: path, value: $steps.create.outputs.id }]
        successCriteria: [{ condition: $response.body.name == 'CUP' }]
      - stepId: remove
        operationPath: '{$sourceDescriptions.api.url}#/paths/~1things~1{id}/delete'
        parameters: [{ name: id, in: path, value: $steps.create.outputs.id }]
        successCriteria: [{ condition: $statusCode == 204 }]
      - stepId: gone
        operationId: $sourceDescriptions.api.getThing
        parameters: [{ name: id, in: path, value: $steps.create.outputs.id }]
        successCriteria: [{ condition: $statusCode == 404 || $statusCode == 410 }]
`;

describe("a workflow", () => {
  test.each(["listThings", "api.listThings", "$sourceDescriptions.api.listThings"])("names an operation as %s", async (id) => {
    expect(messages(await run(step(`operationId: ${id}, successCriteria: [{ condition: $statusCode == 200 }]`)))).toEqual([]);
    expect(sent()).toEqual(["GET /v1/things"]);
  });

  test("passes if all criteria are met, and its exchanges are verified", async () => {
    const report = await run(lifecycle, { inputs: { name: "Cup" } });
    expect(messages(report)).toEqual([]);
    expect(report.summary).toMatchObject({ verdict: "pass", interactions: 4, operations: { observed: 3 } });
    expect(sent().slice(0, 4)).toEqual(["POST /v1/things", "GET /v1/things/t-N", "DELETE /v1/things/t-N", "GET /v1/things/t-N"]);
    expect(server.received.every(({ headers }) => headers["x-key"] === "let me in")).toBe(true);
  });

  test("reports the line of an unmet criterion", async () => {
    server.faults.add("delete does nothing");
    expect(messages(await run(lifecycle, { inputs: { name: "Cup" } }))).toEqual([
      'flow.yaml:33:40: step "gone" of workflow "lifecycle" failed. The criterion "$statusCode == 404 || $statusCode == 410" is not met: the status is 200.',
    ]);
  });

  test("ends with the first step that fails", async () => {
    server.faults.add("name is lost");
    expect(messages(await run(lifecycle, { inputs: { name: "Cup" } }))).toHaveLength(1);
    expect(sent()).toEqual(["POST /v1/things", ...cleanup]);
  });

  test("reports observed differences too", async () => {
    const spec = join(folder, "strict.json");
    const strict = structuredClone(thingsDocument);
    delete (strict.paths["/things"].get.responses as Record<string, unknown>)["200"];
    await writeFile(spec, JSON.stringify(strict));
    const report = await run("  - { workflowId: list, steps: [{ stepId: list, operationId: listThings }] }\n", { spec });
    expect(report.findings.filter(gates).map((one) => one.class)).toEqual(["undocumented-status"]);
  });
});

describe("actions", () => {
  const poll = (more: string): string => `
  - workflowId: poll
    steps:
      - stepId: first
        operationId: getThing
        parameters: [{ name: id, in: path, value: none }]
        successCriteria: [{ condition: $statusCode == 200 }]
        onFailure: [${more}]
      - { stepId: second, operationId: listThings }
      - { stepId: third, operationId: listThings, onSuccess: [{ name: stop, type: end }] }
      - { stepId: never, operationId: createThing, requestBody: { payload: { name: x } } }
`;

  test.each([
    ["go to another step", "{ name: on, type: goto, stepId: third }", ["GET none", "GET list"], 0],
    ["retry, then fail", "{ name: again, type: retry, retryLimit: 2, retryAfter: 0.01 }", ["GET none", "GET none", "GET none"], 1],
    [
      "retry, then take the next action",
      "{ name: again, type: retry }, { name: on, type: goto, stepId: second }",
      ["GET none", "GET none", "GET list", "GET list"],
      0,
    ],
    ["retry after another step", "{ name: again, type: retry, stepId: second }", ["GET none", "GET list", "GET none"], 1],
    ["end", "{ name: stop, type: end }", ["GET none"], 1],
    [
      "depend on criteria",
      "{ name: a, type: retry, criteria: [{ condition: $statusCode == 503 }] }, { name: b, type: goto, stepId: third, criteria: [{ condition: $statusCode == 404 }] }",
      ["GET none", "GET list"],
      0,
    ],
  ])("%s", async (_, action, requests, failures) => {
    const report = await run(poll(action));
    const names = server.received.map(({ url }) => (url === "/v1/things" ? "GET list" : "GET none"));
    expect(names).toEqual(requests);
    expect(report.findings.filter((one) => one.class === "workflow-failed")).toHaveLength(failures);
  });

  test("pause for five minutes at most", async () => {
    const interrupt = new AbortController();
    const timers = vi.spyOn(globalThis, "setTimeout");
    const running = run(poll("{ name: again, type: retry, retryAfter: 1000000000 }"), { signal: interrupt.signal });
    const longest = (): number => Math.max(0, ...timers.mock.calls.map(([, ms = 0]) => ms));
    await expect.poll(longest).toBeGreaterThanOrEqual(300_000);
    interrupt.abort();
    await running;
    expect(longest()).toBe(300_000);
  });

  test("of the workflow apply to each step, and components are resolved", async () => {
    const report = await run(`
  - workflowId: flow
    parameters: [{ reference: $components.parameters.trace, value: shown }]
    failureActions: [{ reference: $components.failureActions.skip }]
    steps:
      - stepId: missing
        operationId: getThing
        parameters: [{ name: id, in: path, value: none }]
        successCriteria: [{ condition: $statusCode == 200 }]
      - { stepId: last, operationId: listThings }
components:
  parameters: { trace: { name: X-Trace, in: header, value: usual } }
  failureActions: { skip: { name: skip, type: goto, stepId: last } }
`);
    expect(messages(report)).toEqual([]);
    expect(server.received.map(({ headers }) => headers["x-trace"])).toEqual(["shown", "shown"]);
  });

  test("stop at a limit of steps", async () => {
    const report = await run(
      "  - { workflowId: loop, steps: [{ stepId: a, operationId: listThings, onSuccess: [{ name: again, type: goto, stepId: a }] }] }\n",
    );
    expect(messages(report)[0]).toContain("The workflow did not end after 1,000 steps.");
  });
});

describe("workflows", () => {
  const nested = `
  - workflowId: outer
    dependsOn: [before]
    steps:
      - stepId: make
        workflowId: make
        parameters: [{ name: thing, value: "{$workflows.before.outputs.word} cup" }]
        outputs: { id: $outputs.id }
      - stepId: read
        operationId: getThing
        parameters: [{ name: id, in: path, value: $steps.make.outputs.id }]
        successCriteria: [{ condition: $response.body#/name == 'no such thing cup' }]
  - workflowId: make
    inputs: { $ref: '#/components/inputs/make' }
    steps:
      - stepId: create
        operationId: createThing
        requestBody: { payload: '{"name": "{$inputs.thing}"}' }
        outputs: { id: { context: $response.body, selector: $.id, type: jsonpath } }
    outputs: { id: $steps.create.outputs.id }
  - workflowId: before
    steps:
      - stepId: missing
        operationId: getThing
        parameters: [{ name: id, in: path, value: none }]
        outputs: { word: { context: $response.body, selector: /error, type: jsonpointer } }
    outputs: { word: $steps.missing.outputs.word }
components:
  inputs: { make: { type: object, required: [thing], properties: { thing: { type: string } } } }
`;

  test("call workflows they depend on with inputs and outputs", async () => {
    expect(messages(await run(nested))).toEqual([]);
    expect(sent()).toEqual(["GET /v1/things/none", "POST /v1/things", "GET /v1/things/t-N", ...cleanup]);
    expect(JSON.parse(server.received[1]?.body.toString() ?? "")).toEqual({ name: "no such thing cup" });
  });

  test("can be selected", async () => {
    await run(nested, { workflows: ["before"] });
    expect(sent()).toEqual(["GET /v1/things/none"]);
  });

  test.each(["other.make", "other.workflows.make"])("of another document are run as %s", async (id) => {
    await writeFile(join(folder, "other.yaml"), `${head}${nested}`);
    const report = await run(`arazzo: 1.0.1
info: { title: Caller, version: '1' }
sourceDescriptions: [{ name: api, url: ./things.json, type: openapi }, { name: other, url: other.yaml, type: arazzo }]
workflows:
  - workflowId: caller
    steps:
      - { stepId: call, workflowId: $sourceDescriptions.${id}, parameters: [{ name: thing, value: Box }], outputs: { id: $outputs.id } }
      - stepId: read
        operationId: $sourceDescriptions.api.getThing
        parameters: [{ name: id, in: path, value: $steps.call.outputs.id }]
        successCriteria: [{ condition: "$response.body#/name == 'Box'" }]
`);
    expect(messages(report)).toEqual([]);
    expect(sent()).toEqual(["POST /v1/things", "GET /v1/things/t-N", ...cleanup]);
  });

  test("of at most 100 documents are run", async () => {
    const referring = (file: string): string => `arazzo: 1.0.1
info: { title: Chain, version: '1' }
sourceDescriptions: [{ name: api, url: ./things.json, type: openapi }, { name: next, url: ${file}, type: arazzo }]
workflows: [{ workflowId: a, steps: [{ stepId: a, operationId: $sourceDescriptions.api.listThings }] }]
`;
    for (let index = 2; index <= 101; index++)
      await writeFile(join(folder, `chain-${index}.yaml`), referring(index === 101 ? "chain-101.yaml" : `chain-${index + 1}.yaml`));
    expect(messages(await run(referring("chain-3.yaml"), { workflows: ["a"] }))).toEqual([]);
    await expect(run(referring("chain-2.yaml"), { workflows: ["a"] })).rejects.toThrow("More than 100 Arazzo documents refer to each other.");
  });

  test("write only if writes are allowed", async () => {
    const refused = await run(nested, { writes: "none" }).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: expect.stringMatching(/flow\.yaml:\d+:\d+: The step "create" cannot send POST \/things: /),
      refusal: { help: "Add --writes own." },
    });
    expect(sent()).toEqual([]);
  });

  test("change only what the run created with --writes own", async () => {
    const others = `
  - workflowId: remove
    steps:
      - stepId: list
        operationId: listThings
        outputs: { id: $response.body#/items/0/id }
      - stepId: remove
        operationPath: '{$sourceDescriptions.api.url}#/paths/~1things~1{id}/delete'
        parameters: [{ name: id, in: path, value: $steps.list.outputs.id }]
`;
    await fetch(`${server.baseUrl}/things`, { method: "POST", headers: { "x-key": "let me in" }, body: '{"name":"of others"}' });
    server.received.length = 0;
    expect(messages(await run(others, { writes: "own" }))[0]).toMatch(/The request was not sent: this run did not create \/things\/t-\d+/);
    expect(sent()).toEqual(["GET /v1/things"]);
    expect(messages(await run(lifecycle, { writes: "own", inputs: { name: "Cup" } }))).toEqual([]);
  });

  const call = (id: string, more = ""): string => `{ stepId: ${id}, workflowId: w${more} }`;
  test.each([
    ["a call of itself", `steps: [${call("a")}]`, "The workflows call each other more than 50 levels deep."],
    [
      "a retry",
      "steps: [{ stepId: a, operationId: listThings, successCriteria: [{ condition: 1 == 2 }], onFailure: [{ name: r, type: retry, workflowId: w, retryLimit: 1 }] }]",
      "The workflows call each other more than 50 levels deep.",
    ],
    [
      "a call of the workflow that waits for it",
      `dependsOn: [v], steps: [{ stepId: a, operationId: listThings }] }\n  - { workflowId: v, steps: [${call("a")}]`,
      "The workflows call each other more than 50 levels deep.",
    ],
    ["two calls on each level", `steps: [${call("a", ", onFailure: [{ name: on, type: goto, stepId: b }]")}, ${call("b")}]`, "after 10,000 steps."],
  ])("stop at a limit of depth and steps: %s", async (_, steps, message) => {
    expect(messages(await run(`  - { workflowId: w, ${steps} }\n`)).join()).toContain(message);
  });

  test("that depend on each other are refused", async () => {
    const circle = ["wv", "vw"].map(
      ([id, other]) => `  - { workflowId: ${id}, dependsOn: [${other}], steps: [{ stepId: a, operationId: listThings }] }\n`,
    );
    await expect(run(circle.join(""))).rejects.toThrow("The workflows depend on each other.");
    expect(sent()).toEqual([]);
  });

  test("need their inputs", async () => {
    const refused = await run(lifecycle).catch((error: unknown) => error);
    expect(refused).toMatchObject({
      message: expect.stringContaining('flow.yaml:6:5: The workflow "lifecycle" needs the input "name".'),
      refusal: { help: "Add --input name=VALUE." },
    });
  });
});

test("a payload can have replacements", async () => {
  await run(`
  - workflowId: flow
    steps:
      - stepId: create
        operationId: createThing
        requestBody:
          payload: { name: old, tags: [{ a: 1 }, { a: 2 }] }
          replacements:
            - { target: /name, value: new }
            - { target: '$.tags[?@.a == 2].a', targetSelectorType: jsonpath, value: 3 }
`);
  expect(JSON.parse(server.received[0]?.body.toString() ?? "")).toEqual({ name: "new", tags: [{ a: 1 }, { a: 3 }] });
});

test("a comparison without a filter is refused with the right spelling", async () => {
  const criterion = "{ condition: $.name == 'Cup', type: jsonpath, context: $response.body }";
  const refused = await run(step(`operationId: listThings, successCriteria: [${criterion}]`)).catch((error: unknown) => error);
  expect(refused).toMatchObject({ refusal: { help: "Write a comparison as a filter, such as $[?@.name == 'Cup']." } });
});

test("a missing document is reported with its line", async () => {
  const arazzo = join(folder, "missing.yaml");
  await writeFile(arazzo, head.replace("things.json", "none.json") + step("operationId: listThings"));
  await expect(documentOfArazzo(arazzo)).rejects.toThrow(/missing\.yaml:3:\d+: File not found: ".\/none.json"\./);
});

test.each([
  ["arazzo: 2.0.0", "flow.yaml:1:9: Arazzo 2.0.0 is not supported."],
  ["openapi: 3.1.0 # arazzo:", 'flow.yaml:1:1: This is not an Arazzo document: "arazzo" is missing.'],
  [step("operationId: getNothing"), 'flow.yaml:7:35: The OpenAPI document has no operation "getNothing".'],
  [step("operationId: getThing"), 'flow.yaml:7:9: The path parameter "id" of GET /things/{id} has no value.'],
  [step("operationId: listThings, successCriterias: []"), 'flow.yaml:7:47: A step has no field "successCriterias".'],
  [step("channelPath: x"), 'flow.yaml:7:22: "channelPath" is not supported: it belongs to AsyncAPI.'],
  [step("workflowId: other"), 'flow.yaml:7:34: Unknown workflow "other".'],
  [step("operationId: listThings, workflowId: w"), "flow.yaml:7:9: A step cannot have both operationId and workflowId."],
  [
    step("operationId: listThings, successCriteria: [{ condition: $statusCode = 200 }]"),
    'flow.yaml:7:78: The condition "$statusCode = 200" cannot be read',
  ],
  [
    step("operationId: listThings, successCriteria: [{ condition: /a, type: xpath, context: $response.body }]"),
    "flow.yaml:7:88: XPath is not supported.",
  ],
  [
    step("operationId: listThings, successCriteria: [{ condition: '$.a[', type: jsonpath, context: $response.body }]"),
    "is not a JSONPath expression",
  ],
  [step("operationId: listThings, successCriteria: [{ condition: '(', type: regex, context: $response.body }]"), '"(" is not a regular expression.'],
  [step("operationId: listThings, outputs: { a: $response.boddy }"), 'flow.yaml:7:61: "$response.boddy" is not a runtime expression.'],
  [step("operationId: listThings, outputs: { a: $steps.later.outputs.a }"), 'the workflow "w" has no step "later".'],
  [step("operationId: listThings, parameters: [{ name: a, value: 1 }]"), 'A parameter of an operation needs "in".'],
  [step("operationId: listThings, parameters: [{ reference: $components.parameters.a }]"), '"$components.parameters.a" cannot be resolved.'],
  [step("operationId: listThings, onFailure: [{ name: a, type: goto, stepId: b }]"), 'The workflow "w" has no step "b".'],
  [step("operationId: $sourceDescriptions.other.listThings"), '"other" is not a source description of type "openapi".'],
  ["  - { workflowId: w, dependsOn: [x], steps: [{ stepId: s, operationId: listThings }] }\n", 'flow.yaml:5:34: Unknown workflow "x".'],
])("reports a mistake with its line: %j", async (text, message) => {
  await expect(run(text)).rejects.toThrow(message);
  expect(sent()).toEqual([]);
});
