import type { ApiModel, MediaType, Operation, ParameterLocation } from "../../model/api.js";
import { mediaKind } from "#runtime/client/media-kind.js";
import { isXmlType } from "../../model/http/body-kind.js";
import type { Json } from "../../model/json.js";
import type { Place } from "../../model/place.js";
import type { Schema } from "../../model/schemas/schema.js";
import type { Both, Difference, Side } from "../change.js";
import type { Alternative } from "../variants/alternative.js";
import { AlternativeResolver } from "../variants/alternative-resolver.js";
import { node, nodeOf, type Node } from "../variants/node.js";
import { writtenAs, type Writing } from "../variants/texts.js";
import { ruleByCode } from "../rules/rules.js";
import type { Pair } from "./schemas/pair.js";
import { SchemaComparison } from "./schemas/schemas.js";
import { Unchanged } from "./schemas/unchanged.js";

/** A body, parameter or header whose schema was compared: where a schema difference is reported. */
export interface Root {
  readonly pair: Pair;
  readonly operation: string;
  readonly side: Side;
  /** The schemas themselves: a witness is a whole value of one of them. */
  readonly schemas: Both<Schema>;
  /** Its kind if it is no body: the values of parameters and headers are not JSON documents. */
  readonly subject?: Subject;
  /** The statuses of a response, as the two documents name them. */
  readonly statuses?: readonly string[];
  /** Its values are written as XML, where a property has a name of its own for the wire. */
  readonly isXml?: true;
}

/** A parameter, a header of a response, or a component. */
export interface Subject {
  /** Where a parameter is, or a header. */
  readonly in?: ParameterLocation;
  readonly name: string;
  /** Its name in messages: `Query parameter "limit"`. */
  readonly words: string;
  /** Its value is written as plain text, where 5 and "5" are one and null is nothing, and not as JSON. */
  readonly isText: boolean;
  /** Each item of a list is written by itself, with the name: a list of none is not there. */
  readonly isPerItem?: true;
}

/** The state of all comparing functions: the two models, and the collected differences. */
export class Context {
  readonly differences: Difference[] = [];
  readonly roots: Root[] = [];
  /** The operations that both documents have, webhooks and callbacks too. */
  readonly operations: Required<Both<Operation>>[] = [];
  /** Keys of operations that the old document marks as draft or alpha: it makes no promise about them. */
  readonly unstable = new Set<string>();
  /** Components that no operation of both documents reaches: they affect importing code only. */
  readonly components: Root[] = [];
  readonly #schemas: Readonly<Record<Side, SchemaComparison>>;
  /** Those of the response that is being compared. */
  #statuses: readonly string[] | undefined;

  constructor(
    readonly old: ApiModel,
    readonly next: ApiModel,
    /** ISO 8601 date to compare sunsets with; without one, none has passed. */
    readonly today?: string,
  ) {
    const isXml = [old, next].some(usesXml);
    const unchanged = new Unchanged(old, next);
    this.#schemas = {
      request: new SchemaComparison(new AlternativeResolver(old, "request"), new AlternativeResolver(next, "request"), isXml, unchanged),
      response: new SchemaComparison(new AlternativeResolver(old, "response"), new AlternativeResolver(next, "response"), isXml, unchanged),
    };
  }

  report(
    code: string,
    side: Side | "both",
    operation: string | undefined,
    places: Both<Place>,
    parameters: Readonly<Record<string, Json>> = {},
  ): void {
    this.differences.push({ code, side, places, parameters, operations: operation === undefined ? [] : [operation], ...this.#response });
  }

  /** Compares two responses: differences belong to these statuses. */
  inResponse(statuses: readonly string[], compare: () => void): void {
    const outer = this.#statuses;
    this.#statuses = [...new Set(statuses)];
    compare();
    this.#statuses = outer;
  }

  get #response(): Pick<Root, "statuses"> {
    return this.#statuses === undefined ? {} : { statuses: this.#statuses };
  }

  /** Compares the schemas of a body, or those of a parameter or header, which is then the `subject`. */
  schema(operation: string, side: Side, schemas: Both<Schema>, { subject, isXml = false, writing }: Written = {}): void {
    const [old, next] = [schemas.old, schemas.new].map((schema) => nodeAs(subject?.isText ? "text" : writing, nodeOf(schema), subject)) as [
      Node,
      Node,
    ];
    const pair = this.#schemas[side].compare(old, next);
    this.roots.push({ pair, operation, side, schemas, ...this.#response, ...(subject && { subject }), ...(isXml && { isXml }) });
  }

  /** Compares a component by itself, for writers and readers of its values. */
  component(name: string, schemas: Required<Both<Schema>>): void {
    const words = `Component "${name}"`;
    for (const side of ["response", "request"] as const) {
      const pair = this.#schemas[side].compare(nodeOf(schemas.old), nodeOf(schemas.new));
      this.components.push({ pair, operation: "", side, schemas, subject: { name, words, isText: false } });
    }
  }

  /** Whether the comparison finds only changes of texts and spelling, which are not reported. */
  isSame(compare: () => void): boolean {
    const [differences, roots] = [this.differences.length, this.roots.length];
    compare();
    const found = this.differences.splice(differences);
    const compared = this.roots.splice(roots);
    return (
      found.every(({ code }) => ruleByCode.get(code)?.surface === "documentation") &&
      compared.every(({ pair, side }) => this.#schemas[side].isStillAllowed(pair) && this.#schemas[side].wasExpected(pair))
    );
  }

  /** Whether every value of the one schema is a value of the other, as senders see it. */
  isStillAllowed(old: Node, next: Node): boolean {
    return this.#schemas.request.isIncluded(old, next);
  }

  /** The meaning of a schema in one of the two documents. */
  alternativesOf(version: "old" | "new", wanted: Node): readonly Alternative[] {
    const { old, next } = this.#schemas.request;
    return (version === "old" ? old : next).of(wanted);
  }

  comparison(side: Side): SchemaComparison {
    return this.#schemas[side];
  }
}

/** The compared part, and how its values are written. */
interface Written {
  readonly subject?: Subject;
  readonly isXml?: boolean;
  readonly writing?: Writing | undefined;
}

function nodeAs(writing: Writing | undefined, wanted: Node, subject: Subject | undefined): Node {
  if (writing === undefined) return wanted;
  const more = subject?.in === "path" ? inPath : subject?.isPerItem && wanted.schemas.length > 0 ? perItem : undefined;
  return writtenAs(writing, more === undefined ? wanted : node([...wanted.schemas, more]));
}

/** A path value has at least one character: without one, the path is another. */
const inPath: Schema = { id: "~in path", place: { file: "", pointer: "#" }, string: { minLength: 1 } };

const perItem: Schema = { id: "~per item", place: { file: "", pointer: "#" }, array: { minItems: 1 } };

/** `application/json; charset=utf-8` → `application/json`. */
export function essence(media: MediaType): string {
  return (media.mediaType.split(";")[0] ?? "").trim().toLowerCase();
}

/** `application/json`, `application/hal+json`. */
export function isJsonType(media: MediaType): boolean {
  return mediaKind(media.mediaType) === "json";
}

function usesXml(model: ApiModel): boolean {
  const speaks = ({ requestBody, responses, callbacks }: Operation): boolean =>
    [requestBody, ...responses].some((part) => part?.content.some(isXmlType)) || callbacks.some(speaks);
  return [...model.operations, ...model.webhooks].some(speaks);
}
