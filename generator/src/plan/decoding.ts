import type { ApiModel } from "../model/api.js";
import type { Schema, SchemaId } from "../model/schemas/schema.js";
import type { DecodingOptions } from "./plan-options.js";
import { forEachPart, references } from "./schemas/cycles.js";
import { subschemas } from "./schemas/subschemas.js";
import { withUsers } from "./schemas/referrers.js";

/** The code form of a scalar, if it differs from the wire form. */
export type Decoded =
  | { readonly kind: "date" | "instant" | "plainDate" | "bigint" | "digits" }
  /** The same value, with a name that TypeScript holds it to. */
  | { readonly kind: "brand"; readonly name: string };

/** The schemas with another form in code, by the options. Types, codecs and examples all use it. */
export class Decoding {
  readonly #schemas: ReadonlyMap<SchemaId, Schema>;
  readonly #names: ReadonlyMap<SchemaId, string>;
  readonly #reaching: ReadonlySet<SchemaId>;

  constructor(
    model: ApiModel,
    readonly options: DecodingOptions,
  ) {
    this.#schemas = model.schemas;
    this.#names = new Map([...model.components.schemas].map(([name, id]) => [id, name]));
    this.#reaching = this.#findReaching();
  }

  /** The code form of a schema's own scalar. Enums and schemas next to a composition keep the wire form. */
  own(schema: Schema): Decoded | undefined {
    const { type, format, allOf, anyOf, oneOf, ref } = schema;
    if ([schema.enum, schema.const, allOf, anyOf, oneOf, ref].some((keyword) => keyword !== undefined)) return undefined;
    const [only, ...more] = (type ?? []).filter((each) => each !== "null");
    if (more.length > 0) return undefined;
    const { dates, int64 } = this.options;
    if (only === "string") {
      if (format === "date-time" && dates !== undefined) return { kind: dates === "Date" ? "date" : "instant" };
      if (format === "date" && dates === "Temporal") return { kind: "plainDate" };
      return this.#brand(schema);
    }
    if ((only === "integer" || only === "number") && format === "int64" && int64 !== undefined)
      return { kind: int64 === "bigint" ? "bigint" : "digits" };
    return undefined;
  }

  #brand({ id, annotations }: Schema): Decoded | undefined {
    if (this.options.brands !== true) return undefined;
    const stated = annotations?.extensions?.["x-tallystick-brand"];
    const component = this.#names.get(id);
    const name =
      typeof stated === "string" && stated !== "" ? stated : component !== undefined && /(^|[a-z_-])id$/i.test(component) ? component : undefined;
    return name === undefined ? undefined : { kind: "brand", name };
  }

  /** The `allOf` part, or the target of a reference with siblings, that gives a scalar another form: it alone defines the value. */
  leading(schema: Schema): Schema | undefined {
    const { id, place, ref, allOf = [] } = schema;
    const parts = [...(ref === undefined || isPlainReference(schema) ? [] : [{ id, place, ref }]), ...allOf];
    return parts.find((part) => this.scalar(part) !== undefined);
  }

  /** The code form of a schema's values, through references and `allOf`. */
  scalar(schema: Schema, depth = 0): Decoded | undefined {
    const own = this.own(schema);
    if (own !== undefined || depth > 32) return own;
    const target = schema.ref === undefined ? undefined : this.#schemas.get(schema.ref);
    for (const part of [...(target === undefined ? [] : [target]), ...(schema.allOf ?? [])]) {
      const found = this.scalar(part, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Whether any part of a value is written differently: it then has a codec. */
  reaches(schema: Schema): boolean {
    const waiting = [schema];
    for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
      if (this.#isConverted(each) || (each.ref !== undefined && this.#reaching.has(each.ref))) return true;
      waiting.push(...subschemas(each));
    }
    return false;
  }

  #isConverted(schema: Schema): boolean {
    const own = this.own(schema);
    return own !== undefined && own.kind !== "brand";
  }

  /** From those that convert something themselves, back along all references. */
  #findReaching(): ReadonlySet<SchemaId> {
    const found = new Set<SchemaId>();
    for (const [id, schema] of this.#schemas) forEachPart(schema, (part) => void (this.#isConverted(part) && found.add(id)));
    return withUsers(found, this.#schemas, references);
  }
}

/** A reference with nothing next to it that asserts something. */
export function isPlainReference({ type, object, array, string, number, allOf, anyOf, oneOf }: Schema): boolean {
  return [type, object, array, string, number, allOf, anyOf, oneOf].every((keyword) => keyword === undefined);
}
