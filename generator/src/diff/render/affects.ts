import type { Affects, UndecidedReason, UnknownConsumer } from "../../usage/join.js";
import type { FieldUse, OperationUse, Unused, UnusedField, Use, UsageReport } from "../../usage/matrix.js";
import type { DiffReport, ReportedChange } from "../report.js";

/** `affects: checkout (src/cart.ts:41, 3 more), admin · unknown for billing (value escapes at src/log.ts:9)`. */
export function affectsText({ consumers, unknown }: Affects, level: ReportedChange["level"], most = mostConsumers): string {
  const known = consumers.map(({ consumer, places }) => consumer + inBrackets(places));
  const parts = [
    ...(known.length > 0 ? [`${level === "safe" ? "compared by" : "affects"}: ${listed(known, most)}`] : []),
    ...(unknown.length > 0 ? [`unknown for ${listed(unknown.map(undecided), most)}`] : []),
  ];
  return parts.length === 0 ? "affects no known consumer" : parts.join(" · ");
}

/** As many consumers as one line is for. */
const mostConsumers = 12;

/** As many as a cell of a table is for. */
export const mostInCell = 3;

function listed(consumers: readonly string[], most = mostConsumers): string {
  const more = consumers.length - most;
  return more > 0 ? `${consumers.slice(0, most).join(", ")} and ${more} more` : consumers.join(", ");
}

function inBrackets(texts: readonly string[]): string {
  const [first, ...more] = texts;
  if (first === undefined) return "";
  return more.length === 0 ? ` (${first})` : ` (${first}, ${more.length} more)`;
}

function undecided({ consumer, uses }: UnknownConsumer): string {
  return consumer + inBrackets(uses.map(({ reason, place }) => (place === undefined ? reasons[reason] : `${reasons[reason]} at ${place}`)));
}

const reasons: Readonly<Record<UndecidedReason, string>> = {
  any: "type any",
  "computed-path": "computed path",
  "dynamic-key": "dynamic key",
  spread: "value is spread",
  serialized: "value escapes",
  "passed-outside": "value escapes",
  "returned-outside": "value escapes",
  "any-value": "any value may be sent",
  "maybe-omitted": "perhaps not in every call",
  "sent-whole": "sent as a whole",
  "received-outside": "value of another project",
  widespread: "a type of many operations",
  "unread-file": "a file that is not read",
  unfinished: "analysis reached its limit",
  "only-observed": "only observed at run time",
  "only-by-type": "a value of the same type",
  "not-in-manifest": "not part of a manifest",
  "may-reject": "may reject unknown properties",
};

/** Who the breaks affect, in one line: of all consumers that manifests name. */
export function affectedConsumers(changes: readonly ReportedChange[], { consumers }: UsageReport, most = mostConsumers): string {
  const breaks = changes.filter(({ level }) => level === "breaking");
  const affected = new Set(breaks.flatMap(({ affects }) => affects?.consumers.map(({ consumer }) => consumer) ?? []));
  const unknown = new Set(
    breaks.flatMap(({ affects }) => affects?.unknown.map(({ consumer }) => consumer) ?? []).filter((name) => !affected.has(name)),
  );
  const others = consumers.length - affected.size - unknown.size;
  const parts = [
    affected.size === 0 ? "The breaking changes affect no known consumer" : `The breaking changes affect ${listed([...affected].toSorted(), most)}`,
    ...(unknown.size > 0 ? [`unknown for ${listed([...unknown].toSorted(), most)}`] : []),
    ...(others > 0
      ? [`not known to affect ${others === consumers.length ? `the ${count(others, "consumer")}` : count(others, "other consumer")}`]
      : []),
  ];
  return breaks.length === 0 ? `${count(consumers.length, "consumer")}, no breaking change.` : `${parts.join(" · ")}.`;
}

export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Operations of manifests that neither document has: what the consumer does there is not compared. */
export function unmatchedLines({ consumers }: UsageReport): readonly string[] {
  const found = consumers.filter(({ unmatched }) => unmatched.length > 0);
  const lines = found.slice(0, mostConsumers).map(({ consumer, unmatched: [first = "", ...more] }) => {
    const others = more.length > 0 ? ` and ${count(more.length, "more operation")}` : "";
    return `${consumer} uses ${first}${others}, which neither document has.`;
  });
  const rest = found.length - lines.length;
  return rest > 0 ? [...lines, `${count(rest, "more consumer")} ${rest === 1 ? "uses" : "use"} operations that neither document has.`] : lines;
}

/** `response 200 /result/id`. */
export function fieldText({ in: where, status, field }: Omit<FieldUse, "uses">): string {
  return [where, status, field === "" ? "(whole body)" : field].filter((part) => part !== undefined).join(" ");
}

/** `checkout (src/cart.ts:41, 3 more)`. */
export function useText({ consumer, places, observed, escapes }: Use): string {
  const observedParts = observed === undefined ? [] : [`observed ${observed} times`];
  return consumer + inBrackets([...(escapes === true ? ["value escapes"] : []), ...places, ...observedParts]);
}

/** The whole matrix for a terminal: operations and fields with their consumers, and those without a known use. */
export function matrixText({ usage }: DiffReport): string {
  if (usage === undefined) return "";
  const lines = usage.operations.flatMap(operationLines);
  return ["Usage by operation and field", ...lines, ...unusedLines(usage.unused)].map((line) => `${line}\n`).join("");
}

function operationLines({ operation, uses, fields }: OperationUse): readonly string[] {
  return [`  ${operation}: ${listed(uses.map(useText))}`, ...fields.map((field) => `    ${fieldText(field)}: ${listed(field.uses.map(useText))}`)];
}

function unusedLines(unused: Unused): readonly string[] {
  const { operations, fields } = unused;
  if (operations.length + fields.length === 0) return [];
  return [
    unusedTitle(unused),
    ...operations.map((operation) => `  ${operation}`),
    ...fieldsByOperation(fields).flatMap(({ operation, texts }) => [`  ${operation}`, ...texts.map((text) => `    ${text}`)]),
  ];
}

/** What could be removed, and for whom it cannot be known. */
export function unusedTitle({ unlessUsedBy, operations, fields }: Unused): string {
  const title = `No known use: ${count(operations.length, "operation")}, and ${count(fields.length, "field")} of operations that are used`;
  return unlessUsedBy.length === 0 ? title : `${title}. Unknown for ${listed(unlessUsedBy)}`;
}

export function fieldsByOperation(fields: readonly UnusedField[]): readonly { readonly operation: string; readonly texts: readonly string[] }[] {
  const found = new Map<string, string[]>();
  for (const field of fields) {
    const texts = found.get(field.operation) ?? [];
    found.set(field.operation, texts);
    texts.push(fieldText(field));
  }
  return [...found].map(([operation, texts]) => ({ operation, texts }));
}
