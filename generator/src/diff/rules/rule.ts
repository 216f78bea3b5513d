import type { Json } from "../../model/json.js";
import { withDigits } from "../variants/digits.js";
import type { Level, Side, Surface } from "../change.js";

export type Parameters = Readonly<Record<string, Json>>;

/** What one kind of change costs a consumer, and why. */
export interface Rule {
  readonly code: string;
  readonly surface: Surface;
  /** For a consumer that sends the value, and for one that reads it. `undefined`: nothing to report on that side. */
  readonly level: (parameters: Parameters) => Readonly<Record<Side, Level | undefined>>;
  /** What the change does to code that compiles against the generated types, where that is worse than nothing. */
  readonly types?: Readonly<Record<Side, Level | undefined>>;
  /** Nothing for code that compiles: TypeScript knows one `number`. */
  readonly sameTypes?: (parameters: Parameters) => boolean;
  readonly message: (parameters: Parameters) => string;
  /** From the consumer's point of view. */
  readonly reason: string;
  /** Another reason, where the consumer is at the other end: of a webhook or callback it reads the request and writes the answer. */
  readonly reasonFor?: (side: Side | "both", parameters: Parameters) => string | undefined;
  /** Inclusion cannot be decided for it: a witness, where one is found, makes it breaking. */
  readonly undecidable?: true;
  /**
   * What a difference in a schema is about. `values`: nothing where the two schemas allow the same ones, and nothing bad where containment is proved.
   * `names`: properties that come and go, which readers notice although an open object allows any.
   */
  readonly about?: "values" | "names";
  /** What is said of such a change once a witness has been found, or once it is proved to go one way only (`contained`). */
  readonly proved?: (parameters: Parameters) => string;
  /** Good tools disagree: the level is a default that a team may change. */
  readonly policy?: true;
}

/** A warning, unless the new values are proved to be some of the old ones, or the reverse, whichever is safe for who is asked. */
export const unlessContained: Rule["level"] = ({ contained }) =>
  contained === true ? { request: "safe", response: "safe" } : { request: "warning", response: "warning" };

/** A reason for the side on which only webhooks and callbacks have such a change. */
export function served(side: Side, reason: string): NonNullable<Rule["reasonFor"]> {
  return (asked) => (asked === side ? reason : undefined);
}

/** A reason for the side that a property harms by coming or going where no other property is allowed. */
export function whereClosed(side: Side, reason: string): NonNullable<Rule["reasonFor"]> {
  return (asked, { closed }) => (asked === side && closed === true ? reason : undefined);
}

export const always = (level: Level): Rule["level"] => sides(level, level);
export const sides = (request: Level | undefined, response: Level | undefined): Rule["level"] => {
  const levels = { request, response };
  return () => levels;
};

/** A value of a document, quoted and cut. */
export function show(value: Json | undefined): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return "nothing";
  const text = Array.isArray(value) ? value.map((item) => withDigits(JSON.stringify(item))).join(", ") : withDigits(JSON.stringify(value));
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}

/** One value, which may be a list itself. */
export function showValue(value: Json | undefined): string {
  return show(value === undefined ? undefined : [value]);
}
