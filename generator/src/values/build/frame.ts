import type { Json } from "../../model/json.js";
import type { SchemaId } from "../../model/schemas/schema.js";
import type { Token } from "../json.js";

/** A location that the value must have, and the branches on the path to it. */
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
  /** 0, 1, 2 … request different values at the same location. */
  readonly step: number;
  readonly onGoal: boolean;
  /** The document's value for this location: a discriminator value, or a part of an enclosing example. */
  readonly hints: readonly Json[];
}

/** The way from the whole value, as one text. */
export function written(path: Path | undefined): string {
  if (path === undefined) return "";
  return path.before === undefined ? String(path.token) : `${written(path.before)}/${path.token}`;
}
