import type { PartUse } from "tallystick";
import type { Sequence } from "../explore/sequence.js";
import type { Location } from "../locator.js";

export const severities = ["error", "warning", "info"] as const;
/** How a finding is shown. Its class decides whether the run fails. */
export type Severity = (typeof severities)[number];

interface ClassMeaning {
  readonly title: string;
  readonly severity: Severity;
  /** One sentence, for reports and for SARIF's rules. */
  readonly meaning: string;
  /** Whether the run passes in spite of such findings. */
  readonly passes?: true;
  /** Only a response with the same status shows it, or only a value of the same schema. */
  readonly shownBy?: "response" | "value";
}

/** What a finding is about, in the order of reports. A finding has exactly one class; the first that applies wins. */
const classes = {
  "schema-violation": {
    title: "Schema violation",
    severity: "error",
    shownBy: "value",
    meaning: "A value does not match its schema in the document.",
  },
  "undocumented-status": {
    title: "Undocumented status",
    severity: "error",
    meaning: "The server responded with a status code that the document does not have, neither exactly nor as a range or default.",
  },
  "wrong-content-type": {
    title: "Wrong content type",
    severity: "error",
    shownBy: "response",
    meaning: "The content type of a body is missing or not documented.",
  },
  "undocumented-field": {
    title: "Undocumented field",
    severity: "warning",
    shownBy: "value",
    meaning: "The document does not name the property or query parameter, and does not explicitly allow others.",
  },
  "missing-header": {
    title: "Missing header",
    severity: "error",
    shownBy: "response",
    meaning: "A required response header is missing.",
  },
  "invalid-body": {
    title: "Invalid body",
    severity: "error",
    shownBy: "response",
    meaning: "A body cannot be read as its content type: it is empty, truncated, not JSON, or in another character set.",
  },
  "constraint-not-enforced": {
    title: "Constraint not enforced",
    severity: "error",
    meaning: "The server accepted a request that the document forbids, or rejected a parameter value that the document allows.",
  },
  "auth-not-enforced": {
    title: "Credentials not enforced",
    severity: "error",
    meaning: "The server responded with success although the request lacked the required credentials.",
  },
  "broken-law": {
    title: "Broken law",
    severity: "error",
    meaning: "A sequence of requests breaks a law of HTTP APIs, such as that a deleted resource is gone. Two replays broke it again.",
  },
  "flaky-law": {
    title: "Broken law, not reproduced",
    severity: "warning",
    passes: true,
    meaning: "A sequence of requests broke a law once, but not in each of two replays. The run does not fail.",
  },
  "undocumented-operation": {
    title: "Undocumented operation",
    severity: "error",
    meaning: "The traffic has a path or method of this server that is not in the document.",
  },
  "no-response": {
    title: "No response",
    severity: "error",
    meaning: "No complete response arrived: timeout, reset connection, TLS or protocol error.",
  },
  "unexpected-status": { title: "Unexpected status", severity: "error", meaning: "The status differs from the one that params.yaml expects." },
  "workflow-failed": {
    title: "Workflow failed",
    severity: "error",
    meaning: "A step of an Arazzo workflow did not meet its success criteria.",
  },
  "spec-defect": {
    title: "Invalid document",
    severity: "warning",
    meaning: "The document contradicts itself: an example or default does not match its own schema, or no value can match a schema.",
  },
  unchecked: {
    title: "Unchecked",
    severity: "warning",
    shownBy: "response",
    meaning: "The body could not be verified, for example because the document does not describe it.",
  },
  "never-observed": { title: "Never observed", severity: "info", passes: true, meaning: "Documented, but not observed in this traffic." },
  "known-deviation": { title: "Known deviation", severity: "info", passes: true, meaning: "A difference that the baseline accepts, with a reason." },
} as const satisfies Readonly<Record<string, ClassMeaning>>;

/** The name of a class of findings. */
export type FindingClass = keyof typeof classes;

export const classMeaning: Readonly<Record<FindingClass, ClassMeaning>> = classes;

export const findingClasses = Object.keys(classes) as readonly FindingClass[];

/** Earlier names of classes. Baselines and reports with them can still be read in this release. */
export const earlierClasses: Readonly<Record<string, FindingClass>> = { "no-answer": "no-response" };

/** Returns the class with a name or an earlier name. */
export function classNamed(name: string | undefined): FindingClass | undefined {
  if (name === undefined) return undefined;
  return Object.hasOwn(earlierClasses, name) ? earlierClasses[name] : findingClasses.find((one) => one === name);
}

/** The part of an interaction that a finding is about. */
export type Subject =
  | { readonly in: "response-body" }
  | { readonly in: "response-header"; readonly name: string }
  | { readonly in: "response" }
  | { readonly in: "request-body" }
  | { readonly in: "request"; readonly parameter: string; readonly name: string }
  | { readonly in: "document" };

export interface Example {
  /** The interaction's origin: `traffic.har#12`. */
  readonly interaction: string;
  /** `GET /orders?limit=2`, shortened and redacted. */
  readonly request?: string;
  readonly instancePath: string;
  /** The offending value, shortened and redacted. Absent if there is none to show. */
  readonly value?: string;
}

/** One change of the document that would make the finding go away: one or more actions of an OpenAPI Overlay. */
export interface Suggestion {
  readonly summary: string;
  readonly actions: readonly OverlayAction[];
}

/** One action of an OpenAPI Overlay (1.0 §4.4.3). */
export interface OverlayAction {
  /** JSONPath (RFC 9535). */
  readonly target: string;
  readonly description?: string;
  readonly update?: unknown;
  readonly remove?: true;
}

/** One difference between traffic and document, with all its occurrences. */
export interface Finding {
  /** 12 hex digits, stable while class, operation, status, location of the value and keyword are the same. */
  readonly id: string;
  readonly class: FindingClass;
  readonly severity: Severity;
  /** `GET /zones/{zone_id}`; absent where it is about the document as a whole. */
  readonly operation?: string;
  readonly operationId?: string;
  /** The observed status; `4XX` or `default` for findings about the document. */
  readonly status?: string;
  readonly mediaType?: string;
  readonly subject: string;
  /** Of the first example. */
  readonly instancePath: string;
  /** With `*` for indices and keys of maps. */
  readonly path: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly message: string;
  /** The branch of a union that the message names. */
  readonly branch?: string;
  /** The keyword that keeps a documented property out of this body. */
  readonly access?: "readOnly" | "writeOnly";
  readonly location?: Location;
  /** Origin of the first interaction that showed it. */
  readonly interaction?: string;
  readonly count: number;
  readonly interactions: number;
  readonly examples: readonly Example[];
  readonly suggestion?: Suggestion;
  /** Consumers that use what was never observed, with their lines. */
  readonly usedBy?: readonly PartUse[];
  /** The requests that break a law. */
  readonly sequence?: Sequence;
  /** A POSIX shell script that sends the sequence with `curl` and judges the responses. */
  readonly script?: string;
  /** For a known deviation: its original class, and the reason for accepting it. */
  readonly known?: { readonly class: FindingClass; readonly reason: string; readonly owner?: string; readonly until?: string };
}

/** A finding that fails the run: not one that was not observed, not reproduced, or accepted by the baseline. */
export function gates(finding: Pick<Finding, "class">): boolean {
  return classMeaning[finding.class].passes !== true;
}

export function subjectText(subject: Subject): string {
  switch (subject.in) {
    case "response-body":
      return "response body";
    case "response-header":
      return `response header ${subject.name}`;
    case "response":
      return "response";
    case "request-body":
      return "request body";
    case "request":
      return `request ${subject.parameter} ${subject.name}`;
    case "document":
      return "document";
  }
}

/** The location in a response or request, as the beginning of a sentence: `"/0/id"`, `Query parameter "limit"`, `Response body`. */
export function placeText(instancePath: string, subject: string): string {
  if (instancePath !== "") return `"${instancePath}"`;
  const [, location, name] = /^request (path|query|querystring|header|cookie) (.*)$/s.exec(subject) ?? [];
  return location === undefined ? capital(subject) : `${capital(location)} parameter "${name}"`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
