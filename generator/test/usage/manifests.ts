import type { UsageManifest, UsedField, UsedOperation, UsedParameter, UsedResponse } from "../../src/usage/manifest.js";

/** A manifest in which each list may be left out. */
export function manifest(
  consumer: string,
  operations: readonly (Pick<UsedOperation, "method" | "path"> & Partial<UsedOperation>)[],
  rest: Partial<UsageManifest> = {},
): UsageManifest {
  return {
    version: 1,
    consumer,
    operations: operations.map((operation) => ({ places: ["src/call.ts:1"], parameters: [], request: [], responses: [], ...operation })),
    unknown: [],
    ...rest,
  };
}

export function field(path: string, rest: Partial<UsedField> = {}): UsedField {
  return { path, places: [`src${path.replaceAll("*", "each") || "/body"}.ts:7`], ...rest };
}

export function response(status: string, fields: readonly UsedField[], rest: Partial<UsedResponse> = {}): UsedResponse {
  return { status, places: ["src/status.ts:3"], headers: [], fields, ...rest };
}

export function parameter(where: UsedParameter["in"], name: string, rest: Partial<UsedParameter> = {}): UsedParameter {
  return { in: where, name, places: [`src/${name}.ts:5`], ...rest };
}
