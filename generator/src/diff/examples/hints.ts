import type { Json } from "../../model/json.js";
import { placeKey } from "../../model/place.js";
import type { Difference, Side } from "../change.js";
import type { Root } from "../compare/context.js";
import { deepText } from "../variants/text.js";
import { bodies, branchesWithin } from "./bodies.js";
import { atBounds, ofNames, ofPatterns } from "./candidates.js";
import type { Judges } from "./witness.js";

/** Values of the schemas in the difference: of an added or removed branch, of overlapping branches, of schemas inside a keyword. */
export function* hintedValues(difference: Difference, root: Root, acceptedBy: "old" | "new", judges: Judges): Generator<Json> {
  yield* branchesOf(difference, acceptedBy, judges, root.side);
  yield* isAboutBranches(difference) ? valuesOfBranches(difference, root, judges) : hinted(difference, judges, root.side);
}

/** Values of the branch that came or went, where it is a component. */
function branchesOf(difference: Difference, version: "old" | "new", judges: Judges, side: Side): readonly Json[] {
  const at = difference.places[version];
  const schema = !difference.code.startsWith("union-branch") || at === undefined ? undefined : judges.models[version].schemas.get(placeKey(at));
  return schema === undefined ? [] : [...bodies(schema, judges.models[version], side, 3)];
}

/** A change inside the keyword is in one of these, or in none. */
const drawsOfHints = 8;

/** Values of the schemas inside the keyword: those that a `not` rejects, or that satisfy a condition. */
function hinted({ hints }: Difference, { models }: Judges, side: Side): readonly Json[] {
  const found: Json[] = [];
  for (const version of ["old", "new"] as const)
    for (const hint of hints?.[version] ?? [])
      for (const schema of [hint, ...branchesWithin(hint, models[version])])
        found.push(
          ...(schema.enum ?? []),
          ...(schema.const === undefined ? [] : [schema.const]),
          ...atBounds(schema),
          ...ofNames(schema),
          ...ofPatterns(schema),
          ...bodies(schema, models[version], side, drawsOfHints),
        );
  return found;
}

/** Branches of a `oneOf` overlap now, or no longer do. */
function isAboutBranches({ code, parameters, path = [] }: Difference): boolean {
  return code === "values-changed" || (code === "constraint-changed" && parameters["keyword"] === "oneOf" && path.length === 0);
}

/**
 * Values of every branch of the body on either side: where branches came to overlap, or ceased to, one of them shows it. A branch that did not
 * change has the same ones on both.
 */
function* valuesOfBranches({ hints }: Difference, { schemas, side }: Root, { models }: Judges): Generator<Json> {
  const known = new Set<string>();
  for (const version of ["old", "new"] as const) {
    const [whole, model] = [schemas[version], models[version]];
    for (const schema of hints?.[version] ?? (whole === undefined ? [] : [whole])) {
      for (const branch of branchesWithin(schema, model)) {
        const text = deepText(branch, model, side);
        if (!known.has(text)) yield* bodies(branch, model, side, 2);
        known.add(text);
      }
    }
  }
}
