import type { Json } from "../model/json.js";

/** A problem of a request, in the format of RFC 9457. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly issues?: readonly ProblemIssue[];
  readonly more?: { readonly [name: string]: Json };
}

export interface ProblemIssue {
  /** `path`, `query`, `header`, `cookie` or `body`. */
  readonly in: string;
  readonly name?: string;
  readonly keyword: string;
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly message: string;
}

export function problemResponse({ status, title, detail, issues, more }: Problem, headers: Readonly<Record<string, string>> = {}): Response {
  const body = { type: "about:blank", title, status, detail, ...(issues === undefined ? {} : { issues }), ...more };
  return new Response(`${JSON.stringify(body, null, 2)}\n`, { status, headers: { "content-type": "application/problem+json", ...headers } });
}

/** Clients accept a few kilobytes of headers. */
const maxHeader = 4000;
const maxIssues = 20;

/** The problem in one line of ASCII, with as many of its issues as fit. */
export function headerText({ title, detail, issues = [] }: Problem): string {
  for (let count = Math.min(issues.length, maxIssues); count > 0; count--) {
    const text = asciiJson({ title, detail, issues: issues.slice(0, count) });
    if (text.length <= maxHeader) return text;
  }
  const text = asciiJson({ title, detail });
  return text.length <= maxHeader ? text : asciiJson({ title });
}

function asciiJson(value: object): string {
  return JSON.stringify(value).replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
