import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { MemoryFiles } from "../../src/files/memory.js";
import { isJsonObject, type Json } from "../../src/model/json.js";
import type { ApiModel } from "../../src/model/api.js";
import type { Code } from "../../src/diagnostics/catalog.js";
import { tokens } from "../../src/model/place.js";
import type { Schema, SchemaId } from "../../src/model/schemas/schema.js";
import { openModel, type OpenedModel } from "../../src/open-model.js";
import { documentOf, positionsOf, type Position, type Version } from "./positions.js";

type Root = { readonly [key: string]: Json };

/** A document of several files; the first is its root. */
type Written = Readonly<Record<string, string>>;

/** One way to write the value of a position elsewhere. */
interface Form {
  readonly name: string;
  /** The reference, and where its target is. */
  write(value: Json): { readonly reference: string; readonly targets?: Root; readonly definitions?: Root; readonly files?: Written };
  isFor?(position: Position, version: Version): boolean;
}

const anchored = (value: Json): Root => ({ ...(value as Root), $anchor: "part" });
const hasAnchors = (position: Position, version: Version): boolean => position.isSchema === true && (version === "3.1" || version === "3.2");

const forms: readonly Form[] = [
  { name: "the same file", write: (part) => ({ reference: "#/x-parts/part", targets: { part } }) },
  { name: "a pointer with ~1 and ~0", write: (part) => ({ reference: "#/x-parts/a~1b~0c", targets: { "a/b~c": part } }) },
  { name: "a percent-encoded pointer", write: (part) => ({ reference: "#/x-parts/%7Ba%20b%7D%25~1", targets: { "{a b}%/": part } }) },
  { name: "a YAML file", write: (part) => ({ reference: "parts/part.yaml", files: { "parts/part.yaml": stringify(part) } }) },
  { name: "a JSON file", write: (part) => ({ reference: "./parts/part.json", files: { "parts/part.json": JSON.stringify(part, null, 2) } }) },
  {
    name: "a pointer into another file",
    write: (part) => ({ reference: "parts/all.yml#/some/~1part", files: { "parts/all.yml": stringify({ some: { "/part": part } }) } }),
  },
  {
    name: "a percent-encoded file name",
    write: (part) => ({ reference: "my%20parts/%23.yaml", files: { "my parts/#.yaml": stringify(part) } }),
  },
  {
    name: "a chain through files and folders",
    write: (part) => ({
      reference: "a/first.yaml#/to",
      files: {
        "a/first.yaml": stringify({ to: { $ref: "../b/second.json" } }),
        "b/second.json": JSON.stringify({ $ref: "c/third.yml#/part" }),
        "b/c/third.yml": stringify({ part: { $ref: "../../openapi.json#/x-parts/part" } }),
      },
      targets: { part },
    }),
  },
  { name: "an anchor", write: (part) => ({ reference: "#part", definitions: { part: anchored(part) } }), isFor: hasAnchors },
  {
    name: "an anchor in another file",
    write: (part) => ({ reference: "parts/part.yaml#part", files: { "parts/part.yaml": stringify({ $defs: { part: anchored(part) } }) } }),
    isFor: hasAnchors,
  },
  {
    name: "a Markdown file",
    write: (part) => ({ reference: "docs/text.md", files: { "docs/text.md": String(part) } }),
    isFor: ({ isText }) => isText === true,
  },
  {
    name: "a text file",
    write: (part) => ({ reference: "docs/text.txt", files: { "docs/text.txt": String(part) } }),
    isFor: ({ isText }) => isText === true,
  },
];

interface Result {
  readonly pointer: string;
  readonly said: readonly string[];
  /** Whether the model is that of the document without the reference. */
  readonly isSame: boolean;
}

const versions: readonly Version[] = ["2.0", "3.0", "3.1", "3.2"];

/** @param validate Whether it is held against OpenAPI's own schema, too, which takes most of the time. */
async function opened(root: Json, files: Written = {}, validate = true): Promise<OpenedModel> {
  const folder = resolve("/tallystick-positions");
  const all = { "openapi.json": JSON.stringify(root), ...files };
  return openModel(resolve(folder, "openapi.json"), { files: new MemoryFiles(folder, all), warnings: false, validate });
}

/** The document with the value at a position written elsewhere. */
function moved(document: Root, { pointer }: Position, form: Form): { readonly root: Root; readonly files: Written } {
  const root = JSON.parse(JSON.stringify(document)) as Record<string, Json>;
  const path = tokens(pointer);
  const last = path.pop() ?? "";
  const owner = path.reduce<Json>((value, token) => (value as Root)[token] as Json, root) as Record<string, Json>;
  const { reference, targets = {}, definitions, files = {} } = form.write(owner[last] as Json);
  owner[last] = { $ref: reference };
  return { root: { ...root, "x-parts": targets, ...(definitions && { $defs: definitions }) }, files };
}

/** The model without identities and locations, each reference replaced by its target. */
function inlined(model: ApiModel | undefined): unknown {
  if (model === undefined) return undefined;
  const { schemas, sha256: _sha256, extensions: _extensions, ...rest } = model;
  const strip = (value: unknown): unknown => {
    if (value instanceof Map) return [...value].map(([key, member]) => [key, strip(member)]);
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== "object" || value === null) return value;
    const { id: _id, place: _place, component: _component, spelled: _spelled, ref, ...others } = value as Partial<Schema> & { component?: string };
    if (typeof ref === "string" && Object.keys(others).length === 0) return strip(schemas.get(ref as SchemaId));
    return Object.fromEntries(Object.entries(others).map(([key, member]) => [key, key === "schemas" ? named(member) : strip(member)]));
  };
  const named = (ids: unknown): unknown =>
    ids instanceof Map ? [...ids].map(([name, id]) => [name, strip(schemas.get(id as SchemaId))]) : strip(ids);
  return strip(rest);
}

describe.each(versions)("OpenAPI %s", (version) => {
  const document = documentOf(version);
  const positions = positionsOf(version);

  test("the document without references has no finding", async () => {
    const { model, diagnostics } = await opened(document);
    expect(diagnostics).toEqual([]);
    expect(model?.operations.length).toBeGreaterThan(1);
  });

  test("every position is in the document", () => {
    const missing = positions.filter(({ pointer }) => tokens(pointer).reduce<Json | undefined>(memberOf, document) === undefined);
    expect(missing).toEqual([]);
  });

  test.each(forms.filter(({ isFor }) => isFor === undefined || positions.some((each) => isFor(each, version))))(
    "a reference to $name is its target in every position",
    async (form) => {
      const want = inlined((await opened(document)).model);
      const found: Result[] = [];
      const cases = positions.filter((each) => form.isFor?.(each, version) ?? true);
      for (const position of cases) {
        const { root, files } = moved(document, position, form);
        const { model, diagnostics } = await opened(root, files, form === forms[0] && !position.isAllowed);
        const said = diagnostics.map(({ code, severity, place }) => `${severity} ${code} ${place?.pointer ?? ""}`);
        found.push({ pointer: position.pointer, said, isSame: isDeepStrictEqual(inlined(model), want) });
      }
      const note = (pointer: string): string => `note section-elsewhere #${pointer}/$ref`;
      expect(found).toEqual(cases.map(({ pointer, isAllowed }): Result => ({ pointer, said: isAllowed ? [] : [note(pointer)], isSame: true })));
    },
  );

  test("a cycle is reported in every position", async () => {
    const found: string[] = [];
    for (const position of positions) {
      const loop: Form = {
        name: "loop",
        write: () => ({ reference: "#/x-parts/a", targets: { a: { $ref: "#/x-parts/b" }, b: { $ref: "#/x-parts/a" } } }),
      };
      const { root } = moved(document, position, loop);
      const { diagnostics } = await opened(root, {}, false);
      const codes = new Set(diagnostics.map(({ code }) => code));
      if (!["reference-loop", "endless-reference", "example-loop"].some((code) => codes.has(code as Code)))
        found.push([position.pointer, ...codes].join(" "));
    }
    expect(found).toEqual([]);
  });

  test("an unresolved reference is reported in every position", async () => {
    const found: string[] = [];
    for (const position of positions) {
      const { root } = moved(document, position, { name: "nowhere", write: () => ({ reference: "#/x-parts/nowhere" }) });
      const { diagnostics } = await opened(root, {}, false);
      const at = diagnostics.filter(({ code }) => code.endsWith("unresolved-reference")).map(({ place }) => place?.pointer);
      if (!isDeepStrictEqual(at, [`#${position.pointer}/$ref`]))
        found.push([position.pointer, ...diagnostics.map(({ code, place }) => `${code} ${place?.pointer ?? ""}`)].join(" | "));
    }
    expect(found).toEqual([]);
  });
});

function memberOf(value: Json | undefined, token: string): Json | undefined {
  if (Array.isArray(value)) return (value as readonly Json[])[Number(token)];
  return isJsonObject(value) ? value[token] : undefined;
}
