import { expect, test } from "vitest";
import { schemas, types } from "./written.js";
import { openapi } from "../documents.js";
import { swagger } from "../lower/lowered.js";

/** The doc comment of each component, without its frame. */
function comments(text: string): Readonly<Record<string, string>> {
  const found = text.matchAll(/\/\*\*((?:(?!\*\/).)*)\*\/\s+(\w+)\??: /gs);
  return Object.fromEntries(
    [...found].map(([, comment = "", name = ""]) => [
      name,
      comment
        .replaceAll(/^ *\* ?/gm, "")
        .replaceAll(/^ +/gm, "")
        .trim(),
    ]),
  );
}

const list = (...lines: readonly string[]): string => `@description ${lines.join("\n")}`;

test("documents enum values from each extension", async () => {
  const text = await schemas({
    Names: { type: "integer", enum: [0, 1], "x-enum-varnames": ["Active", "Expired"], description: "How it stands." },
    NSwag: { type: "integer", enum: [0, 1], "x-enumNames": ["Active", "Expired"] },
    Texts: { type: "string", enum: ["a", "b"], "x-enum-descriptions": ["The first.", "The\nsecond."] },
    Keyed: { type: "string", enum: ["a", "b"], "x-enumDescriptions": { b: "The second.", c: "None." } },
    Both: { type: "integer", enum: [1], "x-enum-varnames": ["ONE"], "x-enum-descriptions": ["The first."] },
    AutoRest: {
      type: "string",
      enum: ["x", "y"],
      "x-ms-enum": {
        name: "Xy",
        values: [
          { value: "x", description: "The X." },
          { value: "y", name: "why" },
        ],
      },
    },
    Constants: {
      oneOf: [
        { const: 1, title: "One" },
        { const: 2, title: "Two", description: "twice" },
      ],
    },
    Nullable: { type: ["string", "null"], enum: [null, "a", "b"], "x-enum-descriptions": ["The first.", "The second."] },
    OrNull: { oneOf: [{ const: 1, title: "One" }, { type: "null" }] },
    Singles: {
      anyOf: [
        { enum: ["a"], description: "The first." },
        { enum: ["b"], title: "B" },
      ],
    },
    List: { type: "array", items: { type: "integer", enum: [1], "x-enumNames": ["One"] } },
    Better: { type: "integer", enum: [1], "x-enum-varnames": ["1"], "x-enumNames": ["One"] },
    Odd: { enum: ["", "a b", "`c`", { toString: 1 }], "x-enum-descriptions": ["None.", "Two\nwords.", "Code.", "An object."] },
  });
  expect(comments(text)).toEqual({
    Names: `${list("How it stands.", "", "- `0`: Active", "- `1`: Expired")}\n@enum {number}`,
    NSwag: `${list("- `0`: Active", "- `1`: Expired")}\n@enum {number}`,
    Texts: `${list("- `a`: The first.", "- `b`: The second.")}\n@enum {string}`,
    Keyed: `${list("- `b`: The second.")}\n@enum {string}`,
    Both: `${list("- `1`: ONE, The first.")}\n@enum {number}`,
    AutoRest: `${list("- `x`: The X.", "- `y`: why")}\n@enum {string}`,
    Constants: list("- `1`: One", "- `2`: Two, twice"),
    Nullable: `${list("- `a`: The first.", "- `b`: The second.")}\n@enum {unknown}`,
    OrNull: list("- `1`: One"),
    Singles: list("- `a`: The first."),
    List: list("- `1`: One"),
    Better: `${list("- `1`: One")}\n@enum {number}`,
    Odd: `${list('- `""`: None.', '- `"a b"`: Two words.', "- `` `c` ``: Code.", '- `{"toString":1}`: An object.')}\n@enum {unknown}`,
  });
});

test("omits mismatching, redundant and long lists", async () => {
  const many = Array.from({ length: 101 }, (_, index) => index);
  const text = await schemas({
    Short: { type: "integer", enum: [0, 1], "x-enum-varnames": ["Active"] },
    Odd: { type: "integer", enum: [0, 1], "x-enum-varnames": { type: "string" }, "x-enum-descriptions": "none", "x-ms-enum": { values: [1] } },
    Same: { type: "string", enum: ["eu-central", "us"], "x-enum-varnames": ["EUCentral", "US"] },
    Many: { type: "integer", enum: many, "x-enumNames": many.map((index) => `Number${index}`) },
    Mixed: {
      oneOf: [
        { const: 1, title: "One" },
        { type: "string", title: "Any" },
      ],
    },
  });
  expect(Object.values(comments(text)).filter((comment) => comment.includes("- `"))).toEqual([]);
});

test("documents enum values of parameters", async () => {
  const parameters = [
    { name: "state", in: "query", description: "Which.", schema: { type: "integer", enum: [0, 1], "x-enum-varnames": ["New", "Old"] } },
  ];
  const text = await types(openapi({ paths: { "/a": { get: { operationId: "getA", parameters, responses: { "204": { description: "none" } } } } } }));
  expect(comments(text)["state"]).toBe(list("Which.", "", "- `0`: New", "- `1`: Old"));
});

test("2.0: documents enum values without closing the comment", async () => {
  const definitions = { Status: { type: "string", enum: ["on"], "x-enum-descriptions": ["Works */ alert(1) /*"] } };
  const text = await types(swagger({ definitions }) as never);
  expect(comments(text)["Status"]).toContain("- `on`: Works *\\/ alert(1) /*");
});
