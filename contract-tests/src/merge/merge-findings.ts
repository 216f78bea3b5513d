import type { Dialect } from "tallystick/model";
import { addExample, compareShown, fingerprint, foldedPlace, keyOf, LeastPlaces } from "../findings/collect.js";
import { classMeaning, type Finding } from "../findings/finding.js";
import { joinSuggestions } from "./join-suggestions.js";

/** Findings of several reports: each once, with the sum of its counts and the first examples. */
export class MergedFindings {
  readonly #byId = new Map<string, Finding>();
  readonly #places = new LeastPlaces<Finding>();
  readonly #users = new Map<string, NonNullable<Finding["usedBy"]>>();

  add(given: Finding, dialect: Dialect): void {
    const finding = withoutBaseline(given);
    const known = this.#byId.get(finding.id);
    if (known !== undefined) return void this.#byId.set(finding.id, joined(known, finding, dialect));
    const removed = isFolded(finding) ? undefined : this.#places.admit(keyOf({ ...finding, path: "" }), finding);
    if (removed === finding) return this.add(folded(finding), dialect);
    this.#byId.set(finding.id, finding);
    if (removed === undefined) return;
    // The list keeps the finding as it came, and the map with its counts.
    const complete = this.#byId.get(removed.id) ?? removed;
    this.#byId.delete(removed.id);
    this.add(folded(complete), dialect);
  }

  /** Remembers who uses a part that was never observed. */
  rememberUsers({ id, usedBy }: Finding): void {
    if (usedBy !== undefined) this.#users.set(id, usedBy);
  }

  usersOf(id: string): Finding["usedBy"] {
    return this.#users.get(id);
  }

  all(): readonly Finding[] {
    return Array.from(this.#byId.values());
  }
}

/** The finding as it was before a baseline accepted it. */
function withoutBaseline(finding: Finding): Finding {
  if (finding.known === undefined) return finding;
  const { known, ...rest } = finding;
  return { ...rest, class: known.class, severity: classMeaning[known.class].severity };
}

function isFolded({ class: name, path, message }: Finding): boolean {
  const place = foldedPlace(name);
  return path === place.path && message === place.message;
}

/** The finding that counts one that is not listed. */
function folded({ suggestion: _suggestion, sequence: _sequence, script: _script, ...finding }: Finding): Finding {
  const place = { ...finding, ...foldedPlace(finding.class) };
  const examples = finding.examples.map(({ interaction }) => ({ interaction, instancePath: "" }));
  return { ...place, id: fingerprint(keyOf(place)), interactions: finding.count, examples };
}

function joined(a: Finding, b: Finding, dialect: Dialect): Finding {
  const [first, second] = compareShown(shownOf(a), shownOf(b)) <= 0 ? [a, b] : [b, a];
  const examples = [...first.examples];
  for (const example of second.examples) addExample(examples, example);
  // Each run finds a defect of the document once.
  const isOfDocument = first.class === "spec-defect";
  const count = isOfDocument ? Math.max(a.count, b.count) : a.count + b.count;
  const interactions = isOfDocument ? Math.max(a.interactions, b.interactions) : a.interactions + b.interactions;
  const { suggestion: _suggestion, ...rest } = first;
  const suggestion = joinSuggestions(first, second, { count, interactions }, dialect);
  return { ...rest, count, interactions, examples, ...(suggestion && { suggestion }) };
}

function shownOf({ interaction, instancePath, message, examples: [example] }: Finding): Parameters<typeof compareShown>[0] {
  return { interaction, instancePath, value: example?.value, message };
}
