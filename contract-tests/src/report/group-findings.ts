import { tokens } from "tallystick/model";
import { placeText, type Finding } from "../findings/finding.js";
import { plural } from "../plural.js";

/** Findings of one operation with one cause, such as six properties that a schema forbids: one entry of a report. */
export interface FindingGroup {
  readonly first: Finding;
  readonly findings: readonly Finding[];
  readonly statuses: readonly string[];
  /** How often its cause occurred: several properties of one object occur together. */
  readonly count: number;
  readonly message: string;
}

/** Groups findings by operation and cause, in the order in which they come. */
export function groupFindings(findings: readonly Finding[]): readonly FindingGroup[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = groupKey(finding);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group) => {
    const [first] = group as [Finding];
    return {
      first,
      findings: group,
      statuses: [...new Set(group.flatMap(({ status }) => status ?? []))],
      count: occurrences(group),
      message: groupMessage(group as [Finding]),
    };
  });
}

/** How often findings of one group occurred: the largest number for one location, over all statuses. */
function occurrences(findings: readonly Finding[]): number {
  const counts = new Map<string, number>();
  for (const { path, count } of findings) counts.set(path, (counts.get(path) ?? 0) + count);
  return Math.max(...counts.values());
}

/** The message for several properties, by kind of finding. */
const severalProperties = {
  undocumented: (names: string, count: number) => `has ${plural(count, "undocumented property", "undocumented properties")}: ${names}`,
  writeOnly: (names: string, count: number) =>
    `has ${plural(count, "writeOnly property", "writeOnly properties")}, not allowed in a response: ${names}`,
  readOnly: (names: string, count: number) => `has ${plural(count, "readOnly property", "readOnly properties")}, not allowed in a request: ${names}`,
  missing: (names: string, count: number) => `lacks ${plural(count, "required property", "required properties")}: ${names}`,
  forbidden: (names: string, count: number) => `has ${plural(count, "property", "properties")} that the schema does not allow: ${names}`,
} as const;

function propertyKind({ class: name, keyword, access }: Finding): keyof typeof severalProperties | undefined {
  if (keyword === "parameters") return undefined;
  if (name === "undocumented-field") return access ?? "undocumented";
  if (name !== "schema-violation") return undefined;
  if (keyword === "required") return "missing";
  return keyword === "additionalProperties" || keyword === "unevaluatedProperties" ? "forbidden" : undefined;
}

function groupKey(finding: Finding): string {
  const { class: name, operation = "", subject, path, schemaPath, keyword, id } = finding;
  const object = objectKey(finding);
  if (object !== undefined) return [name, operation, object].join("\0");
  return name === "schema-violation" ? [name, operation, subject, path, schemaPath, keyword].join("\0") : id;
}

/** Equal for findings about properties of one object that one entry can list. `undefined`: the finding is not about a property. */
export function objectKey(finding: Finding): string | undefined {
  const kind = propertyKind(finding);
  const { subject, path, branch = "" } = finding;
  return kind && [subject, path.slice(0, path.lastIndexOf("/")), kind, branch].join("\0");
}

const mostNames = 10;

/** The message of findings with one cause: it lists their properties. */
export function groupMessage(findings: readonly [Finding, ...Finding[]]): string {
  const [first] = findings;
  const kind = propertyKind(first);
  const names = [...new Set(findings.map(({ path }) => tokens(`#${path}`).at(-1) ?? ""))];
  if (kind === undefined || names.length === 1) return first.message;
  const shown = names.slice(0, mostNames).map((name) => `"${name}"`);
  const rest = names.length > mostNames ? ` and ${names.length - mostNames} more` : "";
  // The location of an undocumented property ends in its name; that of the others is the object.
  const owner = first.class === "undocumented-field" ? first.instancePath.slice(0, first.instancePath.lastIndexOf("/")) : first.instancePath;
  return `${placeText(owner, first.subject)} ${severalProperties[kind](shown.join(", ") + rest, names.length)}${first.branch === undefined ? "" : ` (branch ${first.branch})`}.`;
}
