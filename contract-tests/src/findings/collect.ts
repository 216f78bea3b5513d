import { createHash } from "node:crypto";
import type { PartUse } from "tallystick";
import type { Sequence } from "../explore/sequence.js";
import type { Location } from "../locator.js";
import { shortened, weightOf } from "./shorten.js";
import { classMeaning, subjectText, type Example, type Finding, type FindingClass, type Subject, type Suggestion } from "./finding.js";

/** One occurrence, as an observation reports it. */
export interface Occurrence {
  readonly class: FindingClass;
  readonly operation?: string;
  readonly operationId?: string;
  readonly status?: string;
  readonly mediaType?: string;
  readonly subject: Subject;
  readonly instancePath: string;
  /** `instancePath` with `*` for indices and keys of maps. */
  readonly path: string;
  readonly schemaPath: string;
  /** Further locations with the same constraint, as in two parts of an `allOf`: a correction must change all of them. */
  readonly also?: readonly string[];
  readonly keyword: string;
  /** The property that distinguishes the branches of a union, if the finding is about it. */
  readonly tag?: string;
  readonly message: string;
  /** The branch of a union that the message names. */
  readonly branch?: string;
  /** The keyword that keeps a documented property out of this body. */
  readonly access?: Finding["access"] & {};
  /** The number of branches of a oneOf that accept the value, if it is more than one. */
  readonly matches?: number;
  /** The document's own example or default does not match. */
  readonly isExample?: true;
  readonly interaction?: string;
  /** The request of the interaction, as a report may print it. */
  readonly request?: string;
  readonly value?: string;
  /** For what was never observed: the consumers that use it, as their manifests tell. */
  readonly usedBy?: readonly PartUse[];
  /** The requests that break a law. */
  readonly sequence?: Sequence;
  /** The input of suggestions: the unredacted offending value. Never printed. */
  readonly evidence?: unknown;
  /** Represents findings that differ only in their location and are too many to list. */
  readonly folded?: true;
}

/** All occurrences of one finding. */
export interface Gathered {
  readonly id: string;
  readonly first: Occurrence;
  readonly examples: readonly Example[];
  readonly count: number;
  readonly interactions: number;
  /** Offending values: the first ones, then those of another structure. */
  readonly evidence: readonly unknown[];
}

const maxExamples = 3;
/** Input values of a suggestion: the first ones, then those of another structure. */
const maxEvidence = 200;
const maxShapes = 2_000;

/** The maximum of locations and names per problem of one schema. A server can generate any number of them. */
const maxPlaces = 200;

/** Evidence of all findings together, in characters. Beyond, a finding without any gets a short one. */
const mostEvidence = 16_000_000;

/** Collects occurrences and keeps one finding for each cause, with a count and three examples. */
export class Findings {
  readonly #byKey = new Map<string, MutableGathered>();
  readonly #places = new LeastPlaces<MutableGathered>();
  #evidence = 0;

  /** Returns whether the value was stored. */
  add(occurrence: Occurrence): boolean {
    const key = findingKey(occurrence);
    let gathered = this.#byKey.get(key);
    if (gathered === undefined) {
      const { evidence: _evidence, ...first } = occurrence;
      const id = fingerprint(key);
      gathered = { id, key, first, examples: [], count: 0, interactions: 0, lastInteraction: undefined, evidence: [], shapes: new Set() };
      const removed = occurrence.folded === true ? undefined : this.#places.admit(findingKey({ ...occurrence, path: "" }), gathered);
      if (removed === gathered) return this.add(folded(occurrence));
      this.#byKey.set(key, gathered);
      if (removed !== undefined) this.#fold(removed);
    }
    gathered.count++;
    if (occurrence.folded === true) gathered.interactions++;
    else if (occurrence.interaction !== undefined && occurrence.interaction !== gathered.lastInteraction) {
      gathered.interactions++;
      gathered.lastInteraction = occurrence.interaction;
    }
    // Responses of concurrent requests arrive in any order.
    if (gathered.count > 1 && compareShown(occurrence, gathered.first) < 0) {
      const { evidence: _evidence, ...first } = occurrence;
      gathered.first = first;
    }
    const { interaction, request, instancePath, value } = occurrence;
    const isExample =
      interaction !== undefined &&
      addExample(gathered.examples, { interaction, ...(request !== undefined && { request }), instancePath, ...(value !== undefined && { value }) });
    const isEvidence = "evidence" in occurrence && isNewEvidence(gathered, occurrence.evidence);
    if (isEvidence) this.#keep(occurrence.evidence, gathered.evidence);
    return isExample || isEvidence;
  }

  /** Counts a finding as one that is not listed. */
  #fold({ key, first, count, examples }: MutableGathered): void {
    this.#byKey.delete(key);
    const occurrence = folded(first);
    this.add(occurrence);
    const all = this.#byKey.get(findingKey(occurrence));
    if (all === undefined) return;
    all.count += count - 1;
    all.interactions += count - 1;
    for (const { interaction, request } of examples.slice(1))
      addExample(all.examples, { interaction, ...(request !== undefined && { request }), instancePath: "" });
  }

  /** Whole while there is room, or else in short where it is the first. */
  #keep(value: unknown, evidence: unknown[]): void {
    const room = mostEvidence - this.#evidence;
    const isWhole = weightOf(value, room) <= room;
    if (!isWhole && evidence.length > 0) return;
    const shown = isWhole ? value : shortened(value);
    const weight = weightOf(shown, mostEvidence);
    if (!isWhole && weight > mostShort) return;
    this.#evidence += weight;
    evidence.push(shown);
  }

  all(): readonly Gathered[] {
    return [...this.#byKey.values()];
  }
}

/**
 * Keeps the findings with the least ids of each cause. An id is a hash, so this choice does not depend on the order of the traffic, and the choice
 * from several parts of the traffic is the choice from all of it.
 */
export class LeastPlaces<T extends { readonly id: string }> {
  readonly #byCause = new Map<string, T[]>();

  /** Adds a new finding. Returns the finding that is one too many, which may be the new one. */
  admit(cause: string, finding: T): T | undefined {
    let shown = this.#byCause.get(cause);
    if (shown === undefined) this.#byCause.set(cause, (shown = []));
    let [low, high] = [0, shown.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((shown[middle]?.id ?? "") < finding.id) low = middle + 1;
      else high = middle;
    }
    shown.splice(low, 0, finding);
    return shown.length > maxPlaces ? shown.pop() : undefined;
  }
}

type Shown = {
  readonly interaction?: string | undefined;
  readonly instancePath: string;
  readonly value?: string | undefined;
  readonly message?: string;
};

/** Orders occurrences by interaction, then by location and value: the least one represents a finding. */
export function compareShown(a: Shown, b: Shown): number {
  return (
    compareOrigins(a.interaction ?? "", b.interaction ?? "") ||
    compareTexts(a.instancePath, b.instancePath) ||
    compareTexts(a.value ?? "", b.value ?? "") ||
    compareTexts(a.message ?? "", b.message ?? "")
  );
}

/** `traffic.har#9` is before `traffic.har#10`. */
export function compareOrigins(a: string, b: string): number {
  if (a === b) return 0;
  const [left, right] = [a.lastIndexOf("#"), b.lastIndexOf("#")];
  const byFile = compareTexts(a.slice(0, left === -1 ? undefined : left), b.slice(0, right === -1 ? undefined : right));
  return byFile || Number(a.slice(left + 1)) - Number(b.slice(right + 1)) || compareTexts(a, b);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Adds an example if it is among the first ones. Returns whether it is. */
export function addExample(examples: Example[], example: Example): boolean {
  const at = examples.findIndex((one) => compareShown(example, one) < 0);
  if (at === -1 && examples.length >= maxExamples) return false;
  examples.splice(at === -1 ? examples.length : at, 0, example);
  examples.length = Math.min(examples.length, maxExamples);
  return true;
}

function folded({ evidence: _evidence, value: _value, branch: _branch, access: _access, ...occurrence }: Occurrence): Occurrence {
  return { ...occurrence, ...foldedPlace(occurrence.class), folded: true };
}

/** Location and message of the finding that counts the ones that are not listed. */
export function foldedPlace(name: FindingClass): Pick<Finding, "instancePath" | "path" | "message"> {
  const message = `More than ${maxPlaces} locations or names have the finding "${classMeaning[name].title}" here. The others are not listed.`;
  return { instancePath: "", path: "…", message };
}

interface MutableGathered extends Gathered {
  readonly key: string;
  first: Occurrence;
  examples: Example[];
  count: number;
  interactions: number;
  lastInteraction: string | undefined;
  evidence: unknown[];
  shapes: Set<string>;
}

function isNewEvidence(gathered: MutableGathered, value: unknown): boolean {
  if (gathered.evidence.length >= maxShapes) return false;
  const shape = shapeOf(value, 0);
  const isNew = !gathered.shapes.has(shape);
  gathered.shapes.add(shape);
  return isNew || gathered.evidence.length < maxEvidence;
}

/** The structure of a value without its content: a second value of the same structure adds nothing. */
function shapeOf(value: unknown, depth: number): string {
  if (value === null) return "null";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  if (typeof value !== "object" || depth > maxShapeDepth || ArrayBuffer.isView(value)) return typeof value;
  if (Array.isArray(value)) return `[${[...new Set(value.map((item) => shapeOf(item, depth + 1)))].toSorted().join()}]`;
  return `{${Object.entries(value)
    .map(([name, inner]) => `${name}:${shapeOf(inner, depth + 1)}`)
    .join()}}`;
}

/** Of evidence in short, so many characters. */
const mostShort = 200_000;

const maxShapeDepth = 8;

/** The identity of an occurrence. Without the message, which may quote the value. */
function findingKey(o: Occurrence): string {
  return keyOf({ ...o, subject: subjectText(o.subject) });
}

/** The identity of a finding. */
export function keyOf(o: Pick<Finding, "class" | "operation" | "status" | "mediaType" | "subject" | "path" | "schemaPath" | "keyword">): string {
  return [o.class, o.operation ?? "", o.status ?? "", o.mediaType ?? "", o.subject, o.path, o.schemaPath, o.keyword].join("\u0000");
}

export function fingerprint(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}

/** The finished finding; location and suggestion are computed once for all occurrences. */
export function toFinding(gathered: Gathered, location: Location | undefined, suggestion: Suggestion | undefined): Finding {
  const { first } = gathered;
  return {
    id: gathered.id,
    class: first.class,
    severity: classMeaning[first.class].severity,
    ...(first.operation === undefined ? {} : { operation: first.operation }),
    ...(first.operationId === undefined ? {} : { operationId: first.operationId }),
    ...(first.status === undefined ? {} : { status: first.status }),
    ...(first.mediaType === undefined ? {} : { mediaType: first.mediaType }),
    subject: subjectText(first.subject),
    instancePath: first.instancePath,
    path: first.path,
    schemaPath: first.schemaPath,
    keyword: first.keyword,
    message: first.message,
    ...(first.branch === undefined ? {} : { branch: first.branch }),
    ...(first.access === undefined ? {} : { access: first.access }),
    ...(location === undefined ? {} : { location }),
    ...(first.interaction === undefined ? {} : { interaction: first.interaction }),
    count: gathered.count,
    interactions: gathered.interactions,
    examples: gathered.examples,
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(first.sequence === undefined ? {} : { sequence: first.sequence }),
    ...(first.usedBy === undefined ? {} : { usedBy: first.usedBy }),
  };
}

/** By class in the order of the catalogue, then used by a consumer, operation, status, place. */
export function inOrder(findings: readonly Finding[], classes: readonly FindingClass[]): Finding[] {
  const rank = new Map(classes.map((name, index) => [name, index]));
  const keys = new Map(
    findings.map((f) => [f, [f.operation ?? "", f.status ?? "", f.mediaType ?? "", f.subject, f.path, f.schemaPath, f.keyword].join("\u0000")]),
  );
  return findings.toSorted((a, b) => {
    const byClass = (rank.get(a.class) ?? 0) - (rank.get(b.class) ?? 0);
    if (byClass !== 0) return byClass;
    const byUse = Number(b.usedBy !== undefined) - Number(a.usedBy !== undefined);
    if (byUse !== 0) return byUse;
    const left = keys.get(a) ?? "";
    const right = keys.get(b) ?? "";
    return left < right ? -1 : left > right ? 1 : 0;
  });
}
