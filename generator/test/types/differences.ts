import type { ApiModel, Schema } from "tallystick/model";

/** One component whose type is not the one that openapi-typescript gives it by itself. */
export interface Difference {
  readonly schema: Schema;
  readonly model: ApiModel;
  /** Both types as text, without spaces. */
  readonly ours: string;
  readonly theirs: string;
  /** How the two relate where everything that they refer to is the same. */
  readonly relation: string;
  /** Whether there is a form for requests, and one for responses. */
  readonly directional: boolean;
}

/** Why a type may differ, the first that applies: what openapi-typescript does, and what ours and the validator do instead. */
export const reasons: readonly { readonly name: string; readonly why: string; readonly explains: (difference: Difference) => boolean }[] = [
  {
    name: "direction",
    why: "`readOnly` and `writeOnly` properties: both are in its one type. We have a form for what is received and one for what is sent; a validator for each.",
    explains: ({ directional }) => directional,
  },
  {
    name: "tag",
    why: "A discriminator names the schema: it writes the name as the tag, over what the schema itself says of it. We, and the validator, take the schema at its word; the tag is asked in the union.",
    explains: ({ schema, model }) => isTagged(schema, model),
  },
  {
    name: "null",
    why: "`nullable: true` where a reference or `allOf` stands: it ignores that. What says so lets null through, in the type and in the validator.",
    explains: ({ ours, theirs, relation }) => relation === "ours is wider" && withoutNull(ours) === withoutNull(theirs),
  },
  {
    name: "map beside names",
    why: "Names beside a map of another type: its intersection has no value. Ours lets the map hold the types of the names, too; the validator asks each property what is said of it.",
    explains: ({ schema }) => inline(schema).some(({ object }) => (object?.properties?.size ?? 0) > 0 && isSchema(object?.additionalProperties)),
  },
  {
    name: "no properties",
    why: "`additionalProperties: false` and no names: it writes any object. Ours has no property, as the validator lets none through.",
    explains: ({ schema, relation }) =>
      relation === "theirs is wider" &&
      inline(schema).some(({ object }) => object?.additionalProperties?.boolean === false && !object.properties?.size),
  },
  {
    name: "required, not described",
    why: "`required` names a property that `properties` does not, often in a branch of its own (`anyOf: [{ required: [a] }, …]`): it drops the name, or writes `unknown`. Ours asks for it, as the validator does.",
    explains: ({ schema, relation }) =>
      relation === "theirs is wider" && inline(schema).some(({ object }) => object?.required?.some((name) => !object.properties?.has(name)) === true),
  },
  {
    name: "type beside a union",
    why: "`type` beside `oneOf` or `anyOf`: it drops one of the two. Both hold, for the validator and in ours.",
    explains: ({ schema, relation }) =>
      relation === "theirs is wider" && inline(schema).some(({ type, oneOf, anyOf }) => type !== undefined && (oneOf ?? anyOf) !== undefined),
  },
  {
    name: "unknown",
    why: "Keywords without a `type` (`items`, `prefixItems`): it writes `unknown`. Ours says what the validator asks.",
    explains: ({ ours, theirs, relation }) => relation === "theirs is wider" && unknowns(theirs) > unknowns(ours),
  },
];

/** A schema and what stands inside it, up to references. */
function inline(schema: Schema): Schema[] {
  const found = [schema];
  for (const { object, array, allOf = [], anyOf = [], oneOf = [] } of found) {
    const parts = [...(object?.properties?.values() ?? []), object?.additionalProperties, array?.items, ...(array?.prefixItems ?? [])];
    found.push(...[...parts, ...allOf, ...anyOf, ...oneOf].filter((part) => part !== undefined));
  }
  return found;
}

function isTagged(schema: Schema, model: ApiModel): boolean {
  const isBase = (part: Schema | undefined): boolean =>
    part?.allOf?.some(({ ref }) => ref !== undefined && (model.schemas.get(ref)?.discriminator !== undefined || isBase(model.schemas.get(ref)))) ===
    true;
  return isBase(schema) || taggedSchemas(model).has(schema.id);
}

const known = new WeakMap<ApiModel, ReadonlySet<string>>();

/** The schemas that some discriminator chooses among, wherever it stands in the document. */
function taggedSchemas(model: ApiModel): ReadonlySet<string> {
  const before = known.get(model);
  if (before !== undefined) return before;
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const { discriminator, oneOf = [], anyOf = [] } = value as Schema;
    if (discriminator?.mapping !== undefined) {
      for (const { ref } of [...oneOf, ...anyOf]) if (ref !== undefined) found.add(ref);
      for (const [, id] of discriminator.mapping) found.add(id);
    }
    for (const inner of value instanceof Map ? value.values() : Object.values(value)) visit(inner);
  };
  visit(model.schemas);
  visit(model.operations);
  known.set(model, found);
  return found;
}

function isSchema(part: Schema | undefined): boolean {
  return part !== undefined && part.boolean === undefined;
}

function withoutNull(text: string): string {
  return text.replace(/\|null|&unknown/g, "");
}

/** How many properties may be anything. */
function unknowns(text: string): number {
  return text.match(/:unknown(?!\[)/g)?.length ?? 0;
}
