// What each large package is for, as docs/reference/installed-size.md shows it.

/** Packages from this size on need a reason. */
export const large = 0.5e6;

/** By name, or by name and major version where two versions are installed. */
const reasons = {
  "@ts-morph/common": "The TypeScript compiler inside ts-morph. Configuration files, `init` and `--types openapi-typescript` use it.",
  jiti: "Runs configuration files in TypeScript, with the TypeScript files that they import.",
  tallystick: "The command, the generator and the runtime that it copies into outputs.",
  hono: "The HTTP server of `tallystick mock`: routes, CORS, body limits.",
  ajv: "Compiles OpenAPI's own JSON Schema where no compiled one is in the package.",
  "json-p3": "Targets of overlay actions.",
  "@mswjs/interceptors": "Part of nock.",
  undici: "Sends the requests of `record` and `verify`: header fields as they are, TLS options.",
  "js-yaml 5": "Reads YAML and JSON with the position of each value. Faster than yaml.",
  "js-yaml 4": "Part of swagger-parser, which does not accept version 5.",
  "@tallystick/contract": "Records, replays and verifies.",
  "ts-morph": "Prints index and models with `--types openapi-typescript`; reads configuration files.",
  yaml: "Reads what js-yaml rejects, and edits YAML with its comments.",
  refa: "Compares two regular expressions for `diff`.",
  diff: "The differences that `generate --check` shows.",
  minimatch: "Part of ts-morph.",
  "@isaacs/nonrecursive-glob-match": "Part of ts-morph.",
  "@apidevtools/json-schema-ref-parser": "Part of swagger-parser: follows references between files.",
  "@eslint-community/regexpp": "Parses the regular expressions of `pattern`.",
};

export function reasonFor({ name, version }) {
  const reason = reasons[name] ?? reasons[`${name} ${version.split(".")[0]}`];
  if (reason === undefined) throw new Error(`${name} ${version} is large: state in generator/bench/install/reasons.mjs what it is for.`);
  return reason;
}
