import type { Json } from "../../model/json.js";
import { withDigits } from "../variants/digits.js";
import type { Level, Side, Surface } from "../change.js";

export type Parameters = Readonly<Record<string, Json>>;

/** A change rule: its level for consumers, with the reason. */
export interface Rule {
  readonly code: string;
  readonly surface: Surface;
  /** For a consumer that sends the value, and for one that reads it. `undefined`: nothing to report on that side. */
  readonly level: (parameters: Parameters) => Readonly<Record<Side, Level | undefined>>;
  /** The effect of the change on code that compiles against the generated types, if there is one. */
  readonly types?: Readonly<Record<Side, Level | undefined>>;
  /** Nothing for code that compiles: TypeScript knows one `number`. */
  readonly sameTypes?: (parameters: Parameters) => boolean;
  readonly message: (parameters: Parameters) => string;
  /** From the consumer's point of view. */
  readonly reason: string;
  /** The reason for the other side of webhooks and callbacks: the consumer reads the request and writes the response. */
  readonly reasonFor?: (side: Side | "both", parameters: Parameters) => string | undefined;
  /** Inclusion cannot be decided for it: a witness, where one is found, makes it breaking. */
  readonly undecidable?: true;
  /**
   * The subject of a schema difference. `values`: harmless if both schemas allow the same ones, and safe if containment is proved.
   * `names`: added and removed properties, which readers notice although an open object allows any.
   */
  readonly about?: "values" | "names";
  /** The message of such a change with an example, by the document that accepts the example. */
  readonly proved?: (parameters: Parameters, acceptedBy: "old" | "new") => string;
  /** Good tools disagree: the level is a default that a team may change. */
  readonly policy?: true;
}

/** A warning, unless containment is proved in the safe direction for the consumer. */
export const unlessContained: Rule["level"] = ({ contained }) =>
  contained === true ? { request: "safe", response: "safe" } : { request: "warning", response: "warning" };

/** A reason for the side on which only webhooks and callbacks have such a change. */
export function served(side: Side, reason: string): NonNullable<Rule["reasonFor"]> {
  return (requested) => (requested === side ? reason : undefined);
}

/** A reason for the side that a property harms by coming or going where no other property is allowed. */
export function whereClosed(side: Side, reason: string): NonNullable<Rule["reasonFor"]> {
  return (requested, { closed }) => (requested === side && closed === true ? reason : undefined);
}

export const always = (level: Level): Rule["level"] => sides(level, level);
export const sides = (request: Level | undefined, response: Level | undefined): Rule["level"] => {
  const levels = { request, response };
  return () => levels;
};

/** A value of a document, quoted and cut. */
export function show(value: Json | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "none";
  const text = Array.isArray(value) ? value.map((item) => withDigits(JSON.stringify(item))).join(", ") : withDigits(JSON.stringify(value));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** One value, which may be a list itself. */
export function showValue(value: Json | undefined): string {
  return show(value === undefined ? undefined : [value]);
}
