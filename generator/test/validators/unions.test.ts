import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { compile } from "tallystick";
import type { Json } from "tallystick/model";
import { expectGolden } from "./golden.js";

interface Failure {
  readonly title: string;
  readonly schema: Json;
  readonly value: Json;
}

const text: Json = { type: "string" };
const number: Json = { type: "number" };
const tagged = (tag: string, name: string, properties: Record<string, Json>): Json => ({
  type: "object",
  required: [tag, ...Object.keys(properties)],
  properties: { [tag]: { const: name }, ...properties },
});

const card = tagged("type", "card", {
  number: text,
  exp: { type: "object", required: ["month", "year"], properties: { month: number, year: number } },
});
const bank = tagged("type", "bank", { iban: { type: "string", pattern: "^[A-Z]{2}" } });
const cash = tagged("type", "cash", { amount: { type: "number", minimum: 0 } });
const payment: Json = { oneOf: [card, bank, cash] };

const nodes: Json = {
  oneOf: [{ $ref: "#/$defs/section" }, { $ref: "#/$defs/text" }],
  $defs: {
    section: tagged("kind", "section", { children: { type: "array", items: { $ref: "#" } } }),
    text: tagged("kind", "text", { text }),
  },
};

const failures: readonly Failure[] = [
  {
    title: "A wrong field deep in the branch that the tag names",
    schema: payment,
    value: { type: "card", number: "4111", exp: { month: "12", year: 2030 } },
  },
  { title: "A tag that no branch has", schema: payment, value: { type: "crypto", amount: 5 } },
  { title: "No tag at all", schema: payment, value: { amount: 5 } },
  { title: "Not an object", schema: payment, value: "card" },
  {
    title: "A tag of several values",
    schema: {
      oneOf: [
        { type: "object", required: ["status", "at"], properties: { status: { enum: ["open", "late"] }, at: number } },
        { type: "object", required: ["status"], properties: { status: { enum: ["closed"] } } },
      ],
    },
    value: { status: "late" },
  },
  {
    title: "A fault four levels down a recursive union",
    schema: nodes,
    value: {
      kind: "section",
      children: [
        { kind: "text", text: "a" },
        { kind: "section", children: [{ kind: "text", text: 5 }] },
      ],
    },
  },
  {
    title: "A value or null",
    schema: { anyOf: [{ type: "object", required: ["id"], properties: { id: { type: "string", minLength: 3 } } }, { type: "null" }] },
    value: { id: "x" },
  },
  {
    title: "Scalars of the wrong type",
    schema: { type: "object", properties: { closeReason: { anyOf: [{ type: "integer" }, { type: "string" }] } } },
    value: { closeReason: true },
  },
  {
    title: "No tag: the branch that got furthest",
    schema: {
      anyOf: [
        {
          type: "object",
          required: ["errors"],
          properties: { errors: { type: "array", items: { type: "object", required: ["code"], properties: { code: { type: "integer" } } } } },
        },
        { type: "object", required: ["error"], properties: { error: text } },
      ],
    },
    value: { errors: [{ code: 10000 }, { code: "9106" }] },
  },
  {
    title: "Two branches of a oneOf at once",
    schema: {
      oneOf: [
        { type: "object", required: ["a"] },
        { type: "object", required: ["b"] },
      ],
    },
    value: { a: 1, b: 2 },
  },
  {
    title: "A list of one kind or of another",
    schema: {
      anyOf: [
        { type: "array", items: { type: "string" } },
        { type: "array", items: { type: "number" } },
      ],
    },
    value: ["a", "b", 3],
  },
  {
    title: "A secret in the wrong place",
    schema: { oneOf: [tagged("type", "token", { token: { type: "string", maxLength: 8 } }), tagged("type", "none", {})] },
    value: { type: "token", token: "hunter2hunter2" },
  },
];

test("reports the chosen branch of twelve unions, and only that", async () => {
  const sections: string[] = [];
  for (const { title, schema, value } of failures) {
    const { valid, issues } = (await compile(schema))(value);
    expect(valid, title).toBe(false);
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.validate(schema as object, value);
    const lines = (found: readonly { readonly instancePath: string; readonly schemaPath: string; readonly message?: string }[]): string =>
      found.map((issue) => `${issue.instancePath || "(root)"} ${issue.message ?? ""}  [${issue.schemaPath}]`).join("\n");
    sections.push(
      `## ${title}\n\n\`\`\`json\n${JSON.stringify(value)}\n\`\`\`\n\n\`\`\`text\n${lines(issues)}\n\`\`\`\n\nAjv, all errors: ${ajv.errors?.length ?? 0}\n\n\`\`\`text\n${lines(ajv.errors ?? [])}\n\`\`\`\n`,
    );
    expect(issues.length, title).toBeLessThanOrEqual(ajv.errors?.length ?? 0);
  }
  const head =
    "# Twelve union failures, and what is said about them\n\nOurs first, Ajv 8.20.0 below. The schemas stand in `unions.test.ts`, which writes this file (`RECORD=true`).\n";
  expectGolden(new URL("unions.md", import.meta.url), `${head}\n${sections.join("\n")}`);
});

test("never shows a value that may be a secret", async () => {
  const schema: Json = { type: "object", properties: { password: { type: "integer" }, note: { type: "integer" } } };
  const { issues } = (await compile(schema))({ password: "hunter2", note: "eyJhbGciOiJIUzI1NiJ9.e30.abc" });
  expect(issues.map((issue) => issue.message)).toEqual([
    "must be integer, received a string of length 7",
    "must be integer, received a string of length 28",
  ]);
});
