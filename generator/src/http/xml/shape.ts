import type { XmlDocument, XmlShape } from "#runtime/client/operation.js";
import { nonNullAliases } from "../../model/schemas/aliases.js";
import type { ApiModel } from "../../model/api.js";
import { ownName } from "../../model/schemas/meaning.js";
import type { Schema } from "../../model/schemas/schema.js";
import { xmlForm } from "../../model/schemas/xml-form.js";
import { memoize } from "../../algorithms/memoize.js";
import { partsOf, propertiesOf } from "../described.js";
import { describesXml } from "./schema.js";

type Schemas = Pick<ApiModel, "schemas">;

/**
 * How a schema is written as XML, as data: its names, without defaults.
 *
 * The name of the root is the one in the document, else that of its component, else `root`.
 */
export function xmlDocument(schema: Schema, model: Schemas): XmlDocument {
  return documentsOf(model)(schema);
}

const documentsOf = memoize(({ schemas }: Schemas) => memoize((schema: Schema) => new Shapes({ schemas }).document(schema)));

/** The shapes of one document. */
class Shapes {
  /** The described parts of each schema. */
  private readonly partsOf: (holder: Schema) => Parts;
  /** Schemas that occur several times, or in themselves. They have one shape. */
  private readonly shared = new Set<Schema>();
  private readonly names = new Map<Schema, string>();
  private readonly shapes: Record<string, XmlShape> = {};

  constructor(private readonly model: Schemas) {
    const says = memoize((schema: Schema) => describesXml(schema, model));
    this.partsOf = memoize((holder) => describedParts(holder, model, says));
  }

  document(schema: Schema): XmlDocument {
    const component = nonNullAliases(schema, this.model).find(({ ref }) => ref !== undefined)?.ref;
    this.meet(schema, new Set());
    const shape = { name: component === undefined ? "root" : ownName(component), ...this.shape(schema) };
    return this.names.size === 0 ? shape : { ...shape, shapes: this.shapes };
  }

  private meet(schema: Schema, met: Set<Schema>): void {
    const holder = holderOf(schema, this.model);
    if (met.has(holder)) this.shared.add(holder);
    if (met.has(holder)) return;
    met.add(holder);
    for (const part of all(this.partsOf(holder))) this.meet(part, met);
  }

  /** The shape of the schema and of its parts. */
  private shape(schema: Schema): XmlShape {
    const { node, name, isNamed, namespace, wrapped } = xmlForm(nonNullAliases(schema, this.model), "");
    return {
      ...(node === "element" ? {} : { node }),
      ...(isNamed ? { name } : {}),
      ...(namespace === undefined ? {} : { namespace }),
      ...(wrapped ? { wrapped } : {}),
      ...this.held(holderOf(schema, this.model)),
    };
  }

  private held(holder: Schema): XmlShape {
    const parts = this.partsOf(holder);
    if (all(parts).length === 0) return {};
    if (!this.shared.has(holder)) return this.written(parts);
    let of = this.names.get(holder);
    if (of === undefined) {
      of = free(ownName(holder.id), this.shapes);
      this.names.set(holder, of);
      // The name is set before its parts, which may be the schema itself.
      this.shapes[of] = {};
      this.shapes[of] = this.written(parts);
    }
    return { of };
  }

  private written({ properties, others, prefix, items }: Parts): XmlShape {
    return {
      ...(properties.size === 0
        ? {}
        : { properties: Object.fromEntries([...properties].map(([name, each]) => [name, each === undefined ? {} : this.shape(each)])) }),
      ...(others === undefined ? {} : { others: this.shape(others) }),
      ...(prefix.length === 0 ? {} : { prefix: prefix.map((each) => (each === undefined ? {} : this.shape(each))) }),
      ...(items === undefined ? {} : { items: this.shape(items) }),
    };
  }
}

/** The parts of a schema. `undefined` marks a part without a description, so that the description of other parts does not apply. */
interface Parts {
  readonly properties: ReadonlyMap<string, Schema | undefined>;
  readonly others: Schema | undefined;
  readonly prefix: readonly (Schema | undefined)[];
  readonly items: Schema | undefined;
}

function describedParts(holder: Schema, model: Schemas, says: (schema: Schema) => boolean): Parts {
  const stated = (schema: Schema | undefined): Schema | undefined => (schema !== undefined && says(schema) ? schema : undefined);
  const described = partsOf(holder, model);
  const others = stated(described.find(({ object }) => object?.additionalProperties !== undefined)?.object?.additionalProperties);
  const properties = [...propertiesOf(holder, model)].map(([name, [property]]) => [name, stated(property)] as const);
  const array = described.find((part) => part.array !== undefined)?.array;
  const items = stated(array?.items);
  const prefix = (array?.prefixItems ?? []).map(stated);
  return {
    properties: new Map(properties.filter(([, property]) => (property ?? others) !== undefined)),
    others,
    prefix: (items ?? prefix.find((each) => each !== undefined)) === undefined ? [] : prefix,
    items,
  };
}

function all({ properties, others, prefix, items }: Parts): readonly Schema[] {
  return [...properties.values(), others, ...prefix, items].filter((part) => part !== undefined);
}

/** The schema with the parts, if another one only refers to it. */
function holderOf(schema: Schema, model: Schemas): Schema {
  const names = nonNullAliases(schema, model);
  return names.find(({ object, array }) => (object ?? array) !== undefined) ?? names.at(-1) ?? schema;
}

function free(name: string, taken: Readonly<Record<string, XmlShape>>): string {
  return Object.hasOwn(taken, name) ? free(`${name}_`, taken) : name;
}
