import { Inclusion } from "../../diff/compare/included.js";
import { Forms } from "../../diff/forms/form.js";
import { nodeOf } from "../../diff/forms/node.js";
import type { ApiModel } from "../../model/api.js";
import type { Schema } from "../../model/schema.js";
import { together } from "../../model/together.js";
import { meet, shapeOf, type Shape } from "../../values/build/shape.js";
import { clashOf } from "../clash.js";
import { keywordPlace } from "../keyword-place.js";
import type { SchemaRule } from "../rule.js";

/** Unions of more branches than this, which are told apart by a tag of some sort, are not looked at; nor are branches of so many parts. */
const [maxBranches, maxParts] = [30, 100];
/** Pairs of branches that are looked at closely in one document. */
const maxProofs = 2_000;

/**
 * A branch of `oneOf` all of whose values another branch accepts as well: none of them is accepted, for `oneOf` asks for exactly one. An integer beside
 * a number, a date beside a string, an object beside one with fewer properties. It is read as written, as every validator of JSON Schema does.
 */
export const includedBranch: SchemaRule = (schema, report, model) => {
  const { oneOf, discriminator } = schema;
  // Where a discriminator chooses, nobody counts.
  if (oneOf === undefined || oneOf.length < 2 || oneOf.length > maxBranches || discriminator !== undefined) return;
  const branches = branchesOf(model);
  for (const [index, inner] of oneOf.entries()) {
    // Of two that say the same, the second is one too many.
    const by = oneOf.findIndex(
      (outer, at) => at !== index && branches.isIncluded(inner, outer) && (at < index || !branches.isIncluded(outer, inner)),
    );
    const outer = oneOf[by];
    if (outer !== undefined) report("included-branch", { inner: named(inner, index), outer: named(outer, by) }, keywordPlace(schema, "oneOf"));
  }
};

function named({ ref }: Schema, index: number): string {
  return `branch ${index + 1}${ref === undefined ? "" : ` (${ref.split("/").at(-1)})`}`;
}

const known = new WeakMap<ApiModel, Branches>();

function branchesOf(model: ApiModel): Branches {
  let branches = known.get(model);
  if (branches === undefined) known.set(model, (branches = new Branches(model)));
  return branches;
}

/** What a branch says at a glance. */
interface Gist {
  readonly shape: Shape;
  readonly required: ReadonlySet<string>;
  readonly properties: ReadonlyMap<string, readonly Schema[]>;
  /** Whether something is said of properties that are not listed. */
  readonly isClosed: boolean;
  /** Whether branches of its own, or values that it lists, say more than this. */
  readonly saysMore: boolean;
}

class Branches {
  readonly #model: ApiModel;
  readonly #gists = new Map<Schema, Gist | undefined>();
  readonly #sides: readonly Inclusion[];
  #left = maxProofs;

  constructor(model: ApiModel) {
    this.#model = model;
    this.#sides = (["response", "request"] as const).map((side) => {
      const forms = new Forms(model, side);
      return Inclusion.both(forms, forms)[0];
    });
  }

  /** Whether every value of one is a value of the other one, whoever sends it. */
  isIncluded(inner: Schema, outer: Schema): boolean {
    if (!this.#mayBeIncluded(inner, outer) || this.#left === 0) return false;
    this.#left -= 1;
    return this.#sides.every((side) => side.node(nodeOf(inner), nodeOf(outer)));
  }

  /** Most branches differ at a glance; to look at all of them closely took several times as long. */
  #mayBeIncluded(inner: Schema, outer: Schema): boolean {
    const [own, other] = [this.#gistOf(inner), this.#gistOf(outer)];
    if (own === undefined || other === undefined || meet(own.shape.types, other.shape.types).length === 0) return false;
    // Where a file is sent, no text is; whoever checks it as JSON does not tell the two apart.
    if (own.shape.formats.includes("binary")) return false;
    if (own.saysMore || !own.shape.types.includes("object")) return true;
    for (const name of other.required) if (!own.required.has(name)) return false;
    for (const [name, schemas] of other.properties) {
      const said = own.properties.get(name);
      if (said === undefined ? !own.isClosed && schemas.some(({ type }) => type !== undefined) : clashOf([...said, ...schemas]) !== undefined)
        return false;
    }
    return true;
  }

  #gistOf(schema: Schema): Gist | undefined {
    if (!this.#gists.has(schema)) this.#gists.set(schema, this.#gist(schema));
    return this.#gists.get(schema);
  }

  #gist(schema: Schema): Gist | undefined {
    const parts = together([schema], this.#model, maxParts);
    const shape = parts.length > maxParts ? undefined : shapeOf(parts, []);
    if (shape === undefined) return undefined;
    const properties = new Map<string, Schema[]>();
    for (const { object } of parts)
      for (const [name, property] of object?.properties ?? []) properties.set(name, [...(properties.get(name) ?? []), property]);
    const isOpen = parts.every(({ object: { additionalProperties, patternProperties, unevaluatedProperties } = {} }) =>
      [additionalProperties, patternProperties, unevaluatedProperties].every((each) => each === undefined),
    );
    return {
      shape,
      required: new Set(parts.flatMap(({ object }) => object?.required ?? [])),
      properties,
      isClosed: !isOpen,
      saysMore: shape.values !== undefined || parts.some(({ anyOf, oneOf }) => (anyOf ?? oneOf) !== undefined),
    };
  }
}
