import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { MemoryFiles } from "../../src/files/memory.js";
import { isData } from "../../src/lower/data.js";
import type { ApiModel, MediaType } from "../../src/model/api.js";
import { isJsonObject, type Json } from "../../src/model/json.js";
import { escapeToken, tokens, type JsonPointer } from "../../src/model/place.js";
import { isUnconstrained } from "../../src/model/schemas/is-unconstrained.js";
import type { Schema, SchemaId } from "../../src/model/schemas/schema.js";
import { openModel, type OpenedModel } from "../../src/open-model.js";
import { documentOf, type Version } from "../references/positions.js";

type Root = { readonly [key: string]: Json };

const damages: readonly (readonly [name: string, value: Json])[] = [
  ["null", null],
  ["a number", 5],
  ["a string", "damaged"],
  ["a list", [1]],
  ["an empty list", []],
  ["an empty object", {}],
  ["a reference to nothing", { $ref: "#/nowhere" }],
];

const folder = resolve("/tallystick-damage");

function opened(root: Json, validate: boolean): Promise<OpenedModel> {
  return openModel(resolve(folder, "openapi.json"), {
    files: new MemoryFiles(folder, { "openapi.json": JSON.stringify(root) }),
    warnings: false,
    validate,
    allowLoss: true,
  });
}

/** Every position of a document but those of its version, inside of data, and inside of what is written a second time. */
function positions(value: Json, pointer: JsonPointer = "", visited = new Set<string>()): JsonPointer[] {
  const text = JSON.stringify(value);
  if (text.length > 12 && visited.has(text)) return [];
  visited.add(text);
  const members: [string, Json][] = Array.isArray(value)
    ? (value as readonly Json[]).map((each, index) => [String(index), each])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  return members.flatMap(([key, each]) => {
    const at = `${pointer}/${escapeToken(key)}`;
    if (at === "/openapi" || at === "/swagger") return [];
    return isData(key) && !pointer.endsWith("/properties") ? [at] : [at, ...positions(each, at, visited)];
  });
}

function damaged(document: Root, pointer: JsonPointer, damage: Json): Root {
  const root = structuredClone(document) as Record<string, Json>;
  const path = tokens(`#${pointer}`);
  const last = path.pop() ?? "";
  const owner = path.reduce<Json>((value, token) => (value as Root)[token] as Json, root) as Record<string, Json>;
  owner[last] = damage;
  return root;
}

const ignored: ReadonlySet<string> = new Set(["id", "place", "spelled", "sha256", "losses", "description", "summary", "title"]);

/** The model without identities, locations, losses and texts. */
function plain(model: ApiModel | undefined): unknown {
  const strip = (value: unknown): unknown => {
    if (value instanceof Map) return [...value].map(([key, member]) => [key, strip(member)]);
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value as object).filter(([key]) => !ignored.has(key));
    return Object.fromEntries(members.map(([key, member]) => [key, strip(member)]));
  };
  return strip(model);
}

/** The operations, their parameters, and which of their results and bodies have a type. */
function described(model: ApiModel): ReadonlySet<string> {
  const isTyped = (schema: Schema | undefined): boolean => {
    let current = schema;
    for (let hop = 0; current?.ref !== undefined && hop < 10; hop++) current = model.schemas.get(current.ref as SchemaId);
    return current !== undefined && !isUnconstrained(current);
  };
  const typed = (owner: string, content: readonly MediaType[]): string[] =>
    content.some(({ schema, itemSchema }) => isTyped(schema ?? itemSchema)) ? [`${owner} content`] : [];
  return new Set(
    [...model.operations, ...model.webhooks].flatMap(({ key, requestBody, responses, parameters }) => [
      key,
      ...typed(`${key} body`, requestBody?.content ?? []),
      ...responses.flatMap(({ status, content }) => [`${key} ${status}`, ...typed(`${key} ${status}`, content)]),
      ...parameters.map((_, index) => `${key} parameter ${index}`),
    ]),
  );
}

/** Whether a diagnostic is about the position: at it, inside of it, or at what holds it. The schema of OpenAPI names what has several variants as a whole. */
function names({ diagnostics }: OpenedModel, pointer: JsonPointer): boolean {
  const holder = `#${pointer.slice(0, pointer.lastIndexOf("/"))}`;
  return diagnostics.some(({ code, place }) => {
    const at = place?.pointer ?? "";
    return (
      code === "nothing-described" ||
      at === `#${pointer}` ||
      at.startsWith(`#${pointer}/`) ||
      (at === holder && at !== "#") ||
      (code === "openapi-schema" && at !== "#" && holder.startsWith(`${at}/`))
    );
  });
}

/** Whether nothing of a document is in its place: a field without a value is as good as absent. */
function isEmpty(damage: Json): boolean {
  return damage === null || (typeof damage === "object" && Object.keys(damage).length === 0);
}

/** Whether it is read as something else than it is. */
function isReadAs({ diagnostics }: OpenedModel): boolean {
  return diagnostics.some(({ code, message }) => code === "wrong-kind" && message.includes("read as"));
}

const versions: readonly Version[] = ["2.0", "3.0", "3.1", "3.2"];

describe.each(versions)("OpenAPI %s", (version) => {
  const document = documentOf(version);
  const all = positions(document);

  test.each(damages)("a diagnostic names each position that is replaced by %s", { timeout: 300_000 }, async (_, damage) => {
    const whole = (await opened(document, false)).model as ApiModel;
    const wanted = plain(whole);
    const before = described(whole);
    const silent: string[] = [];
    const uncounted: string[] = [];
    for (const pointer of all) {
      const root = damaged(document, pointer, damage);
      const result = await opened(root, false);
      const { model, diagnostics } = result;
      if (isDeepStrictEqual(plain(model), wanted)) continue;
      const isCounted = model === undefined || model.losses.length > 0 || diagnostics.some(({ severity }) => severity === "error");
      const gone = model === undefined ? [] : [...before].filter((each) => !described(model).has(each));
      const isNamed = names(result, pointer);
      if (isNamed && (isCounted || gone.length === 0)) continue;
      const validated = await opened(root, true);
      const isValid = !validated.diagnostics.some(({ code }) => code === "openapi-schema" || code === "wrong-kind");
      // What OpenAPI allows there says something else.
      if (isValid) continue;
      if (!isNamed && !names(validated, pointer)) silent.push(pointer);
      else if (!isCounted && gone.length > 0 && !isEmpty(damage) && !isReadAs(result)) uncounted.push(`${pointer}: ${gone.slice(0, 3).join(", ")}`);
    }
    expect({ silent, uncounted }).toEqual({ silent: [], uncounted: [] });
  });
});
