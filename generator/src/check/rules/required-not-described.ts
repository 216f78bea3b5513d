import type { ApiModel } from "../../model/api.js";
import { child, placeKey, type Place } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { SchemaRule } from "../rule.js";
import { walkSchemas } from "../walk.js";
import { memoize } from "../../algorithms/memoize.js";

/**
 * A required name that is not described, such as a misspelled or removed property: objects without it are rejected.
 * If other schemas apply to the same object, only a name unknown to the whole document is reported.
 */
export const requiredNotDescribed: SchemaRule = (schema, report, model) => {
  const { properties, required } = schema.object ?? {};
  // An object that describes nothing is open on purpose.
  if (required === undefined || properties === undefined || required.every((name) => properties.has(name)) || describesOthers(schema)) return;
  const described = describedIn(model);
  const isAlone = described.isAlone(schema);
  for (const [index, name] of required.entries()) {
    if (properties.has(name) || (!isAlone && described.mayHave(name))) continue;
    report("required-not-described", { name }, child(schema.place, "required", index));
  }
};

/** Whether a schema constrains unlisted names; another rule checks whether it forbids them. */
function describesOthers({ object: { additionalProperties, patternProperties, unevaluatedProperties } = {} }: Schema): boolean {
  return [additionalProperties, unevaluatedProperties].some(hasConstraints) || patternProperties !== undefined;
}

function hasConstraints(schema: Schema | undefined): boolean {
  return (
    schema !== undefined && (schema.boolean === false || Object.keys(schema).some((key) => key !== "id" && key !== "place" && key !== "boolean"))
  );
}

/** Needed for few documents. */
const describedIn = memoize((model: ApiModel) => new Described(model));

/** The names that the schemas of a document describe, and the schemas that share objects with others. */
class Described {
  readonly #model: ApiModel;
  readonly #names = new Set<string>();
  /** Named schemas that are part of others, or inside of such a part. */
  readonly #shared = new Set<SchemaId>();
  #hasOpenParts = false;

  constructor(model: ApiModel) {
    this.#model = model;
    const inside = new Map<SchemaId | undefined, SchemaId[]>();
    const besideNull = new Set<Schema>();
    walkSchemas(model, (schema) => {
      const { ref, anyOf, oneOf, object, place } = schema;
      if (object?.properties !== undefined) for (const name of object.properties.keys()) this.#names.add(name);
      if ((anyOf ?? oneOf) !== undefined) addNonNullBranch(schema, besideNull);
      if (ref === undefined && (object === undefined || this.#hasOpenParts)) return;
      const isPart = isInPart(place) && !besideNull.has(schema);
      this.#hasOpenParts ||= isPart && describesOthers(schema);
      if (ref === undefined) return;
      // All variants of a schema have one location.
      if (isPart || hasKeywordsBesidesReference(schema)) this.#shared.add(ref.replace(/~(?![01])[\w-]+$/, ""));
      else {
        const owner = this.#ownerOf(place);
        const targets = inside.get(owner);
        if (targets === undefined) inside.set(owner, [ref]);
        else targets.push(ref);
      }
    });
    // The loop also visits members added during iteration.
    for (const id of this.#shared) for (const target of inside.get(id) ?? []) this.#shared.add(target);
  }

  /** Whether no other schema applies to the same objects. */
  isAlone(schema: Schema): boolean {
    const { ref, allOf, anyOf, oneOf, not, if: condition, object } = schema;
    if ([ref, allOf, anyOf, oneOf, not, condition, object?.dependentSchemas].some((each) => each !== undefined)) return false;
    const owner = this.#ownerOf(schema.place);
    return !isInPart(schema.place) && (owner === undefined || !this.#shared.has(owner));
  }

  /** Whether some schema may describe a property of that name. */
  mayHave(name: string): boolean {
    return this.#hasOpenParts || this.#names.has(name);
  }

  /** The named schema that contains a location. */
  #ownerOf({ file, pointer }: Place): SchemaId | undefined {
    // A component's in the root document, which is most of them.
    const [component] = file === "" ? (/^#\/(?:components\/schemas|definitions)\/[^/]+/.exec(pointer) ?? []) : [];
    if (component !== undefined) return component;
    for (let at = pointer; at !== ""; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
      const id = placeKey({ file, pointer: at });
      if (this.#model.schemas.has(id)) return id;
    }
    return undefined;
  }
}

/** Whether a location belongs to a schema that applies to the same value as the one around it. */
function isInPart({ pointer }: Place): boolean {
  return /\/(?:(?:allOf|anyOf|oneOf)\/\d+|not|if|then|else|contains|dependentSchemas|patternProperties|unevaluated\w+)(?:\/|$)/.test(pointer);
}

/** Adds the branch of `anyOf: [T, { type: "null" }]`, which is alone with every value but null. */
function addNonNullBranch({ anyOf, oneOf, ref, allOf, object }: Schema, branches: Set<Schema>): void {
  const [only, ...others] = (anyOf ?? oneOf ?? []).filter(({ type }) => type?.join() !== "null");
  if (only !== undefined && others.length === 0 && ref === undefined && allOf === undefined && object === undefined) branches.add(only);
}

function hasKeywordsBesidesReference(schema: Schema): boolean {
  return Object.keys(schema).some((key) => !["id", "place", "ref", "annotations", "spelled"].includes(key));
}
