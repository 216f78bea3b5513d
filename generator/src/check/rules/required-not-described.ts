import type { ApiModel } from "../../model/api.js";
import { child, placeKey, type Place } from "../../model/place.js";
import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import type { SchemaRule } from "../rule.js";
import { walkSchemas } from "../walk.js";
import { remembered } from "../../algorithms/remembered.js";

/**
 * A name that an object requires and nothing describes, as a misspelled one, or that of a property which has gone: objects are refused for lacking it.
 * Where other schemas may speak of the same object, only a name that no schema of the document knows is told.
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

/** Whether a schema says something of the names that it does not list; whether it forbids them is another rule's to say. */
function describesOthers({ object: { additionalProperties, patternProperties, unevaluatedProperties } = {} }: Schema): boolean {
  return [additionalProperties, unevaluatedProperties].some(saysSomething) || patternProperties !== undefined;
}

function saysSomething(schema: Schema | undefined): boolean {
  return (
    schema !== undefined && (schema.boolean === false || Object.keys(schema).some((key) => key !== "id" && key !== "place" && key !== "boolean"))
  );
}

/** Asked for few documents. */
const describedIn = remembered((model: ApiModel) => new Described(model));

/** Which names the schemas of a document describe, and which of them speak of an object that others speak of, too. */
class Described {
  readonly #model: ApiModel;
  readonly #names = new Set<string>();
  /** Named schemas that are a part of others somewhere, or stand inside of such a part. */
  readonly #shared = new Set<SchemaId>();
  #hasOpenParts = false;

  constructor(model: ApiModel) {
    this.#model = model;
    const inside = new Map<SchemaId | undefined, SchemaId[]>();
    const besideNull = new Set<Schema>();
    walkSchemas(model, (schema) => {
      const { ref, anyOf, oneOf, object, place } = schema;
      if (object?.properties !== undefined) for (const name of object.properties.keys()) this.#names.add(name);
      if ((anyOf ?? oneOf) !== undefined) addBesideNull(schema, besideNull);
      if (ref === undefined && (object === undefined || this.#hasOpenParts)) return;
      const isPart = isInPart(place) && !besideNull.has(schema);
      this.#hasOpenParts ||= isPart && describesOthers(schema);
      if (ref === undefined) return;
      // Of a schema with several meanings, all stand at one place.
      if (isPart || saysMoreThanReference(schema)) this.#shared.add(ref.replace(/~(?![01])[\w-]+$/, ""));
      else {
        const owner = this.#ownerOf(place);
        const targets = inside.get(owner);
        if (targets === undefined) inside.set(owner, [ref]);
        else targets.push(ref);
      }
    });
    // A set takes in what is added while it is walked.
    for (const id of this.#shared) for (const target of inside.get(id) ?? []) this.#shared.add(target);
  }

  /** Whether no other schema speaks of the objects that this one speaks of. */
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

  /** The named schema that a place is in. */
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

/** Whether a place is in a schema that is asked about the same value as the one around it. */
function isInPart({ pointer }: Place): boolean {
  return /\/(?:(?:allOf|anyOf|oneOf)\/\d+|not|if|then|else|contains|dependentSchemas|patternProperties|unevaluated\w+)(?:\/|$)/.test(pointer);
}

/** Adds the branch of `anyOf: [T, { type: "null" }]`, which is alone with every value but null. */
function addBesideNull({ anyOf, oneOf, ref, allOf, object }: Schema, branches: Set<Schema>): void {
  const [only, ...others] = (anyOf ?? oneOf ?? []).filter(({ type }) => type?.join() !== "null");
  if (only !== undefined && others.length === 0 && ref === undefined && allOf === undefined && object === undefined) branches.add(only);
}

function saysMoreThanReference(schema: Schema): boolean {
  return Object.keys(schema).some((key) => !["id", "place", "ref", "annotations", "spelled"].includes(key));
}
