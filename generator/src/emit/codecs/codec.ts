import type { Schema } from "../../model/schemas/schema.js";
import { isPlainReference, type Decoded, type Decoding } from "../../plan/decoding.js";
import type { Plan } from "../../plan/plan.js";
import { regexLiteral } from "../regex.js";
import { code, join, propertyKey, raw, symbol, type Code, type ImportedSymbol } from "../print/code.js";
import { runtimeSymbol } from "../print/runtime.js";

const scalars: Readonly<Record<Exclude<Decoded["kind"], "brand">, ImportedSymbol>> = {
  date: runtimeSymbol("codecs/dates", "date"),
  instant: runtimeSymbol("codecs/temporal", "instant"),
  plainDate: runtimeSymbol("codecs/temporal", "plainDate"),
  bigint: runtimeSymbol("codecs/integers", "bigint"),
  digits: runtimeSymbol("codecs/integers", "digits"),
};

/** The codec of a schema as a value for the runtime; `undefined` where code holds it as the wire has it. */
export function codecOf(schema: Schema, plan: Plan): Code | undefined {
  const { decoding } = plan;
  if (decoding === undefined || !decoding.reaches(schema)) return undefined;
  const target = schema.ref === undefined ? undefined : plan.schemaById.get(schema.ref);
  if (target !== undefined && isPlainReference(schema)) return code`${symbol(`codecs/${target.file}`, codecName(target.baseName))}`;
  const own = decoding.own(schema);
  if (own !== undefined && own.kind !== "brand") return code`{ scalar: ${scalars[own.kind]} }`;
  const leading = decoding.leading(schema);
  if (leading !== undefined) return codecOf(leading, plan);
  return code`{ ${join(membersOf(schema, plan, decoding), ", ")} }`;
}

export function codecName(baseName: string): string {
  return `${baseName}Codec`;
}

function membersOf(schema: Schema, plan: Plan, decoding: Decoding): Code[] {
  const members: Code[] = [];
  const { object, array } = schema;
  const add = (name: string, value: Code | undefined): void => {
    if (value !== undefined) members.push(code`${raw(name)}: ${value}`);
  };
  const others = object?.additionalProperties === undefined ? undefined : codecOf(object.additionalProperties, plan);
  const byPattern = [...(object?.patternProperties ?? [])].map(([source, property]) => [source, codecOf(property, plan)] as const);
  // A property without a codec is only listed so that the codec for other names does not apply to it.
  const unchanged = raw("{}");
  const isTaken = others !== undefined || byPattern.some(([, codec]) => codec !== undefined);
  const parts = [...(object?.properties ?? [])].flatMap(([name, property]) => {
    const codec = codecOf(property, plan) ?? (isTaken ? unchanged : undefined);
    return codec === undefined ? [] : [code`${raw(propertyKey(name))}: ${codec}`];
  });
  if (parts.length > 0) add("parts", code`{ ${join(parts, ", ")} }`);
  const patterns = byPattern.flatMap(([source, codec = others && unchanged]) =>
    codec === undefined ? [] : [code`[${regexLiteral(source)}, ${codec}]`],
  );
  if (patterns.length > 0) add("patterns", code`[${join(patterns, ", ")}]`);
  add("others", others);
  const first = (array?.prefixItems ?? []).map((item) => codecOf(item, plan) ?? raw("null"));
  if (first.length > 0) add("first", code`[${join(first, ", ")}]`);
  add("items", array?.items === undefined ? undefined : codecOf(array.items, plan));
  const { id, place, ref } = schema;
  const together = [...(ref === undefined ? [] : [{ id, place, ref }]), ...(schema.allOf ?? [])].flatMap((part) => codecOf(part, plan) ?? []);
  if (together.length > 0) add("all", code`[${join(together, ", ")}]`);
  const branches = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((branch) => {
    const codec = codecOf(branch, plan);
    if (codec === undefined) return [];
    const test = testOf(branch, plan, decoding);
    return [test === undefined ? code`[${codec}]` : code`[${codec}, ${test}]`];
  });
  if (branches.length > 0) add("any", code`[${join(branches, ", ")}]`);
  return members;
}

/** The validator that decides about a branch. Scalars decide by themselves, and requests may lack readOnly properties. */
function testOf(branch: Schema, plan: Plan, decoding: Decoding): ImportedSymbol | undefined {
  const target = branch.ref === undefined ? undefined : plan.schemaById.get(branch.ref);
  if (target === undefined || target.directional || decoding.scalar(branch) !== undefined) return undefined;
  return symbol(`validators/${target.file}`, target.isName);
}
