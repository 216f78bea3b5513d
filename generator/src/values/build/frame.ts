import type { Json } from "../../model/json.js";
import type { SchemaId } from "../../model/schemas/schema.js";
import type { Token } from "../json.js";

/** A place that the value must have, and the branches that lead to it. */
export interface Goal {
  readonly tokens: readonly Token[];
  /** `schema id + kind` → branch. */
  readonly branches: ReadonlyMap<string, number>;
  /** Properties that must be there as well, by the instance path of their object. */
  readonly include: readonly { readonly tokens: readonly Token[]; readonly name: string }[];
}

/** The way to a part of a value, the last step first. */
export interface Path {
  readonly before: Path | undefined;
  readonly token: Token;
}

/** Where in the value we are. */
export interface Frame {
  readonly path: Path | undefined;
  readonly depth: number;
  /** Named schemas that we are inside of. */
  readonly inside: ReadonlySet<SchemaId>;
  readonly name: string;
  /** 0, 1, 2 … ask for different values at the same place. */
  readonly step: number;
  readonly onGoal: boolean;
  /** What the document shows for this place: a discriminator's value, or a part of an example of the whole. */
  readonly hints: readonly Json[];
}

/** The way from the whole value, as one text. */
export function written(path: Path | undefined): string {
  if (path === undefined) return "";
  return path.before === undefined ? String(path.token) : `${written(path.before)}/${path.token}`;
}
