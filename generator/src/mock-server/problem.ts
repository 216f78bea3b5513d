import type { Json } from "../model/json.js";

/** Something wrong with a request, as RFC 9457 has it. */
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
