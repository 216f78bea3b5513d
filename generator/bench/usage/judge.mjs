// The cases of `usage`: a project in memory with one file for each, and what its manifest must have.
import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
/** In this folder of the repository, so that the project finds the installed packages. */
const root = join(folder, "project").replaceAll("\\", "/");

const common = `
declare function show(...values: readonly unknown[]): void;
declare const input: { readonly key: string; readonly state: State };
`;
const ours = (from) => `
import { createClient, connect, ApiError, NotFoundError, stateValues, type Client, type components, type paths } from "${from}";
import { createTree, getReport, getSession, getTree, listSessions, listSessionsPages, createSession, closeSession, isGetSessionError, type ListSessionsParameters } from "${from}/operations/index.js";
type Session = components["schemas"]["Session"]; type NewSession = components["schemas"]["NewSession"]; type State = components["schemas"]["State"]; type Step = components["schemas"]["Step"];
`;
const react = `import { createContext, useCallback, useContext, useEffect, useMemo, useReducer, useRef, useState } from "react";\nimport useSWR from "swr";\nimport { useMutation, useQuery } from "@tanstack/react-query";\nimport createHooks from "openapi-react-query";\nimport { createQueryHook } from "swr-openapi";\nimport Grid from "grid";\n`;

/** The first lines of a case, by its section. */
const preludes = {
  client: `${ours("./api/index.js").replace("./api/index.js/", "./api/")}import { sessionRule as sessionValidator } from "./validators.js";\nconst c = connect();${common}`,
  methods: `${ours("./api/index.js").replace("./api/index.js/", "./api/")}import * as operations from "./api/operations/index.js";\nimport { createClient as createGrouped } from "./grouped/index.js";\nconst client = createClient();\nconst grouped = createGrouped();${common}`,
  fetch: `import createFetch, { createPathBasedClient } from "openapi-fetch";\nimport type { components, paths } from "./schema.js";\ntype State = components["schemas"]["State"]; type NewSession = components["schemas"]["NewSession"];\nconst f = createFetch<paths>();\nconst byPath = createPathBasedClient<paths>();${common}`,
  hooks: `${react}${ours("./api/index.js").replace("./api/index.js/", "./api/")}import createFetch from "openapi-fetch";\nconst client = createClient();\nconst f = createFetch<paths>();\nconst $api = createHooks<paths>(f);\nconst useApi = createQueryHook<paths>(f, "s");${common}`,
  libraries: `import _ from "lodash";\nimport { produce } from "immer";\nimport { computed, reactive, ref, toRaw, unref } from "vue";\nimport createFetch from "openapi-fetch";\nimport type { components, paths } from "./schema.js";\ntype NewSession = components["schemas"]["NewSession"];\nconst f = createFetch<paths>();${common}`,
  javascript: `import { createClient } from "./api/index.js";\nconst client = createClient();\n/** @type {(...values: any[]) => void} */\nlet show = () => {};\n`,
  package: `${ours("@acme/sessions").replace("@acme/sessions/operations/index.js", "@acme/sessions/operations")}const c = connect();${common}`,
};

const extensions = { hooks: "tsx", javascript: "js" };

/** @returns {{ name: string, section: string, code: string, wanted: string[] }[]} */
export function readCases() {
  const cases = [];
  let section = "";
  for (const block of readFileSync(join(folder, "cases.txt"), "utf8")
    .split(/\n(?=[#@] )/)
    .slice(1)) {
    if (block.startsWith("@ ")) {
      section = block.slice(2).trim();
      continue;
    }
    const [title, ...lines] = block.trim().split("\n");
    const isWanted = (line) => line.startsWith("= ");
    cases.push({
      name: title.slice(2),
      section,
      code: lines.filter((line) => !isWanted(line)).join("\n"),
      wanted: lines.filter(isWanted).flatMap((line) => entriesOf(line.slice(2))),
    });
  }
  return cases;
}

/** `listSessions ?limit /*` + "/id` → one entry for each item, and one for the call. */
function entriesOf(line) {
  const [operation, ...items] = line.split(" ");
  if (operation === "nothing") return [];
  if (operation === "unknown") return [line];
  const name = operation.replace(/^\((.*)\)$/, "$1");
  return [...(name === operation ? [name] : []), ...items.flatMap(expanded).map((item) => `${name} ${item}`)];
}

/** `/state=open,closed` → one entry for each member, and one for the field. */
function expanded(item) {
  const [, path, sign, members] = /^(.*?)([=~])(.*)$/.exec(item) ?? [];
  if (path === undefined) return [item];
  const named = members.split(",").map((member) => path + sign + member);
  return sign === "=" ? [path, ...named] : [path, ...named];
}

/** The entries of a manifest, in the words of the cases. */
export function entriesIn(manifest) {
  const entries = [];
  for (const { operationId, places, parameters, escapes = [], request, responses } of manifest.operations) {
    const add = (item) => entries.push(`${operationId} ${item}`);
    if (places.length > 0) entries.push(operationId);
    for (const parameter of parameters)
      addValues(add, `${{ query: "?", path: ":", header: "^", cookie: "&" }[parameter.in]}${parameter.name}`, parameter);
    for (const { reason } of escapes) add(`*{${reason}}`);
    for (const field of request) addField(add, field, ">", field.path === "" ? "" : field.path);
    const first = responses.find(({ status }) => status.startsWith("2") && !(status === "202"))?.status;
    for (const { status, places: handled, headers, fields } of responses) {
      const prefix = status === first ? "" : `${status}:`;
      if (handled.length > 0) add(`!${status}`);
      for (const { name } of headers) add(`${status === first || (status === "200" && first === undefined) ? "" : status}@${name}`);
      for (const field of fields) addField(add, field, prefix, field.path === "" ? "" : field.path);
    }
  }
  for (const { reason } of manifest.unknown) entries.push(`unknown ${reason}`);
  return [...new Set(entries)];
}

function addField(add, field, prefix, path) {
  const end = field.isByType ? "%" : "";
  if (field.places.length > 0) addValues(add, `${prefix}${path === "" ? "<>" : path}${end}`, field);
  for (const branch of field.branches ?? []) add(`${prefix}${path}~${branch}`);
  for (const { reason } of field.escapes ?? []) add(`${prefix}${path}{${reason}}${end}`);
}

function addValues(add, item, { values = [], isOpen }) {
  add(item);
  for (const value of values) add(`${item}=${value}`);
  if (isOpen) add(`${item}=*`);
}

/**
 * The project of some cases.
 * @param generated Files of `api.json` by folder: source, source with groups, and JavaScript with declarations.
 * @param schema The types that openapi-typescript prints.
 */
export function projectOf(cases, ts, { source, grouped, declared, schema }) {
  const files = new Map();
  const put = (path, text) => files.set(`${root}/${path}`, text);
  for (const [path, text] of source) put(`src/api/${path}`, text);
  for (const [path, text] of grouped) put(`src/grouped/${path}`, text);
  // The compiler removes the first comment when it writes declarations of generated TypeScript.
  for (const [path, text] of declared)
    if (path.endsWith(".d.ts")) put(`node_modules/@acme/sessions/${path}`, text.replace(/^\/\/ Generated by .*\n+/, ""));
  put(
    "node_modules/@acme/sessions/package.json",
    JSON.stringify({ name: "@acme/sessions", type: "module", exports: { ".": "./index.d.ts", "./operations": "./operations/index.d.ts" } }),
  );
  put("src/schema.d.ts", schema);
  put(
    "src/validators.d.ts",
    `import type { components } from "./api/index.js";\nexport declare const sessionRule: { is(value: unknown): value is components["schemas"]["Session"] };\n`,
  );
  for (const [name, file] of Object.entries({
    react: "react",
    "@tanstack/react-query": "react-query",
    "openapi-react-query": "openapi-react-query",
    swr: "swr",
    "swr-openapi": "swr-openapi",
    immer: "immer",
    lodash: "lodash",
    vue: "vue",
  })) {
    put(
      `node_modules/${name}/package.json`,
      JSON.stringify({ name, types: "index.d.ts", exports: { ".": "./index.d.ts", "./jsx-runtime": "./index.d.ts" } }),
    );
    put(`node_modules/${name}/index.d.ts`, readFileSync(join(folder, "modules", `${file}.d.ts`), "utf8"));
  }
  put("node_modules/grid/package.json", JSON.stringify({ name: "grid", exports: "./index.d.ts" }));
  put("node_modules/grid/index.d.ts", "export default function Grid(props: { row: unknown; children?: unknown }): unknown;\n");
  put("package.json", JSON.stringify({ name: "cases", type: "module" }));
  put(
    "tsconfig.json",
    JSON.stringify({
      compilerOptions: {
        strict: true,
        target: "es2022",
        lib: ["es2024", "esnext", "dom", "dom.iterable"],
        module: "esnext",
        moduleResolution: "bundler",
        jsx: "react-jsx",
        allowJs: true,
        checkJs: true,
        skipLibCheck: true,
        noEmit: true,
        types: [],
      },
      include: ["src"],
    }),
  );
  const paths = cases.map(({ section, code }, index) => {
    const path = `src/case-${index}.${extensions[section] ?? "ts"}`;
    put(path, `${preludes[section]}${code}\nexport {};\n`);
    return `${root}/${path}`;
  });
  const folders = new Set();
  for (const path of files.keys()) for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) folders.add(path.slice(0, at));
  const system = {
    ...ts.sys,
    getCurrentDirectory: () => root,
    fileExists: (path) => files.has(path) || (!path.startsWith(root) && ts.sys.fileExists(path)),
    readFile: (path) => files.get(path) ?? (path.startsWith(root) ? undefined : ts.sys.readFile(path)),
    directoryExists: (path) => folders.has(path) || (!path.startsWith(root) && ts.sys.directoryExists(path)),
    getDirectories: (path) =>
      path.startsWith(root)
        ? [...folders]
            .filter((each) => each.startsWith(`${path}/`) && !each.slice(path.length + 1).includes("/"))
            .map((each) => each.slice(path.length + 1))
        : ts.sys.getDirectories(path),
    readDirectory: () => [...files.keys()].filter((path) => path.startsWith(`${root}/src/`) && /\.(?:tsx?|js)$/.test(path)),
    realpath: (path) => path,
  };
  return { system, project: `${root}/tsconfig.json`, paths };
}

/** What a case has and should not have, and the other way round. */
export function judge({ wanted }, found) {
  return {
    extra: found.filter((entry) => !wanted.includes(entry)),
    missing: wanted.filter((entry) => !found.includes(entry)),
    right: found.filter((entry) => wanted.includes(entry)).length,
  };
}
