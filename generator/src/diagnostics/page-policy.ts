import { createHash } from "node:crypto";

/**
 * The Content-Security-Policy of a page that needs nothing but itself (CSP Level 3 §6.7.3): its own style and script, by their hashes.
 * The page must contain both unchanged.
 */
export function pagePolicy(style: string, script?: string): string {
  const scripts = script === undefined ? "" : `; script-src ${hashOf(script)}`;
  return `default-src 'none'; style-src ${hashOf(style)}${scripts}; base-uri 'none'; form-action 'none'`;
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
