// Part of the runtime of tallystick 0.1.0 (MIT, see runtime/LICENSE), copied from there. Do not edit.

import type { Middleware } from "../engine.js";
import { redacted } from "./redact.js";

/**
 * Middleware that prints a line for each request and response: `→ GET /zones/{zone_id}`, `← 200 GET /zones/{zone_id} 34 ms`.
 *
 * It prints method, path template, status and time. None of them can contain a credential or personal data.
 */
export function logger(write: (line: string) => void, requestIdHeader?: string): Middleware {
  const began = new Map<string, number>();
  const took = (id: string): string => {
    const ms = Date.now() - (began.get(id) ?? Date.now());
    began.delete(id);
    return `${ms} ms`;
  };
  return {
    onRequest: ({ id, request, schemaPath }) => {
      began.set(id, Date.now());
      write(`→ ${request.method} ${schemaPath}`);
    },
    onResponse: ({ id, request, response, schemaPath }) => {
      const requestId = requestIdHeader && response.headers.get(requestIdHeader);
      write(`← ${response.status} ${request.method} ${schemaPath} ${took(id)}${requestId ? ` (request ${requestId})` : ""}`);
    },
    onError: ({ id, request, error, schemaPath }) => {
      write(`✗ ${request.method} ${schemaPath} ${took(id)}: ${redacted(error instanceof Error ? error.message : "no response", [])}`);
    },
  };
}
