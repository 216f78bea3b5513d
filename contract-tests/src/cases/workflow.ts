import type { Json, Operation } from "tallystick/model";
import { escapeToken, tokens } from "tallystick/model";
import {
  isFresh,
  isReference,
  premiseOf,
  secondsToWait,
  type Expectation,
  type Fresh,
  type PageEnd,
  type Reference,
  type Sequence,
  type SequenceBody,
  type SequenceStep,
  type SequenceValue,
} from "../explore/sequence.js";
import { newTextName } from "../arazzo/new-text.js";
import { alphabet } from "../explore/fresh.js";
import { looksLikeExpression } from "../arazzo/expression.js";
import { identityOf, type ScriptContext } from "./script.js";
import { isPartial } from "../verify/credentials.js";
import { isJsonMediaType } from "../match/media-type.js";

/** An Arazzo 1.1 description as JSON. */
export type WrittenArazzo = Readonly<Record<string, unknown>>;

export interface WorkflowParts {
  readonly workflowId: string;
  readonly summary: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** Inputs with a new text in each run. Tools that do not know the extension use the default. */
  readonly fresh?: Readonly<Record<string, unknown>>;
  readonly steps: readonly Readonly<Record<string, unknown>>[];
}

/** A whole document around workflows. @param source The OpenAPI document, relative to the file that is written. */
export function arazzoOf(title: string, source: string, workflows: readonly WorkflowParts[]): WrittenArazzo {
  return {
    arazzo: "1.1.0",
    info: { title, version: "1" },
    sourceDescriptions: [{ name: sourceName, url: source, type: "openapi" }],
    workflows: workflows.map(({ workflowId, summary, inputs, fresh, steps }) => ({
      workflowId,
      summary,
      ...(inputs && Object.keys(inputs).length > 0 && { inputs: { type: "object", properties: inputs } }),
      ...(fresh && Object.keys(fresh).length > 0 && { "x-tallystick-new": fresh }),
      steps,
    })),
  };
}

const sourceName = "api";

/** How a step names its operation. */
export function targetOf(operation: Operation | undefined, step: Pick<SequenceStep, "path" | "method">): Readonly<Record<string, string>> {
  if (operation?.operationId !== undefined) return { operationId: operation.operationId };
  const pointer = `/paths/${escapeToken(operation?.path ?? step.path)}/${step.method.toLowerCase()}`;
  return { operationPath: `{$sourceDescriptions.${sourceName}.url}#${pointer}` };
}

type CredentialContext = Pick<ScriptContext, "model" | "credentials" | "common" | "invalid">;

/** Whether the standard can express the requests of a sequence: it has no expression for a part of a URL. */
export function hasWorkflow({ steps }: Sequence): boolean {
  return !steps.some(({ values }) => takesSegment(values));
}

function takesSegment(value: unknown): boolean {
  if (isReference(value)) return value.segment !== undefined || value.query !== undefined;
  return typeof value === "object" && value !== null && Object.values(value).some(takesSegment);
}

/** A sequence as a workflow. Its criteria are what the law requires, and what it rests on: it fails as long as the server breaks the law. */
export function workflowOf(sequence: Sequence, { model, credentials, common = [], invalid = {} }: CredentialContext): WorkflowParts {
  const { steps, expected, law, message } = sequence;
  const inputs: Record<string, unknown> = {};
  const outputs = steps.map(() => new Map<string, string>());
  const names = new Names(outputs, inputs);
  const judging = criteriaOf(expected, names);
  const isExpressible = judging !== undefined;
  const seconds = secondsToWait(sequence);
  const written = steps.map((step, index) => {
    const operation = model.operations.find(({ key }) => key === step.operation);
    const { path, query, headers, body } = step.values;
    const identity = identityOf(step.as, { credentials, common });
    const replaced = new Set(identity.map(({ name }) => name.toLowerCase()));
    const ownHeaders = Object.fromEntries(Object.entries(headers).filter(([name]) => !replaced.has(name.toLowerCase())));
    const parameters = [
      ...parametersIn("path", path, names),
      ...parametersIn("query", query, names),
      ...parametersIn("header", ownHeaders, names),
      ...(step.as === "invalid" ? Object.entries(invalid) : []).map(([name, value]) => ({ name, in: "header", value })),
      ...identity.map(({ owner, name }) => ({
        name,
        in: "header",
        value: names.credential(owner, name),
      })),
    ];
    const premise = premiseOf(sequence, index);
    const criteria = expected.step === index ? judging : premise && [{ condition: statusCondition(premise) }];
    return {
      stepId: `step${index + 1}`,
      description: step.shows,
      ...targetOf(operation, step),
      ...(step.as !== "main" && { "x-tallystick-as": step.as }),
      ...(step.continues === true && { "x-tallystick-continues": true }),
      ...(step.together === true && { "x-tallystick-together": true }),
      ...(parameters.length > 0 && { parameters }),
      ...(body !== undefined && { requestBody: requestBodyOf(body, names) }),
      ...(criteria !== undefined && criteria.length > 0 && { successCriteria: criteria }),
      ...(index === expected.step && seconds > 0 && { onFailure: [{ name: "wait", type: "retry", retryAfter: 1, retryLimit: seconds }] }),
      // Judged when all responses are there: it may be about later steps as well.
      ...(index === steps.length - 1 && !isExpressible && { "x-tallystick-expected": expected }),
    };
  });
  return {
    workflowId: law.replace(/[^\w-]+/g, "-"),
    summary: message,
    inputs,
    fresh: names.fresh,
    steps: written.map((step, index) => {
      const taken = outputs[index] ?? new Map<string, string>();
      if (taken.size === 0) return step;
      // Without the values of a success, later steps cannot be sent.
      const criteria = { successCriteria: [{ condition: statusCondition("2XX") }] };
      return { ...criteria, ...step, outputs: Object.fromEntries([...taken].map(([expression, name]) => [name, expression])) };
    }),
  };
}

function parametersIn(
  location: "path" | "query" | "header",
  values: Readonly<Record<string, SequenceValue>>,
  names: Names,
): Record<string, unknown>[] {
  return Object.entries(values).map(([name, value]) => ({ name, in: location, value: names.value(value) }));
}

function requestBodyOf({ mediaType, value, text, base64 }: SequenceBody, names: Names): Readonly<Record<string, unknown>> {
  const contentType = mediaType;
  if (base64 !== undefined) return { contentType, payload: base64, "x-tallystick-encoding": "base64" };
  if (text !== undefined) return { contentType, payload: names.constant(text) };
  // A text as payload is sent unchanged.
  if (typeof value === "string" && isJsonMediaType(mediaType)) return { contentType, payload: names.constant(JSON.stringify(value)) };
  return { contentType, payload: names.value(value ?? null) };
}

/** Names of outputs and inputs for values that only a run knows. */
export class Names {
  constructor(
    private readonly outputs: readonly Map<string, string>[],
    private readonly inputs: Record<string, unknown>,
    /** Inputs with a new text in each run. */
    readonly fresh: Record<string, unknown> = {},
  ) {}

  credential(identity: string, header: string): string {
    const name = `${identity === "main" || isPartial(identity) ? "" : `${identity}-`}${header}`.replace(/[^\w-]+/g, "-");
    this.inputs[name] = { type: "string", format: "password" };
    return `$inputs.${name}`;
  }

  value(value: SequenceValue): unknown {
    if (isFresh(value)) return this.newText(value);
    if (isReference(value)) return this.reference(value);
    if (typeof value === "string") return this.constant(value);
    if (Array.isArray(value)) return value.map((item: SequenceValue) => this.value(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.value(item as SequenceValue)]));
  }

  /** Arazzo has no escape for a text that looks like an expression: it becomes the default of an input, which is not evaluated. */
  constant(text: string): string {
    if (!looksLikeExpression(text) && !text.includes("{$")) return text;
    const name = `text${Object.keys(this.inputs).length + 1}`;
    this.inputs[name] = { type: "string", default: text };
    return `$inputs.${name}`;
  }

  newText(value: Fresh): string {
    const { $fresh, ...shape } = value;
    const name = newTextName($fresh);
    const letter = alphabet[shape.characters].slice(0, 1);
    this.inputs[name] = { type: "string", default: shape.prefix + letter.repeat(shape.length) + (shape.suffix ?? "") };
    this.fresh[name] = shape;
    return `$inputs.${name}`;
  }

  reference({ $step, from, header }: Reference): string {
    const expression = header === undefined ? `$response.body${from === undefined || from === "" ? "" : `#${from}`}` : `$response.header.${header}`;
    const taken = this.outputs[$step] ?? new Map<string, string>();
    const last = header ?? tokens(`#${from ?? ""}`).at(-1) ?? "body";
    const base = last.replace(/[^\w-]+/g, "_") || "value";
    let name = taken.get(expression);
    if (name === undefined) {
      name = base;
      for (let count = 2; [...taken.values()].includes(name); count++) name = `${base}${count}`;
      taken.set(expression, name);
    }
    return `$steps.step${$step + 1}.outputs.${name}`;
  }
}

type WrittenCriterion = Readonly<Record<string, unknown>>;

/**
 * Criteria that every tool can evaluate; `undefined` if the standard cannot express it. Queries accept two roots: the body (RFC 9535 §2.2), and a list
 * that has only the body, as in Redocly's respect.
 */
function criteriaOf(expected: Expectation, names: Names): readonly WrittenCriterion[] | undefined {
  if ("value" in expected && takesSegment(expected.value)) return undefined;
  switch (expected.kind) {
    case "status":
      return [{ condition: expected.in.map(statusCondition).join(" || ") }];
    case "equals":
      return equalTo(`$response.body`, expected.at, expected.value, names);
    case "differs": {
      const literals = [expected.value, ...(expected.others ?? [])].map((one) => operand(one, names));
      return literals.includes(undefined) ? undefined : literals.map((literal) => ({ condition: `${at(expected.at)} != ${literal}` }));
    }
    case "absent":
      return [{ condition: `${at(expected.at)} == null` }];
    case "header": {
      if (expected.orAbsent === true) return undefined;
      const header = `$response.header.${expected.name}`;
      if (expected.matches !== undefined) return [{ context: header, type: "regex", condition: expected.matches }];
      if (expected.value === undefined) return [{ condition: `${header} != null` }];
      const literal = operand(expected.value, names);
      return literal === undefined ? undefined : [{ condition: `${header} ${expected.not === true ? "!=" : "=="} ${literal}` }];
    }
    case "listed": {
      const literal = embedded(expected.value, names);
      const only = expected.of.length === 1 && expected.of[0] === expected.step;
      const end = expected.end === undefined ? [] : endOf(expected.end, expected.items);
      if (literal === undefined || !only || expected.times > 1 || end === undefined) return undefined;
      const [list, wrapped] = ["$", "$[0]"].map((root) => `${jsonPath(root, expected.items)}[?${jsonPath("@", expected.key)} == ${literal}]`);
      const context = "$response.body";
      if (expected.times === 1) {
        // A repaired server may have it on a page that the workflow does not read.
        const others = expected.end === undefined ? [] : ["$", "$[0]"].map((root) => followed(expected.end ?? {}, expected.items, root));
        return [{ context, type: "jsonpath", condition: `$[?${[list, wrapped, ...others].join(" || ")}]` }];
      }
      // An empty list has no element that a filter could select.
      return expected.items === ""
        ? undefined
        : [{ context, type: "jsonpath", condition: `$[?count(${list}) == 0 && count(${wrapped}) == 0]` }, ...end];
    }
    case "length":
      return expected.most === undefined ? undefined : [{ condition: `${at(`${expected.items}/${expected.most}`)} == null` }];
    default:
      return undefined;
  }
}

/** No page follows that the workflow does not read; `undefined` if the standard cannot express it. */
function endOf({ at: pointer, size }: PageEnd, items: string): readonly WrittenCriterion[] | undefined {
  if (size !== undefined) return [{ condition: `${at(`${items}/${size - 1}`)} == null` }];
  if (pointer === undefined || pointer === "header:Link") return undefined;
  return [{ condition: [null, "", false].map((none) => `${at(pointer)} == ${literalOf(none, "'")}`).join(" || ") }];
}

/** JSONPath: another page follows. */
function followed({ at: pointer = "", size }: PageEnd, items: string, root: string): string {
  if (size !== undefined) return jsonPath(root, `${items}/${size - 1}`);
  const next = jsonPath(root, pointer);
  // A comparison with a missing property holds.
  return `(${[next, ...[null, "", false].map((none) => `${next} != ${literalOf(none, "'")}`)].join(" && ")})`;
}

function statusCondition(status: string): string {
  if (!/^[1-5]XX$/.test(status)) return `$statusCode == ${status}`;
  const first = Number(status[0]) * 100;
  // Without parentheses, which not every tool reads: "&&" binds before "||".
  return `$statusCode >= ${first} && $statusCode < ${first + 100}`;
}

function at(pointer: string): string {
  return pointer === "" ? "$response.body" : `$response.body#${pointer}`;
}

/** One criterion for each scalar. Names with spaces or operators cannot be part of a condition. */
function equalTo(root: string, pointer: string, value: SequenceValue, names: Names): readonly WrittenCriterion[] | undefined {
  if (/[\s()!=<>&|]/.test(pointer)) return undefined;
  const literal = operand(value, names);
  if (literal !== undefined) return [{ condition: `${at(pointer)} == ${literal}` }];
  if (typeof value !== "object" || value === null) return undefined;
  const parts = Object.entries(value).map(([name, item]) => equalTo(root, `${pointer}/${escapeToken(name)}`, item as SequenceValue, names));
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.flatMap((part) => part ?? []);
}

/** An operand of a simple condition; `undefined` for what has no literal. */
function operand(value: SequenceValue, names: Names): string | undefined {
  if (isFresh(value)) return names.newText(value);
  if (isReference(value)) return names.reference(value);
  return literalOf(value as Json, "'");
}

/** A literal of a JSONPath filter. Embedded expressions have no quotes: tools write a text with its own. */
function embedded(value: SequenceValue, names: Names): string | undefined {
  if (isFresh(value)) return `{${names.newText(value)}}`;
  if (isReference(value)) return `{${names.reference(value)}}`;
  return literalOf(value as Json, "\\");
}

function literalOf(value: Json, escape: string): string | undefined {
  if (value === null || typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value !== "string") return undefined;
  if (escape === "'") return /[\p{Cc}]/u.test(value) ? undefined : `'${value.replaceAll("'", "''")}'`;
  return /[{}\p{Cc}]/u.test(value) ? undefined : `'${value.replace(/['\\]/g, "\\$&")}'`;
}

function jsonPath(root: string, pointer: string): string {
  return (
    root +
    tokens(`#${pointer}`)
      .map((token) => (/^\d+$/.test(token) ? `[${token}]` : `['${token.replace(/['\\]/g, "\\$&")}']`))
      .join("")
  );
}
