import { accepts, failures, heightsOf } from "tallystick";
import { placeKey, type ApiModel, type Example, type Json, type MediaType, type Operation, type Schema } from "tallystick/model";
import type { Occurrence } from "../findings/collect.js";
import { hideSecrets, showValue } from "../findings/show.js";
import { holdsValue } from "../match/media-type.js";
import type { CompiledModel, Direction, Issue } from "../observe/compiled.js";
import { eachChild, explain, Unions } from "../observe/explain.js";
import { impossibilities, type Impossibility } from "./requests/impossibilities.js";

/** The maximum number of validators compiled for defects: one for each property of a large document would take too long. */
const maxExplained = 40;

/** The operation of a defect: the first one that reaches it. */
type At = Partial<Occurrence>;

/** Where the document contradicts itself: an example or default that its own schema refuses, a schema that no value can satisfy. */
export function specDefects(model: ApiModel, compiled: CompiledModel, operations: readonly Operation[]): readonly Occurrence[] {
  const search = new DefectSearch(model, compiled);
  for (const operation of operations) search.operation(operation);
  return once(search.found);
}

class DefectSearch {
  readonly found: Occurrence[] = [];
  readonly #unions: Unions;
  readonly #heights: ReturnType<typeof heightsOf>;
  readonly #visited = new Set<Schema>();
  #explained = 0;

  constructor(
    readonly model: ApiModel,
    readonly compiled: CompiledModel,
  ) {
    this.#unions = new Unions(model);
    this.#heights = heightsOf(model);
  }

  operation(operation: Operation): void {
    const at = { operation: operation.key, ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }) };
    for (const { schema, examples } of operation.parameters) {
      if (schema === undefined) continue;
      this.#visit(schema, at);
      for (const each of examples)
        if (each.value !== undefined) this.#example(schema, each.value, placeKey(each.place), ["request"], at, nameOf(each));
    }
    for (const one of operation.requestBody?.content ?? []) this.#media(one, "request", { ...at, mediaType: one.mediaType });
    for (const { status, content, headers } of operation.responses) {
      for (const one of content) this.#media(one, "response", { ...at, status, mediaType: one.mediaType });
      for (const { schema } of headers) if (schema) this.#visit(schema, at);
    }
  }

  #media({ schema, mediaType, examples }: MediaType, direction: Direction, at: At): void {
    if (schema === undefined) return;
    this.#visit(schema, at);
    if (!holdsValue(mediaType)) return;
    for (const each of examples) if (each.value !== undefined) this.#example(schema, each.value, placeKey(each.place), [direction], at, nameOf(each));
  }

  /** A list and not calls within calls: no row of references is too long for the stack. */
  #visit(first: Schema, at: At): void {
    const waiting: (readonly [Schema, At])[] = [[first, at]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (!this.#visited.has(next[0])) waiting.push(...this.#look(...next).toReversed());
    }
  }

  /** Records the defects of a schema. @returns Its referenced schemas. */
  #look(schema: Schema, at: At): readonly (readonly [Schema, At])[] {
    this.#visited.add(schema);
    const place = placeKey(schema.place);
    for (const impossible of impossibilities(schema)) this.found.push(defect(impossible, at));
    if (this.#heights(schema) === Infinity && schema.ref === undefined && schema.boolean !== false) {
      const message = "No finite value matches this schema: its required properties refer back to it, or are rejected.";
      this.found.push(defect({ schemaPath: place, keyword: "schema", message }, at));
    }
    const { examples = [], default: preset = null } = schema.annotations ?? {};
    for (const value of examples) this.#example(schema, value, place, ["response", "request"], at, "This example");
    if (preset !== null) this.#example(schema, preset, `${place}/default`, ["response", "request"], at, "This default");
    const further: (readonly [Schema, At])[] = [];
    eachChild(schema, (child) => {
      if (child !== schema.not && child.boolean !== false) further.push([child, at]);
    });
    const target = schema.ref === undefined ? undefined : this.model.schemas.get(schema.ref);
    if (target) further.push([target, {}]);
    return further;
  }

  #example(schema: Schema, value: Json, place: string, directions: readonly Direction[], at: At, what: string): void {
    // An example may be in serialized form.
    const readings = typeof value === "string" ? [value, ...parsed(value)] : [value];
    // Most examples are right: asking without compiling spares a validator for each property of a large document.
    for (const direction of directions) if (readings.some((one) => accepts(schema, one, this.model, { direction }))) return;
    const [issue] =
      this.#explained++ < maxExplained
        ? this.#byRules(schema, value, readings, directions)
        : this.#byEvaluation(schema, value, directions[0] ?? "response");
    if (issue === undefined) return;
    const where = issue.instancePath === "" ? "" : `"${issue.instancePath}" `;
    const message = hideSecrets(`${what} does not match its own schema: ${where}${issue.message}.`);
    this.found.push({
      ...defect({ schemaPath: place, keyword: issue.keyword, message }, at),
      instancePath: issue.instancePath,
      path: issue.instancePath,
      value: showValue(value),
      isExample: true,
    });
  }

  #byRules(schema: Schema, value: Json, readings: readonly unknown[], directions: readonly Direction[]): readonly Issue[] {
    for (const direction of directions) if (readings.some((one) => this.compiled.rules(schema, direction).is(one))) return [];
    const direction = directions[0] ?? "response";
    return explain(this.#unions, this.compiled, direction, value, this.compiled.rules(schema, direction).check(value));
  }

  #byEvaluation(schema: Schema, value: Json, direction: Direction): readonly Issue[] {
    return failures(schema, value, this.model, { direction })
      .filter((failure) => failure.branches.length === 0)
      .map(({ keyword, instancePath, schemaPath }) => ({ keyword, instancePath, schemaPath, params: {}, message: `does not match ${keyword}` }));
  }
}

function nameOf(example: Example): string {
  return example.name === "" || example.name === "example" ? "The example" : `The example "${example.name}"`;
}

/** A shared component is reported once, for the first operation that reaches it. */
function once(found: readonly Occurrence[]): readonly Occurrence[] {
  const visited = new Set<string>();
  return found.filter((one) => {
    const key = `${one.schemaPath} ${one.keyword} ${one.instancePath}`;
    if (visited.has(key)) return false;
    visited.add(key);
    return true;
  });
}

function defect(what: Impossibility, at: At): Occurrence {
  return { ...at, ...what, class: "spec-defect", subject: { in: "document" }, instancePath: "", path: "" };
}

function parsed(text: string): Json[] {
  try {
    return [JSON.parse(text) as Json];
  } catch {
    return [];
  }
}
