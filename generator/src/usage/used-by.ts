import type { Operation } from "../model/api.js";
import { tokens } from "../model/place.js";
import { identityOf, isSameStatus } from "./join.js";
import type { UsageManifest, UsedField, UsedOperation, UsePlace } from "./manifest.js";

/** A consumer, and its lines that use a part of an operation. */
export interface PartUse {
  readonly consumer: string;
  readonly places: readonly UsePlace[];
}

/** A part of an operation: all of it, a status, or a field of a body. */
export interface OperationPart {
  readonly operation: Pick<Operation, "method" | "path" | "responses">;
  /** Absent for the request. */
  readonly status?: string;
  /** Path in the body: `/items/*&#47;id`. Absent for the operation or the status as a whole. */
  readonly path?: string;
  /** A member of the field's enum. */
  readonly member?: string;
}

/** Finds the consumers that use a part of an operation. Uses that cannot be known are not counted. */
export class UsedParts {
  readonly #operations = new Map<string, { readonly consumer: string; readonly used: UsedOperation }[]>();

  constructor(manifests: readonly UsageManifest[]) {
    for (const { consumer, operations } of manifests)
      for (const used of operations) {
        const identity = identityOf(used);
        this.#operations.set(identity, [...(this.#operations.get(identity) ?? []), { consumer, used }]);
      }
  }

  usersOf({ operation, status, path, member }: OperationPart): readonly PartUse[] {
    const hasSuccess = operation.responses.some((response) => response.status.startsWith("2"));
    const found = new Map<string, Set<UsePlace>>();
    const add = (consumer: string, places: readonly UsePlace[]): void => {
      const known = found.get(consumer) ?? new Set();
      found.set(consumer, known);
      for (const place of places) known.add(place);
    };
    for (const { consumer, used } of this.#operations.get(identityOf(operation)) ?? []) {
      // Who tells no status from another relies on success alone.
      const responses = used.responses.filter((each) =>
        each.status === "*" ? status?.startsWith("2") : status !== undefined && isSameStatus(each.status, status, hasSuccess),
      );
      if (path === undefined && status === undefined) add(consumer, used.places);
      else if (path === undefined) for (const { places, fields } of responses) add(consumer, [...places, ...fields.flatMap((field) => field.places)]);
      else {
        const fields = status === undefined ? used.request : responses.flatMap((response) => response.fields);
        for (const field of fields) if (isUseOf(field, tokens(path), member)) add(consumer, field.places);
      }
    }
    return [...found].map(([consumer, places]) => ({ consumer, places: [...places] }));
  }
}

/** Whether a field is at the path or below it; for a member, whether the field is compared with it, or it is sent. */
function isUseOf({ path, values = [] }: UsedField, wanted: readonly string[], member: string | undefined): boolean {
  const steps = tokens(path);
  if (steps.length < wanted.length || !wanted.every((step, index) => step === steps[index] || step === "*" || steps[index] === "*")) return false;
  return member === undefined || (steps.length === wanted.length && values.some((value) => String(value) === member));
}
