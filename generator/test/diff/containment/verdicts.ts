import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { registerSchema, unregisterSchema, validate as hyperjump } from "@hyperjump/json-schema/draft-2020-12";
import type { RandomDocument } from "./random-schemas.js";

export type Verdict = boolean | undefined;

/**
 * What Ajv says of values, by JSON Schema alone, which knows nothing of a discriminator, and with tags held against the branches that they name
 * (OpenAPI 3.1 §4.8.25): all of them, each one alone, and all but one, and with the name of a branch for a tag of it beside the tags that the
 * mapping lists, or not. Where these differ there is no verdict: whether a tag may refuse is not for the comparison to say.
 */
export function verdictsOf(document: RandomDocument): (value: unknown) => Verdict {
  const count = JSON.stringify(document).split('"discriminator"').length - 1;
  const each = Array.from({ length: count }, (_, index) => index);
  const readings: readonly Reading["isHeld"][] = [
    () => false,
    ...(count > 0 ? [() => true] : []),
    ...(count > 1 ? each.flatMap((only) => [(index: number) => index === only, (index: number) => index !== only]) : []),
  ];
  return agreed(document, readings, count > 0 ? [true, false] : [true]);
}

/** What Ajv says where every tag is held against the branches: no verdict for a document without tags. */
export function heldVerdictsOf(document: RandomDocument): (value: unknown) => Verdict {
  return JSON.stringify(document).includes('"discriminator"') ? agreed(document, [() => true], [true, false]) : () => undefined;
}

function agreed(document: RandomDocument, readings: readonly Reading["isHeld"][], names: readonly boolean[]): (value: unknown) => Verdict {
  const judges = readings.flatMap((isHeld) => names.map((areNames) => judgeOf(withTags(document, { isHeld, areNames, seen: 0 }) as RandomDocument)));
  const [first, ...others] = judges;
  return (value) => {
    const verdict = first?.(value);
    return others.every((judge) => judge(value) === verdict) ? verdict : undefined;
  };
}

interface Reading {
  /** Which discriminators are held against the branches, by their order. */
  readonly isHeld: (index: number) => boolean;
  /** Whether the name of a branch is a tag of it although the mapping has others. */
  readonly areNames: boolean;
  seen: number;
}

/** The document with discriminators written as what they ask of the branches. */
function withTags(part: unknown, reading: Reading): unknown {
  if (Array.isArray(part)) return part.map((item) => withTags(item, reading));
  if (typeof part !== "object" || part === null) return part;
  const { discriminator, ...rest } = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withTags(value, reading)]));
  if (discriminator === undefined || !reading.isHeld(reading.seen++)) return rest;
  const { oneOf, ...beside } = rest as { oneOf?: readonly (boolean | { $ref?: string })[] };
  if (oneOf === undefined) return rest;
  const { propertyName, mapping = {} } = discriminator as { propertyName: string; mapping?: Readonly<Record<string, string>> };
  const branches = oneOf.map((branch) => {
    if (typeof branch === "boolean" || branch.$ref === undefined) return branch;
    const name = branch.$ref.slice(branch.$ref.lastIndexOf("/") + 1);
    const mapped = Object.keys(mapping).filter((word) => mapping[word] === branch.$ref || mapping[word] === name);
    const words = reading.areNames || mapped.length === 0 ? [name, ...mapped] : mapped;
    return { ...branch, type: "object", required: [propertyName], properties: { [propertyName]: { enum: [...new Set(words)] } } };
  });
  return { ...beside, oneOf: branches };
}

function judgeOf({ schema, components }: RandomDocument): ValidateFunction {
  const ajv = addFormats.default(new Ajv2020({ strict: false, logger: false }));
  return ajv.compile({ $ref: "#/components/schemas/Root", components: { schemas: { ...components, Root: schema } } });
}

/** Ajv 8.20 takes an empty list for one that contains something where `prefixItems` stands beside it, and what `contains` found, or what stands beside `dependentSchemas`, for unknown. */
export function mayBeWrong(...documents: readonly RandomDocument[]): boolean {
  return /"(contains|unevaluatedItems|unevaluatedProperties)"/.test(JSON.stringify(documents));
}

let uris = 0;

export async function secondOpinion({ schema, components }: RandomDocument, value: unknown): Promise<boolean> {
  const uri = `https://tallystick.example/containment/${++uris}`;
  const $defs = JSON.parse(JSON.stringify({ ...components, Root: schema }).replaceAll("#/components/schemas/", "#/$defs/")) as object;
  registerSchema({ $schema: "https://json-schema.org/draft/2020-12/schema", $ref: "#/$defs/Root", $defs } as never, uri);
  try {
    return (await hyperjump(uri, JSON.parse(JSON.stringify(value)))).valid;
  } finally {
    unregisterSchema(uri);
  }
}
