import { createHash } from "node:crypto";
import { placeKey } from "../model/place.js";
import type { Place } from "../model/place.js";
import type { Both, Change, Difference, Level, Side, Surface } from "./change.js";
import { ruleByCode } from "./rules/rules.js";
import { pathText } from "./step.js";
import { invariant } from "../invariant.js";

/** A team's own verdicts for the rules on which good tools disagree: code → level, for one side or both. */
export type Policy = Readonly<Record<string, Level | "off" | Readonly<Partial<Record<Side, Level | "off">>>>>;

export type Locate = (version: "old" | "new", place: Place) => string;

/** The level of a difference for code that compiles against the generated types. */
export type TypeLevel = Extract<Level, "breaking" | "safe">;

/**
 * Gives each difference its level: one change per surface that it touches.
 *
 * @param ofTypes What the generated types of a schema difference showed. Absent: the rule decides.
 */
export function judge(difference: Difference, locate: Locate, policy: Policy = {}, ofTypes?: { readonly level?: TypeLevel }): readonly Change[] {
  const rule = ruleByCode.get(difference.code);
  invariant(rule !== undefined, `no rule for ${difference.code}`);
  const changes: Change[] = [];
  const add = (surface: Surface, level: Level | undefined): void => {
    if (level === undefined) return;
    const message = messageAt(rule.message(difference.parameters), difference);
    changes.push({
      code: difference.code,
      fingerprint: fingerprint([difference.code, difference.side, surface, difference.operations[0] ?? "", message]),
      level,
      side: difference.side,
      surface: level === "documentation" ? "documentation" : surface,
      ...(difference.operations[0] !== undefined && { operation: difference.operations[0] }),
      operations: difference.operations,
      pointer: map(difference.places, placeKey),
      location: mapBoth(difference.places, locate),
      message,
      help:
        level === "safe" && rule.about === "values"
          ? reassurance(difference)
          : (rule.reasonFor?.(difference.side, difference.parameters) ?? rule.reason),
    });
  };
  const own = policy[difference.code];
  const levels = rule.level(difference.parameters);
  const wire = pick(levels, difference.side);
  const chosen = typeof own === "string" ? own : own === undefined ? undefined : pickPolicy(own, difference.side);
  if (difference.ofTypes !== true || rule.surface !== "wire") add(rule.surface, chosen === "off" ? undefined : asWritten(chosen ?? wire, difference));
  if (rule.surface === "types") return changes;
  if (ofTypes !== undefined) add("types", ofTypes.level);
  else if (rule.types !== undefined && rule.sameTypes?.(difference.parameters) !== true) {
    const types = pick(rule.types, difference.side);
    if (types === "breaking") add("types", types);
  }
  return changes;
}

/** Reasons are those of the side that a change of values harms. */
const harmless: Readonly<Record<Side | "both", string>> = {
  request: "All values that were accepted are still accepted.",
  response: "Responses have no value that the old document rejects.",
  both: "No value changes for clients or servers.",
};

function reassurance({ side, parameters }: Difference): string {
  return parameters["texts"] === undefined ? harmless[side] : `${harmless[side]} In a URL, header or form, 5 and "5" are the same text.`;
}

/** Equal texts are no change on the wire, whatever their types. */
function asWritten(level: Level | undefined, { parameters }: Difference): Level | undefined {
  if (parameters["texts"] === undefined) return level;
  return parameters["texts"] === "same" ? undefined : "safe";
}

/** No line numbers and no level: an edit of another part, or another policy, does not make it a new change. */
function fingerprint(cause: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(cause)).digest("hex").slice(0, 12);
}

const rank: Readonly<Record<Level, number>> = { breaking: 3, warning: 2, safe: 1, documentation: 0 };

/** The worse of the two sides, where a difference concerns both. */
function pick(levels: Readonly<Record<Side, Level | undefined>>, side: Side | "both"): Level | undefined {
  if (side !== "both") return levels[side];
  const { request, response } = levels;
  if (request === undefined || response === undefined) return request ?? response;
  return rank[request] >= rank[response] ? request : response;
}

function pickPolicy(own: Readonly<Partial<Record<Side, Level | "off">>>, side: Side | "both"): Level | "off" | undefined {
  return side === "both" ? (own.request ?? own.response) : own[side];
}

/** The message with its location: `At items[].name: …`, `At pet.tail, as Dog: …`, `Query parameter "limit": …`. */
export function messageAt(message: string, { path = [], subject, subtype }: Difference): string {
  const at = path.length === 0 ? "" : `at ${pathText(path)}`;
  const where = [subject ?? "", at, subtype === undefined ? "" : `as ${subtype}`].filter(Boolean).join(", ");
  return where === "" ? message : `${where.charAt(0).toUpperCase()}${where.slice(1)}: ${message}`;
}

function map(places: Both<Place>, text: (place: Place) => string): Both<string> {
  return { ...(places.old && { old: text(places.old) }), ...(places.new && { new: text(places.new) }) };
}

function mapBoth(places: Both<Place>, locate: Locate): Both<string> {
  return { ...(places.old && { old: locate("old", places.old) }), ...(places.new && { new: locate("new", places.new) }) };
}
