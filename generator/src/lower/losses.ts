import type { Loss, LossKind, WrongKind } from "../model/losses.js";
import { placeKey, type Place } from "../model/place.js";
import type { ReferenceKind } from "./references/unresolved.js";
import { pathItemMethods } from "../model/http/methods.js";

/** Collects the parts of the document that are lost. The code that drops a part adds it. */
export class Losses {
  readonly #found = new Map<string, Loss>();
  readonly #allowed = new Set<string>();

  /** @param section Set for a section of the document, such as `paths`, whose value is of the wrong kind. The check of losses reports it. */
  add(kind: LossKind | undefined, place: Place, section?: WrongKind): void {
    if (kind === undefined) return;
    const key = placeKey(place);
    this.#found.set(`${kind} ${key}`, { kind, place, ...(section !== undefined && { section }), ...(this.#allowed.has(key) && { isAllowed: true }) });
  }

  /** Records an unresolved reference that the user allows. Losses with it count as allowed. */
  allow(place: Place): void {
    this.#allowed.add(placeKey(place));
  }

  get all(): readonly Loss[] {
    return [...this.#found.values()];
  }
}

const kinds: ReadonlyMap<string, LossKind> = new Map<string, LossKind>([
  ...pathItemMethods.map((method) => [method, "operation"] as const),
  ["paths", "operation"],
  ["x-ms-paths", "operation"],
  ["webhooks", "operation"],
  ["additionalOperations", "operation"],
  ["callbacks", "callback"],
  ["responses", "response"],
  ["requestBody", "requestBody"],
  ["requestBodies", "requestBody"],
  ["content", "content"],
  ["consumes", "content"],
  ["produces", "content"],
  ["parameters", "parameter"],
  ["headers", "header"],
  ["schemas", "schema"],
  ["definitions", "schema"],
  ["security", "security"],
  ["securitySchemes", "security"],
  ["securityDefinitions", "security"],
  ["flows", "security"],
]);

/** The loss with a field, or with a member of its list or map. `undefined` if calls and values stay the same without it. */
export function lossOf(field: string): LossKind | undefined {
  return kinds.get(field);
}

const sections: ReadonlySet<string> = new Set(
  [...kinds.keys(), "components", "servers", "tags"].filter((field) => !(pathItemMethods as readonly string[]).includes(field)),
);

/** Whether a field has a fixed location in a document and contains parts of the API. */
export function isSection(field: string): boolean {
  return sections.has(field);
}

const noCollections: ReadonlySet<string> = new Set([...pathItemMethods, "requestBody"]);

/** The loss with a member of a list or map. */
export function lossOfMember(field: string): LossKind | undefined {
  return noCollections.has(field) ? undefined : kinds.get(field);
}

const referenceKinds: Readonly<Record<ReferenceKind, LossKind | undefined>> = {
  schema: "schema",
  mediaType: "content",
  header: "header",
  requestBody: "requestBody",
  response: "response",
  parameter: "parameter",
  pathItem: "operation",
  callback: "callback",
  securityScheme: "security",
  // The reader of the section records the losses in it.
  section: undefined,
  link: undefined,
  example: undefined,
  text: undefined,
};

/** The loss with an unresolved reference. */
export function lossOfReference(kind: ReferenceKind): LossKind | undefined {
  return referenceKinds[kind];
}
