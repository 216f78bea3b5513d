import { readNamed, unreadSentence, UsageError } from "tallystick";
import { isJsonObject } from "tallystick/model";
import { isMap } from "yaml";
import { isFreshShape, type Expectation } from "../explore/sequence.js";
import { openYaml } from "../open-yaml.js";
import { ConditionError, parseCondition } from "./condition.js";
import type { Action, ArazzoDocument, Criterion, Input, Named, Parameter, RequestBody, SourceDescription, Step, Workflow } from "./document.js";
import { parseExpression } from "./expression.js";
import { NodeReader, type Fields } from "./node-reader.js";
import { readExpectation } from "./read-expectation.js";
import { readExpression, readJsonPath, readTemplate, readType, textTemplate, type Template } from "./template.js";

const help = "Correct the file. Supported: Arazzo 1.0 and 1.1, with operations of one OpenAPI document.";

export async function readArazzo(path: string): Promise<ArazzoDocument> {
  const read = await readNamed(path);
  if (!("bytes" in read))
    throw new UsageError(unreadSentence("Arazzo document", path, read), { code: "input-unreadable", help: "Give --arazzo a file." });
  return parseArazzo(read.bytes.toString("utf8"), path);
}

/** Reads an Arazzo description. Whatever cannot be run as it is written is a `UsageError` with its line. */
export function parseArazzo(text: string, path: string): ArazzoDocument {
  const { document, lines, fail } = openYaml(text, path, help);
  return new ArazzoReader(new NodeReader(document, fail), path, (at) => {
    const { line, col } = lines.linePos(at ?? 0);
    return `${path}:${line}:${col}`;
  }).read(document.contents);
}

const locations = ["path", "query", "querystring", "header", "cookie"] as const;

/** Extensions of saved cases. */
const extensions = ["x-tallystick-as", "x-tallystick-together", "x-tallystick-continues", "x-tallystick-expected"];

const redoclyOnly = "it is an extension of one tool.";
const asyncOnly = "it belongs to AsyncAPI.";
const noMeaning: Readonly<Record<string, string>> = {
  channelPath: asyncOnly,
  action: asyncOnly,
  correlationId: asyncOnly,
  "x-operation": redoclyOnly,
  "x-security": `${redoclyOnly} Give credentials with --header.`,
};

class ArazzoReader {
  #components: Fields = new Map();
  #root: unknown;
  #schemas: ReadonlyMap<string, unknown> | undefined;

  constructor(
    private readonly nodes: NodeReader,
    private readonly path: string,
    private readonly locate: ArazzoDocument["locate"],
  ) {}

  read(root: unknown): ArazzoDocument {
    this.#root = root;
    if (!isMap(root) || !root.has("arazzo")) return this.nodes.fail('This is not an Arazzo document: "arazzo" is missing.', 0);
    const fields = this.nodes.fields(root, "An Arazzo document", ["arazzo", "$self", "info", "sourceDescriptions", "workflows", "components"]);
    const version = this.nodes.text(fields, "arazzo");
    if (!/^1\.[01]\.\d+/.test(version)) this.nodes.fail(`Arazzo ${version} is not supported.`, this.nodes.at(fields.get("arazzo")));
    if (fields.has("components"))
      this.#components = this.nodes.fields(fields.get("components"), "Components", ["inputs", "parameters", "successActions", "failureActions"]);
    const sources = this.nodes.list(fields.get("sourceDescriptions"), '"sourceDescriptions"').map((node) => this.#source(node));
    const workflows = this.nodes.list(fields.get("workflows"), '"workflows"').map((node) => this.#workflow(node));
    if (sources.length === 0) this.nodes.fail('"sourceDescriptions" must have an entry.', 0);
    if (workflows.length === 0) this.nodes.fail('"workflows" must have an entry.', 0);
    return {
      path: this.path,
      ...(fields.has("$self") && { self: this.nodes.text(fields, "$self") }),
      sources: this.#unique(sources, ({ name }) => name, "source description"),
      workflows: this.#unique(workflows, ({ id }) => id, "workflow"),
      locate: this.locate,
      refuse: (sentence, at, action) => this.nodes.fail(sentence, at, action),
    };
  }

  #unique<T extends { readonly at: number | undefined }>(all: readonly T[], nameOf: (one: T) => string, what: string): ReadonlyMap<string, T> {
    const named = new Map<string, T>();
    for (const one of all) {
      if (named.has(nameOf(one))) this.nodes.fail(`The ${what} "${nameOf(one)}" is already defined.`, one.at);
      named.set(nameOf(one), one);
    }
    return named;
  }

  #source(node: unknown): SourceDescription {
    const fields = this.nodes.fields(node, "A source description", ["name", "url", "type"]);
    const type = fields.has("type") ? this.nodes.text(fields, "type") : "openapi";
    if (type !== "openapi" && type !== "arazzo")
      return this.nodes.fail(`Source descriptions of type "${type}" are not supported.`, this.nodes.at(fields.get("type")));
    return { name: this.nodes.text(fields, "name", node), url: this.nodes.text(fields, "url", node), type, at: this.nodes.at(node) };
  }

  #workflow(node: unknown): Workflow {
    const known = [
      "workflowId",
      "summary",
      "description",
      "inputs",
      "dependsOn",
      "steps",
      "successActions",
      "failureActions",
      "outputs",
      "parameters",
      "x-tallystick-new",
    ];
    const fields = this.nodes.fields(node, "A workflow", known, noMeaning);
    const parameters = this.#parameters(fields.get("parameters"));
    const success = this.#actions(fields.get("successActions"), "successActions");
    const failure = this.#actions(fields.get("failureActions"), "failureActions");
    const steps = this.nodes.list(fields.get("steps"), '"steps"').map((each) => this.#step(each, { parameters, success, failure }));
    if (steps.length === 0) this.nodes.fail('"steps" must have an entry.', this.nodes.at(node));
    this.#unique(steps, ({ id }) => id, "step");
    return {
      id: this.nodes.text(fields, "workflowId", node),
      at: this.nodes.at(node),
      inputs: this.#withNewTexts(fields.has("inputs") ? this.#inputs(fields.get("inputs")) : [], fields.get("x-tallystick-new")),
      dependsOn: this.#names(fields.get("dependsOn")),
      steps,
      outputs: this.#outputs(fields.get("outputs")),
    };
  }

  #names(node: unknown): readonly Named[] {
    return this.nodes.list(node, '"dependsOn"').map((item) => ({ text: String(this.nodes.plain(item)), at: this.nodes.at(item) }));
  }

  #step(
    node: unknown,
    workflow: { readonly parameters: readonly Parameter[]; readonly success: readonly Action[]; readonly failure: readonly Action[] },
  ): Step {
    const targets = ["operationId", "operationPath", "workflowId"] as const;
    const known = [...targets, "description", "stepId", "parameters", "requestBody", "successCriteria", "onSuccess", "onFailure", "outputs"];
    const fields = this.nodes.fields(node, "A step", [...known, "timeout", "dependsOn", ...extensions], noMeaning);
    const at = this.nodes.at(node);
    const [kind, second] = targets.filter((name) => fields.has(name));
    if (kind === undefined) return this.nodes.fail("A step needs operationId, operationPath or workflowId.", at);
    if (second !== undefined) return this.nodes.fail(`A step cannot have both ${kind} and ${second}.`, at);
    const parameters = this.#parameters(fields.get("parameters"));
    const expected = this.#expected(fields.get("x-tallystick-expected"));
    const timeout = this.nodes.number(fields, "timeout");
    for (const parameter of parameters)
      if (kind !== "workflowId" && parameter.in === undefined) this.nodes.fail('A parameter of an operation needs "in".', parameter.at);
    const requestBody = fields.get("requestBody");
    return {
      id: this.nodes.text(fields, "stepId", node),
      at,
      target: { kind, text: this.nodes.text(fields, kind), at: this.nodes.at(fields.get(kind)) },
      parameters: [...workflow.parameters.filter((one) => !parameters.some((each) => each.name === one.name && each.in === one.in)), ...parameters],
      ...(requestBody !== undefined && { body: this.#body(requestBody) }),
      criteria: this.#criteria(fields.get("successCriteria")),
      onSuccess: overriding(this.#actions(fields.get("onSuccess"), "successActions"), workflow.success),
      onFailure: overriding(this.#actions(fields.get("onFailure"), "failureActions"), workflow.failure),
      outputs: this.#outputs(fields.get("outputs")),
      ...(timeout !== undefined && { timeout }),
      dependsOn: this.#names(fields.get("dependsOn")),
      as: fields.has("x-tallystick-as") ? this.nodes.text(fields, "x-tallystick-as") : "main",
      together: fields.has("x-tallystick-together"),
      continues: fields.has("x-tallystick-continues"),
      ...(expected !== undefined && { expected }),
    };
  }

  #expected(node: unknown): Expectation | undefined {
    if (node === undefined) return undefined;
    return readExpectation(this.nodes.plain(node)) ?? this.nodes.fail('"x-tallystick-expected" is not an expectation.', this.nodes.at(node));
  }

  #outputs(node: unknown): ReadonlyMap<string, Template> {
    if (node === undefined) return new Map();
    return new Map(this.nodes.entries(node, '"outputs"').map(({ key, value }) => [key, readTemplate(this.nodes, value)]));
  }

  #parameters(node: unknown): readonly Parameter[] {
    return this.nodes.list(node, '"parameters"').map((item) => {
      const at = this.nodes.at(item);
      const reused = this.#reused(item, "parameters");
      const fields = this.nodes.fields(reused?.node ?? item, "A parameter", ["name", "in", "value"]);
      const location = fields.has("in") ? this.nodes.text(fields, "in") : undefined;
      const found = locations.find((each) => each === location);
      if (location !== undefined && found === undefined)
        this.nodes.fail(`"in" must be ${locations.slice(0, -1).join(", ")} or cookie.`, this.nodes.at(fields.get("in")));
      if (!fields.has("value") && reused?.value === undefined) this.nodes.fail('"value" is missing.', at);
      return { name: this.nodes.text(fields, "name", item), in: found, value: readTemplate(this.nodes, reused?.value ?? fields.get("value")), at };
    });
  }

  /** The target of a Reusable Object. */
  #reused(item: unknown, kind: string): { readonly node: unknown; readonly value: unknown } | undefined {
    if (!isMap(item) || !item.has("reference")) return undefined;
    const fields = this.nodes.fields(item, "A reusable object", ["reference", "value"]);
    const reference = this.nodes.text(fields, "reference");
    const [, of, name = ""] = /^\$components\.(\w+)\.(.+)$/.exec(reference) ?? [];
    const group = of === kind && this.#components.has(kind) ? this.nodes.entries(this.#components.get(kind), kind) : [];
    const found = group.find(({ key }) => key === name);
    if (found === undefined) return this.nodes.fail(`"${reference}" cannot be resolved.`, this.nodes.at(fields.get("reference")));
    return { node: found.value, value: fields.get("value") };
  }

  #actions(node: unknown, kind: "successActions" | "failureActions"): readonly Action[] {
    const known = [
      "name",
      "type",
      "workflowId",
      "stepId",
      "parameters",
      "criteria",
      ...(kind === "failureActions" ? ["retryAfter", "retryLimit"] : []),
    ];
    return this.nodes.list(node, `"${kind}"`).map((item) => {
      const at = this.nodes.at(item);
      const fields = this.nodes.fields(this.#reused(item, kind)?.node ?? item, "An action", known);
      const type = this.nodes.text(fields, "type", item);
      if (type !== "end" && type !== "goto" && (type !== "retry" || kind === "successActions"))
        return this.nodes.fail(`Unknown type of action "${type}".`, this.nodes.at(fields.get("type")));
      const to = (["stepId", "workflowId"] as const).filter((name) => fields.has(name));
      const [field] = to;
      if (to.length > 1) return this.nodes.fail("An action cannot have both stepId and workflowId.", at);
      if (type === "goto" && field === undefined) return this.nodes.fail('An action of type "goto" needs stepId or workflowId.', at);
      return {
        name: this.nodes.text(fields, "name", item),
        at,
        type,
        ...(field !== undefined && {
          to: {
            kind: field === "stepId" ? ("step" as const) : ("workflow" as const),
            text: this.nodes.text(fields, field),
            at: this.nodes.at(fields.get(field)),
          },
        }),
        parameters: this.#parameters(fields.get("parameters")),
        retryAfter: this.nodes.number(fields, "retryAfter") ?? 0,
        retryLimit: this.nodes.number(fields, "retryLimit") ?? 1,
        criteria: this.#criteria(fields.get("criteria")),
      };
    });
  }

  #criteria(node: unknown): readonly Criterion[] {
    return this.nodes.list(node, "Criteria").map((item) => {
      const fields = this.nodes.fields(item, "A criterion", ["context", "condition", "type"]);
      const text = this.nodes.text(fields, "condition", item);
      const at = this.nodes.at(fields.get("condition"));
      const kind = fields.has("type") ? readType(this.nodes, fields.get("type"), ["simple", "regex", "jsonpath"]) : "simple";
      if (kind === "simple") return { at, text, test: { kind, condition: this.#condition(text, at) } };
      if (!fields.has("context")) return this.nodes.fail(`A criterion of type "${kind}" needs "context".`, this.nodes.at(item));
      const context = readExpression(this.nodes, this.nodes.text(fields, "context"), this.nodes.at(fields.get("context")));
      const condition = textTemplate(this.nodes, text, at);
      if (condition.kind === "constant") {
        if (kind === "jsonpath") readJsonPath(this.nodes, text, at);
        else if (!isPattern(text)) this.nodes.fail(`"${text}" is not a regular expression.`, at);
      }
      return { at, text, test: { kind, context, condition } };
    });
  }

  #condition(text: string, at: number | undefined) {
    try {
      return parseCondition(text);
    } catch (error) {
      if (error instanceof ConditionError) return this.nodes.fail(`The condition "${text}" cannot be read: ${error.message}`, at);
      throw error;
    }
  }

  #body(node: unknown): RequestBody {
    const fields = this.nodes.fields(node, "A request body", ["contentType", "payload", "replacements", "x-tallystick-encoding"]);
    return {
      at: this.nodes.at(node),
      ...(fields.has("contentType") && { contentType: this.nodes.text(fields, "contentType") }),
      ...(fields.has("x-tallystick-encoding") && { encoding: "base64" as const }),
      ...(fields.has("payload") && { payload: readTemplate(this.nodes, fields.get("payload")) }),
      replacements: this.nodes.list(fields.get("replacements"), '"replacements"').map((item) => this.#replacement(item)),
    };
  }

  #replacement(item: unknown): RequestBody["replacements"][number] {
    const fields = this.nodes.fields(item, "A replacement", ["target", "targetSelectorType", "value"]);
    const target = this.nodes.text(fields, "target", item);
    const at = this.nodes.at(fields.get("target"));
    const type = fields.has("targetSelectorType")
      ? readType(this.nodes, fields.get("targetSelectorType"), ["jsonpath", "jsonpointer"])
      : "jsonpointer";
    if (!fields.has("value")) this.nodes.fail('"value" is missing.', this.nodes.at(item));
    const value = readTemplate(this.nodes, fields.get("value"));
    if (type === "jsonpath") return { target: readJsonPath(this.nodes, target, at), value, at };
    const pointer = parseExpression(`$request.body#${target}`)?.source;
    if (pointer?.kind !== "body" || pointer.path.length === 0)
      return this.nodes.fail(`"${target}" is not a JSON pointer to a part of the payload.`, at);
    return { target: pointer.path, value, at };
  }

  #withNewTexts(inputs: readonly Input[], node: unknown): readonly Input[] {
    if (node === undefined) return inputs;
    const shapes = new Map(
      this.nodes.entries(node, '"x-tallystick-new"').map(({ key, value, at }) => {
        const shape = this.nodes.plain(value);
        return isFreshShape(shape) ? [key, shape] : this.nodes.fail(`"${key}" does not describe a new text.`, at);
      }),
    );
    return inputs.map((input) => {
      const fresh = shapes.get(input.name);
      return fresh === undefined ? input : { ...input, fresh };
    });
  }

  /** The properties of a workflow's input schema, through references and allOf. */
  #inputs(node: unknown): readonly Input[] {
    const inputs = new Map<string, Input>();
    const visited = new Set<unknown>();
    const visit = (given: unknown, depth: number): void => {
      const schema = this.#schema(given);
      if (!isJsonObject(schema) || visited.has(schema)) return;
      if (depth > 100) this.nodes.fail("The inputs have more than 100 levels of allOf.", this.nodes.at(node));
      visited.add(schema);
      for (const part of Array.isArray(schema["allOf"]) ? schema["allOf"] : []) visit(part, depth + 1);
      const required = Array.isArray(schema["required"]) ? schema["required"] : [];
      for (const name of required) {
        if (typeof name === "string") inputs.set(name, { ...(inputs.get(name) ?? { name, isText: false }), required: true });
      }
      if (!isJsonObject(schema["properties"])) return;
      for (const [name, property] of Object.entries(schema["properties"])) {
        const described = this.#schema(property);
        const known = inputs.get(name);
        const isText = isJsonObject(described) && described["type"] === "string";
        const { default: preset } = isJsonObject(described) ? described : {};
        inputs.set(name, {
          name,
          required: known?.required ?? false,
          isText,
          ...(preset !== undefined && { preset }),
        });
      }
    };
    visit(this.nodes.plain(node), 0);
    return [...inputs.values()];
  }

  #schema(given: unknown, depth = 0): unknown {
    const reference = isJsonObject(given as never) ? (given as Readonly<Record<string, unknown>>)["$ref"] : undefined;
    if (typeof reference !== "string") return given;
    const [, name = ""] = /^#\/components\/inputs\/([^/]+)$/.exec(reference) ?? [];
    const found = this.#inputSchemas().get(name.replaceAll("~1", "/").replaceAll("~0", "~"));
    if (found === undefined || depth > 20) return this.nodes.fail(`The input schema "${reference}" cannot be resolved.`, this.nodes.at(this.#root));
    return this.#schema(found, depth + 1);
  }

  #inputSchemas(): ReadonlyMap<string, unknown> {
    const node = this.#components.get("inputs");
    this.#schemas ??= new Map(node === undefined ? [] : this.nodes.entries(node, "inputs").map(({ key, value }) => [key, this.nodes.plain(value)]));
    return this.#schemas;
  }
}

/** The step's actions first; one of the same name replaces that of the workflow. */
function overriding(own: readonly Action[], common: readonly Action[]): readonly Action[] {
  return [...own, ...common.filter(({ name }) => !own.some((each) => each.name === name))];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
