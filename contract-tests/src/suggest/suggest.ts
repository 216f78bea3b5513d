import { isJsonObject, tokens } from "tallystick/model";
import type { Gathered } from "../findings/collect.js";
import type { FindingClass, OverlayAction, Suggestion } from "../findings/finding.js";
import type { Interaction } from "../traffic/interaction.js";
import { suggestBody, suggestContentType, suggestStatus } from "./suggest-response.js";
import { valueAt } from "../observe/value-at.js";
import type { SuggestContext } from "./context.js";
import { inferSchema } from "./infer.js";
import { jsonPath, parentPointer, step } from "./json-path.js";
import { splitOff } from "./split.js";
import { widen } from "./widen.js";

/**
 * The change of the document that would prevent this finding, if the document may be at fault: widens types, values and bounds
 * by exactly the observed values. None if only the server can be at fault.
 */
export function suggest(context: SuggestContext): Suggestion | undefined {
  const actions = actionsFor(context);
  if (actions === undefined || actions.length === 0) return undefined;
  return { summary: suggestionSummary(context.gathered.first.class, context.gathered), actions };
}

/** `Document the property: observed 3 times in 2 interactions.` */
export function suggestionSummary(name: FindingClass, { count, interactions }: Pick<Gathered, "count" | "interactions">): string {
  const times = `observed ${count === 1 ? "once" : `${count} times`}${interactions > 1 ? ` in ${interactions} interactions` : ""}`;
  return `${sentences[name] ?? "Widen the schema"}: ${times}.`;
}

const sentences: Partial<Record<FindingClass, string>> = {
  "schema-violation": "Widen the schema to the observed values",
  "constraint-not-enforced": "Allow the request that the server accepted",
  "undocumented-status": "Document the status",
  "wrong-content-type": "Document the content type",
  "undocumented-field": "Document the property",
  "missing-header": "Make the header optional",
  unchecked: "Describe the body",
  "spec-defect": "Remove the invalid example",
};

function actionsFor(context: SuggestContext): readonly OverlayAction[] | undefined {
  const { gathered, model } = context;
  const { first } = gathered;
  if (first.folded === true) return undefined;
  switch (first.class) {
    case "constraint-not-enforced":
      // Values of ordinary traffic may be right; values of probes are intentionally wrong.
      return first.status === undefined && first.keyword !== "content" ? widenAll(context) : undefined;
    case "schema-violation":
      return widenAll(context);
    case "undocumented-field": {
      const name = tokens(`#${first.instancePath}`).at(-1);
      if (name === undefined || first.schemaPath === "") return undefined;
      // A property of the other direction is the sender's fault, and may be a secret. A query parameter is no property.
      if (first.access !== undefined || first.keyword === "parameters") return undefined;
      return separately(context, first.schemaPath, (place) => update(place, { [name]: inferSchema(gathered.evidence, model.dialect) }));
    }
    case "undocumented-status":
      // Documenting a failure of the server does not repair it.
      if (first.status?.startsWith("5") === true) return undefined;
      return separately(context, first.schemaPath, (place) => suggestStatus(place, gathered.evidence.filter(isInteraction)));
    case "wrong-content-type":
      if (first.subject.in !== "response-header") return undefined;
      return separately(context, first.schemaPath, (place) => suggestContentType(place, gathered.evidence.filter(isInteraction)));
    case "unchecked":
      return separately(context, first.schemaPath, suggestBody);
    case "missing-header":
      return separately(context, first.schemaPath, (place) => update(place, { required: false }));
    case "spec-defect": {
      // Only examples and defaults can be removed without changing the contract.
      if (first.isExample !== true) return undefined;
      return removeExample(context, first.schemaPath);
    }
    default:
      return undefined;
  }
}

function widenAll(context: SuggestContext): readonly OverlayAction[] {
  const { first } = context.gathered;
  return [first.schemaPath, ...(first.also ?? [])].flatMap((schemaPath) => separately(context, schemaPath, widen) ?? []);
}

/** Actions for one location, after those that separate it from other uses of its component. */
function separately(
  context: SuggestContext,
  schemaPath: string,
  make: (place: SuggestContext) => readonly OverlayAction[] | undefined,
): readonly OverlayAction[] | undefined {
  const { gathered } = context;
  const place = splitOff(context, schemaPath);
  if (place === undefined) return undefined;
  const actions = make({
    ...context,
    document: place.document,
    gathered: { ...gathered, first: { ...gathered.first, schemaPath: place.schemaPath } },
  });
  return actions === undefined || actions.length === 0 ? undefined : [...place.actions, ...actions];
}

function update({ document, gathered }: SuggestContext, value: unknown): readonly OverlayAction[] | undefined {
  const target = jsonPath(gathered.first.schemaPath, document);
  return target === undefined ? undefined : [{ target, update: value }];
}

/** The pointer names an entry of `examples`, a `default`, or the node with an `example`. */
function removeExample(context: SuggestContext, pointer: string): readonly OverlayAction[] | undefined {
  const path = jsonPath(pointer, context.document);
  if (path === undefined) return undefined;
  const last = tokens(pointer).at(-1);
  const parent = tokens(parentPointer(pointer)).at(-1);
  if (last === "default" || last === "example" || parent === "examples") return [{ target: path, remove: true }];
  const node = valueAt(context.document, pointer);
  if (!isJsonObject(node)) return undefined;
  if (node["example"] !== undefined) return [{ target: `${path}${step("example")}`, remove: true }];
  return undefined;
}

function isInteraction(value: unknown): value is Interaction {
  return typeof value === "object" && value !== null && "request" in value && "origin" in value;
}
