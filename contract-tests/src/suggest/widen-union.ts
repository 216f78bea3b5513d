import { isJsonObject, tokens, type Json } from "tallystick/model";
import type { OverlayAction } from "../findings/finding.js";
import { distinct, removal, type Broken } from "./broken.js";
import { componentName } from "./component-name.js";
import { inferSchema, kindsOf, type WrittenSchema } from "./infer.js";

/** One more branch for the values that no branch took, or any number of branches where several took them. */
export function widenUnion(broken: Broken): readonly OverlayAction[] | undefined {
  const { raw, target, dialect, evidence, first } = broken;
  const keyword = Array.isArray(raw["oneOf"]) ? "oneOf" : "anyOf";
  const branches = raw[keyword];
  if (!Array.isArray(branches)) return undefined;
  if (first.matches !== undefined) return [removal(broken, "oneOf"), { target, update: { anyOf: branches } }];
  // 3.0 has no type for null alone, and a schema without a type accepts everything.
  const onlyNull = evidence.every((value) => value === null);
  const branch = onlyNull && dialect === "openapi-3.0" ? { type: "string", nullable: true, enum: [null] } : inferSchema(evidence, dialect);
  const { tag } = first;
  if (tag !== undefined) return addTagged(broken, keyword, tag, branch);
  if (keyword === "anyOf" || onlyNull || isOfItsOwn(kindsOf(evidence), branches)) return [{ target, update: { [keyword]: [branch] } }];
  return [removal(broken, "oneOf"), { target, update: { anyOf: [...branches, branch] } }];
}

/** A branch for the observed discriminator values, so that other branches keep theirs. */
function addTagged({ target, evidence, first, context }: Broken, keyword: string, tag: string, branch: WrittenSchema): readonly OverlayAction[] {
  const objects = evidence.filter(isJsonObject);
  const tags = distinct(objects.flatMap((value) => (Object.hasOwn(value, tag) ? [value[tag]] : [])));
  if (tags.length === 0) return [{ target, update: { [keyword]: [{ ...branch, not: { required: [tag] } }] } }];
  const properties = isJsonObject(branch["properties"]) ? branch["properties"] : {};
  const written = { ...branch, required: [tag], properties: { ...properties, [tag]: { enum: tags } } };
  // A discriminator chooses among components only: an inline branch would leave the choice to the schemas.
  const name = componentName(context, "#/components/schemas", "Other", tokens(`#${first.path}`));
  const $ref = `#/components/schemas/${name}`;
  const mapping = Object.fromEntries(tags.map((one) => [String(one), $ref]));
  return [
    { target: "$", update: { components: { schemas: { [name]: written } } } },
    { target, update: { [keyword]: [{ $ref }], discriminator: { mapping } } },
  ];
}

/** Whether no branch can accept a value of these types, by the branches' own keywords. */
function isOfItsOwn(kinds: readonly string[], branches: readonly Json[]): boolean {
  return branches.every((branch) => {
    const types = isJsonObject(branch) ? [branch["type"]].flat() : [];
    return types.length > 0 && types.every((type) => typeof type === "string" && !kinds.some((kind) => areOneKind(kind, type)));
  });
}

function areOneKind(a: string, b: string): boolean {
  const plain = (kind: string): string => (kind === "integer" ? "number" : kind);
  return plain(a) === plain(b);
}
