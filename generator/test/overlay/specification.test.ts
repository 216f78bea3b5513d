import { join } from "node:path";
import { parse } from "yaml";
import { describe, expect, test } from "vitest";
import { collector } from "../../src/diagnostics/collect.js";
import type { SourceFile } from "../../src/load/document.js";
import { applyOverlay } from "../../src/load/overlay/apply.js";
import { parseFile } from "../../src/load/parse/parse.js";
import { isJsonObject, type Json } from "../../src/model/json.js";
import { missingOverlaySuite, namesIn, overlaySuite, overlaySuiteNote, textOf } from "./suites.js";

interface Applied {
  readonly value: Json;
  /** `error overlay-action #/actions/0: …` */
  readonly said: readonly string[];
}

/** Applies overlays in order to a document, both as text. */
function applied(document: string, ...overlays: readonly string[]): Applied {
  const { report, diagnostics } = collector();
  const parsed = (file: string, text: string): SourceFile => parseFile({ file, path: file }, text, report).source;
  const source = overlays.reduce((each, text, index) => applyOverlay(each, parsed(`o${index}.yaml`, text), report), parsed("", document));
  return { value: source.value, said: diagnostics.map(({ severity, code, place, message }) => `${severity} ${code} ${place?.pointer}: ${message}`) };
}

/** An overlay with its required fields. */
function overlay(version: string, ...actions: readonly object[]): string {
  return JSON.stringify({ overlay: version, info: { title: "o", version: "1" }, actions });
}

const api = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "t", version: "1", description: "old" },
  tags: [{ name: "a" }, { name: "b" }],
  paths: {
    "/items": { get: { tags: ["x", "y"], "x-traits": ["paged"], responses: { 200: { description: "ok" } } } },
    "/others": { delete: { responses: { 204: { description: "gone" } } } },
  },
});

/** The result, and what was reported. */
function result(version: string, ...actions: readonly object[]): Applied & { readonly api: Json } {
  const found = applied(api, overlay(version, ...actions));
  return { ...found, api: found.value };
}

/** A member of a member. */
function part(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((each, key) => (isJsonObject(each) ? each[key] : undefined), value);
}

const every = ["1.0.0", "1.1.0", "1.2.0"];
const newer = ["1.1.0", "1.2.0"];

describe.each(every)("Overlay %s", (version) => {
  test("merges objects recursively and keeps other members", () => {
    const { api: edited, said } = result(version, { target: "$", update: { info: { title: "new", contact: { name: "c" } } } });
    expect(said).toEqual([]);
    expect(part(edited, "info")).toEqual({ title: "new", version: "1", description: "old", contact: { name: "c" } });
  });

  test("concatenates lists inside objects", () => {
    expect(part(result(version, { target: "$.paths['/items'].get", update: { tags: ["z"] } }).api, "paths", "/items", "get", "tags")).toEqual([
      "x",
      "y",
      "z",
    ]);
  });

  test("appends an entry to a list", () => {
    expect(part(result(version, { target: "$.tags", update: { name: "c" } }).api, "tags")).toEqual([{ name: "a" }, { name: "b" }, { name: "c" }]);
  });

  test("updates every selected node", () => {
    const { api: edited } = result(version, { target: "$.paths.*", update: { "x-seen": true } });
    expect(Object.values(part(edited, "paths") as object)).toEqual([
      expect.objectContaining({ "x-seen": true }),
      expect.objectContaining({ "x-seen": true }),
    ]);
  });

  test("removes objects, lists, items and values", () => {
    const { api: edited, said } = result(
      version,
      { target: "$.paths['/others']", remove: true },
      { target: "$.tags[?@.name == 'a']", remove: true },
      { target: "$.info.description", remove: true },
      { target: "$.paths.*.get.tags[?@ == 'x']", remove: true },
    );
    expect(said).toEqual([]);
    expect(edited).toMatchObject({ tags: [{ name: "b" }], paths: { "/items": { get: { tags: ["y"] } } } });
    expect(part(edited, "info")).toEqual({ title: "t", version: "1" });
    expect(Object.keys(part(edited, "paths") as object)).toEqual(["/items"]);
  });

  test("removes and ignores the update when both are given", () => {
    expect(result(version, { target: "$.tags", update: { name: "c" }, remove: true }).api).not.toHaveProperty("tags");
  });

  test("applies actions to the result of the action before", () => {
    const { api: edited } = result(version, { target: "$.tags", remove: true }, { target: "$", update: { tags: [{ name: "z" }] } });
    expect(part(edited, "tags")).toEqual([{ name: "z" }]);
  });

  test("selects by a trait of a sibling", () => {
    const target = "$.paths[?(@.get['x-traits'][?(@ == 'paged')])].get";
    const { api: edited } = result(version, { target, update: { parameters: [{ name: "top" }] } });
    expect(part(edited, "paths", "/items", "get", "parameters")).toEqual([{ name: "top" }]);
  });

  test("warns when a target selects nothing, and changes nothing", () => {
    const { value, said } = result(version, { target: "$.paths['/item'].get", update: { a: 1 } });
    expect(value).toEqual(JSON.parse(api));
    expect(said).toEqual([
      `warning overlay-target #/actions/0/target: "$.paths['/item'].get" selects nothing, so this action changes nothing: $.paths has no "/item". Did you mean "/items"?`,
    ]);
  });

  test("accepts extensions everywhere", () => {
    const text = JSON.stringify({
      ...(JSON.parse(overlay(version, { target: "$.info", update: { a: 1 }, "x-a": 1 })) as object),
      info: { title: "o", version: "1", "x-b": 1 },
      "x-c": 1,
    });
    expect(applied(api, text).said).toEqual([]);
  });
});

describe("Overlay 1.0", () => {
  test("appends a list as one entry", () => {
    expect(part(result("1.0.0", { target: "$.paths['/items'].get.tags", update: ["z"] }).api, "paths", "/items", "get", "tags")).toEqual([
      "x",
      "y",
      ["z"],
    ]);
  });

  test("replaces values of another type with a warning", () => {
    const { api: edited, said } = result("1.0.0", { target: "$.info", update: { title: ["a"] } });
    expect(part(edited, "info", "title")).toEqual(["a"]);
    expect(said).toEqual([
      "warning overlay-replaces #/actions/0/update/title: The overlay replaces a string of the document with a list, at #/info/title. Overlay 1.1 refuses this.",
    ]);
  });

  test("does not replace an object with null", () => {
    const { api: edited, said } = result("1.0.0", { target: "$", update: { paths: null } });
    expect(Object.keys(part(edited, "paths") as object)).toHaveLength(2);
    expect(said).toEqual(["error overlay-mismatch #/actions/0/update/paths: The overlay writes null where the document has an object, at #/paths."]);
  });

  test.each([
    [{ target: "$.info.title", update: "new" }, "/target: Overlay 1.0 updates only objects and lists"],
    [{ target: "$.info", copy: "$.paths['/items']" }, `/copy: "copy" was added in Overlay 1.1`],
  ])("applies features of 1.1 with a warning", (action, words) => {
    const { value, said } = result("1.0.0", action);
    expect(value).not.toEqual(JSON.parse(api));
    expect(said[0]).toContain(`warning overlay-version #/actions/0${words}`);
  });
});

describe.each(newer)("Overlay %s", (version) => {
  test("concatenates a list with a selected list", () => {
    const { api: edited } = result(version, { target: "$.paths['/items'].get.tags", update: ["z", "w"] });
    expect(part(edited, "paths", "/items", "get", "tags")).toEqual(["x", "y", "z", "w"]);
  });

  test("replaces selected values", () => {
    const { api: edited, said } = result(version, { target: "$.info[?@ == 'old']", update: "new" }, { target: "$.info.version", update: null });
    expect(part(edited, "info")).toEqual({ title: "t", version: null, description: "new" });
    expect(said).toEqual([]);
  });

  test.each<[name: string, action: object, said: string]>([
    ["a list to an object", { target: "$.info", update: ["a"] }, "error overlay-mismatch #/actions/0/update: The overlay writes a list"],
    ["an object to a value", { target: "$.info.title", update: { a: 1 } }, "error overlay-mismatch #/actions/0/update: The overlay writes an object"],
    ["a list to a value inside", { target: "$", update: { info: { title: [1] } } }, "error overlay-mismatch #/actions/0/update/info/title"],
    ["a null to an object inside", { target: "$", update: { info: null } }, "error overlay-mismatch #/actions/0/update/info"],
    [
      "an object to nodes of several types",
      { target: "$.*", update: { a: 1 } },
      "error overlay-action #/actions/0/target: This overlay action selects",
    ],
    [
      "update and copy together",
      { target: "$.info", update: { a: 1 }, copy: "$.tags" },
      `error overlay-action #/actions/0: This overlay action has both`,
    ],
    [
      "a copy of several nodes",
      { target: "$.info", copy: "$.paths.*" },
      `error overlay-action #/actions/0/copy: This overlay action copies one node`,
    ],
    ["the removal of the document", { target: "$", remove: true }, "error overlay-action #/actions/0/target: This overlay action cannot remove"],
  ])("rejects %s", (_, action, words) => {
    const { value, said } = result(version, action);
    expect(value).toEqual(JSON.parse(api));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(words);
  });

  test("copies a path item into another one", () => {
    const { api: edited } = result(version, { target: `$.paths["/others"]`, copy: `$.paths["/items"]` });
    expect(Object.keys(part(edited, "paths", "/others") as object)).toEqual(["delete", "get"]);
    expect(part(edited, "paths", "/items", "get")).toEqual(part(edited, "paths", "/others", "get"));
  });

  test("moves a path item by update, copy and remove", () => {
    const { api: edited, said } = result(
      version,
      { target: "$.paths", update: { "/new": {} } },
      { target: `$.paths["/new"]`, copy: `$.paths["/items"]` },
      { target: `$.paths["/items"]`, remove: true },
    );
    expect(said).toEqual([]);
    expect(part(edited, "paths", "/new")).toEqual(part(JSON.parse(api) as Json, "paths", "/items"));
    expect(part(edited, "paths")).not.toHaveProperty("/items");
  });

  test("concatenates a copied list, and appends a copied value", () => {
    const { api: edited } = result(
      version,
      { target: "$.tags", copy: "$.paths['/items'].get.tags" },
      { target: "$.tags", copy: "$.info.title" },
      { target: "$.info.title", copy: "$.info.description" },
    );
    expect(part(edited, "tags")).toEqual([{ name: "a" }, { name: "b" }, "x", "y", "t"]);
    expect(part(edited, "info", "title")).toBe("old");
  });

  test("a copy does not change with its source", () => {
    const { api: edited } = result(
      version,
      { target: "$", update: { x: { list: [1] } } },
      { target: "$.x", update: { inner: {} } },
      { target: "$.x.inner", copy: "$.x" },
      { target: "$.x.list", update: 2 },
    );
    expect(part(edited, "x")).toEqual({ list: [1, 2], inner: { list: [1], inner: {} } });
  });

  test("warns when the source of a copy selects nothing", () => {
    expect(result(version, { target: "$.info", copy: "$.inf" }).said).toEqual([
      expect.stringContaining(`warning overlay-target #/actions/0/copy: "$.inf" selects nothing`),
    ]);
  });
});

describe("structure", () => {
  test.each<[name: string, text: string, said: string]>([
    ["a list at the top", "[]", "error not-an-overlay #: This is not an OpenAPI Overlay: it is not an object."],
    ["no version", "{ info: {} }", `error not-an-overlay #: This is not an OpenAPI Overlay: it has no "overlay" at the top level.`],
    [
      "version 2",
      "overlay: 2",
      "error not-an-overlay #/overlay: This is not an OpenAPI Overlay: its version is 2, and 1.0, 1.1 and 1.2 are supported.",
    ],
    ["version 1.3.0", "overlay: 1.3.0", "error not-an-overlay #/overlay"],
    ["no actions", "overlay: 1.1.0", `error not-an-overlay #: This is not an OpenAPI Overlay: it has no list of "actions".`],
    ["actions that are no list", "overlay: 1.1.0\nactions: {}", "error not-an-overlay #: "],
    ["a short version", "overlay: 1.1", `warning overlay-field #/overlay: "overlay" is 1.1, and must be a text such as "1.1.0".`],
    ["an unknown field", "overlay: 1.1.0\nextend: a.yaml", `warning overlay-field #/extend: Unknown field "extend". Did you mean "extends"?`],
    ["no info", "overlay: 1.1.0", `warning overlay-field #: "info" is missing: an object with "title" and "version".`],
    ["info of another type", "overlay: 1.1.0\ninfo: x", `warning overlay-field #/info: "info" must be an object with "title" and "version".`],
    ["no title", "overlay: 1.1.0\ninfo: { version: '1' }", `warning overlay-field #/info: "title" of "info" is missing.`],
    [
      "a version that is no text",
      "overlay: 1.1.0\ninfo: { title: t, version: 1 }",
      `warning overlay-field #/info/version: "version" of "info" must be a text.`,
    ],
    ["extends that is no text", "overlay: 1.1.0\nextends: {}", `warning overlay-field #/extends: "extends" must be the address of a document.`],
    ["no action", "overlay: 1.1.0\nactions: []", `warning overlay-field #/actions: "actions" is empty, so the overlay changes nothing.`],
    [
      "the same action twice",
      "overlay: 1.1.0\nactions: [{ target: $ }, { target: $ }]",
      "warning overlay-field #/actions/1: This action is the same as action 1.",
    ],
    ["an action that is no object", "overlay: 1.1.0\nactions: [1]", "error overlay-action #/actions/0: This overlay action must be an object."],
    [
      "a target that is no text",
      "overlay: 1.1.0\nactions: [{ target: 1 }]",
      `error overlay-action #/actions/0/target: This overlay action needs a "target" that is a JSONPath.`,
    ],
    ["remove that is no boolean", "overlay: 1.1.0\nactions: [{ target: $, remove: maybe }]", "error overlay-action #/actions/0/remove"],
    ["copy that is no text", "overlay: 1.1.0\nactions: [{ target: $, copy: 1 }]", "error overlay-action #/actions/0/copy"],
    ["an action without effect", "overlay: 1.1.0\nactions: [{ target: $ }]", "warning overlay-idle #/actions/0: "],
  ])("reports %s", (_, text, want) => {
    const said = applied("a: 1", text).said.join("\n");
    expect(said).toContain(want);
  });
});

describe("OAI's documents", () => {
  const sets = missingOverlaySuite ? [""] : namesIn(overlaySuite, "compliant-sets").filter((name) => !name.includes("."));
  test.skipIf(missingOverlaySuite).each(sets)(`compliant set %s${overlaySuiteNote}`, (name) => {
    const folder = join(overlaySuite, "compliant-sets", name);
    const { value, said } = applied(textOf(folder, "openapi.yaml"), textOf(folder, "overlay.yaml"));
    expect(said.filter((each) => each.startsWith("error"))).toEqual([]);
    expect(value).toEqual(parse(textOf(folder, "output.yaml")));
  });

  const documents = (kind: string): readonly string[] =>
    missingOverlaySuite
      ? [""]
      : ["v1.0", "v1.1", "v1.2-dev", "v1.2"].flatMap((version) =>
          namesIn(overlaySuite, "tests", version, kind).map((name) => join("tests", version, kind, name)),
        );

  test.skipIf(missingOverlaySuite).each(documents("pass"))(`accepts the structure of %s${overlaySuiteNote}`, (name) => {
    const { said } = applied("paths: {}", textOf(overlaySuite, name));
    // The document is another one: what the actions select in it is not in question.
    expect(said.filter((each) => !/ overlay-(?:target|idle|jsonpath) /.test(each))).toEqual([]);
  });

  test.skipIf(missingOverlaySuite).each(documents("fail"))(`reports the errors of %s${overlaySuiteNote}`, (name) => {
    const text = textOf(overlaySuite, name);
    const document = isJsonObject(parse(text)) ? "info: { title: t, description: d }" : "a: 1";
    const { said } = applied(document, text);
    expect(said.filter((each) => !/ overlay-(?:target|idle) /.test(each))).not.toEqual([]);
  });
});
