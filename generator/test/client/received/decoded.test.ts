import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { afterAll, beforeAll, expect, test } from "vitest";
import { decode, encode } from "../../../runtime/codecs/codec.js";
import { date } from "../../../runtime/codecs/dates.js";
import { bigint, digits, exactly, exactText } from "../../../runtime/codecs/integers.js";
import { instant, plainDate } from "../../../runtime/codecs/temporal.js";
import type { CodecOf, Scalar } from "../../../runtime/codecs/types.js";
import { generated, typeErrors, type Generated } from "../generated.js";
import { Loopback } from "../server.js";

const when = { type: "string", format: "date-time" };
const wide = { type: "integer", format: "int64" };
const json = (schema: object): object => ({ "application/json": { schema } });
const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

const document = {
  openapi: "3.1.0",
  info: { title: "Ledger", version: "1" },
  servers: [{ url: "https://ledger.example.test" }],
  paths: {
    "/entries": {
      get: {
        operationId: "listEntries",
        parameters: [
          { name: "since", in: "query", schema: when },
          { name: "after", in: "query", schema: wide },
        ],
        responses: { "200": { description: "All.", content: json({ type: "array", items: ref("Entry") }) } },
      },
      post: {
        operationId: "addEntry",
        requestBody: { required: true, content: json(ref("Entry")) },
        responses: {
          "200": { description: "As it is kept.", content: json(ref("Entry")) },
          "409": { description: "Known.", content: json(ref("Entry")) },
        },
      },
    },
    "/entries/tail": {
      get: {
        operationId: "tailEntries",
        responses: { "200": { description: "As they come.", content: { "application/x-ndjson": { schema: ref("Entry") } } } },
      },
    },
    "/entries/events": {
      get: {
        operationId: "watchEntries",
        responses: { "200": { description: "As they come.", content: { "text/event-stream": { schema: ref("Entry") } } } },
      },
    },
  },
  components: {
    schemas: {
      EntryId: { type: "string" },
      Moment: when,
      Entry: {
        type: "object",
        required: ["id", "at", "amount"],
        properties: {
          id: ref("EntryId"),
          at: when,
          amount: wide,
          day: { type: "string", format: "date" },
          corrected: { anyOf: [when, { type: "null" }] },
          seen: { type: ["string", "null"], format: "date-time" },
          checked: { allOf: [ref("Moment"), { description: "By whom is not known." }] },
          history: { type: "array", items: ref("Moment") },
          counts: { type: "object", additionalProperties: wide },
          cause: { oneOf: [ref("Entry"), ref("Note")] },
          note: { type: "string" },
          small: { type: "integer" },
        },
      },
      Note: { type: "object", required: ["text"], properties: { text: { type: "string" }, at: { type: "string" } } },
    },
  },
};

/** A text as a server may write it: more digits than a `Date` keeps, an offset, integers that a double cannot hold. */
const wire = `{"id":"e1","at":"2026-03-01T10:00:00.123456+02:00","amount":9007199254740993,"day":"2026-03-01","corrected":null,"seen":"2026-03-01T10:00:00Z",\
"checked":"2026-03-01T00:00:00-00:00","history":["2024-02-29T23:59:59.5z"],"counts":{"a":-9223372036854775808,"__proto__":1},\
"cause":{"id":"e0","at":"2026-01-01T00:00:00Z","amount":1},"note":"9007199254740993","small":3}`;

interface Module {
  createClient(options: object): Readonly<Record<string, (parameters?: object, options?: object) => Promise<unknown>>>;
}
type Entry = Readonly<Record<string, unknown>>;

let server: Loopback;
const outputs = new Map<string, Generated>();
const clientOf = async (
  decoding: NonNullable<Parameters<typeof generated>[1]>["decoding"],
): Promise<{ output: Generated; client: ReturnType<Module["createClient"]> }> => {
  const key = JSON.stringify(decoding);
  const output = outputs.get(key) ?? (await generated(document, decoding === undefined ? {} : { decoding }));
  outputs.set(key, output);
  const { createClient } = await output.load<Module>("client");
  return { output, client: createClient({ baseUrl: server.url }) };
};
beforeAll(async () => {
  server = await new Loopback().start();
});
afterAll(async () => {
  await server.stop();
  await Promise.all([...outputs.values()].map((output) => output.remove()));
});

test("decodes dates as Date and int64 as bigint, and encodes both", async () => {
  const { client } = await clientOf({ dates: "Date", int64: "bigint" });
  server.respond(200, wire, { "content-type": "application/json" });
  const entry = (await client["addEntry"]?.({ body: { id: "e", at: new Date(0), amount: 2n ** 62n } })) as Entry;
  expect(server.last.body).toBe(`{"id":"e","at":"1970-01-01T00:00:00.000Z","amount":${2n ** 62n}}`);
  expect(entry).toMatchObject({
    at: new Date("2026-03-01T08:00:00.123Z"),
    amount: 9007199254740993n,
    day: "2026-03-01",
    corrected: null,
    seen: new Date("2026-03-01T10:00:00Z"),
    checked: new Date("2026-03-01T00:00:00Z"),
    history: [new Date("2024-02-29T23:59:59.500Z")],
    cause: { at: new Date("2026-01-01T00:00:00Z"), amount: 1n },
    note: "9007199254740993",
    small: 3,
  });
  expect(Object.entries(entry["counts"] as object)).toEqual([
    ["a", -9223372036854775808n],
    ["__proto__", 1n],
  ]);
  await client["addEntry"]?.({ body: entry });
  expect(server.last.body).toBe(wire);
});

test("decodes dates as Temporal and int64 as text, and encodes both", async () => {
  const { client } = await clientOf({ dates: "Temporal", int64: "string" });
  server.respond(200, wire, { "content-type": "application/json" });
  const entry = (await client["addEntry"]?.({ body: { id: "e", at: Temporal.Instant.fromEpochMilliseconds(0), amount: "4" } })) as Entry;
  expect(server.last.body).toBe(`{"id":"e","at":"1970-01-01T00:00:00Z","amount":4}`);
  expect([entry["at"], entry["day"], entry["amount"]].map(String)).toEqual(["2026-03-01T08:00:00.123456Z", "2026-03-01", "9007199254740993"]);
  expect(entry["day"]).toBeInstanceOf(Temporal.PlainDate);
  await client["addEntry"]?.({ body: entry });
  expect(server.last.body).toBe(wire);
});

test("sends a changed date with its new value", async () => {
  const { client } = await clientOf({ dates: "Date" });
  server.respond(200, wire, { "content-type": "application/json" });
  const entry = (await client["addEntry"]?.({ body: { id: "e", at: new Date(0), amount: 1 } })) as { readonly at: Date };
  entry.at.setUTCFullYear(2030);
  await client["addEntry"]?.({ body: entry });
  expect(server.last.body).toContain(`"at":"2030-03-01T08:00:00.123Z"`);
});

test("decodes stream items and encodes parameters", async () => {
  const { client } = await clientOf({ dates: "Date", int64: "bigint" });
  const collected = async (stream: unknown): Promise<unknown[]> => {
    const all = [];
    for await (const each of stream as AsyncIterable<unknown>) all.push(each);
    return all;
  };
  server.respond(200, `${wire}\n${wire}\n`, { "content-type": "application/x-ndjson" });
  expect(await collected(await client["tailEntries"]?.())).toMatchObject([
    { amount: 9007199254740993n },
    { at: new Date("2026-03-01T08:00:00.123Z") },
  ]);
  server.respond(200, `data: ${wire}\n\ndata: [DONE]\n\n`, { "content-type": "text/event-stream" });
  expect(await collected(await client["watchEntries"]?.())).toMatchObject([{ event: "message", data: { amount: 9007199254740993n } }]);
  server.respond(200, []);
  await client["listEntries"]?.({ since: new Date(0), after: 2n ** 62n });
  expect(server.last.url).toBe(`/entries?since=1970-01-01T00%3A00%3A00.000Z&after=${2n ** 62n}`);
});

test("validates requests in their encoded form", async () => {
  const { client } = await clientOf({ dates: "Date", int64: "bigint" });
  server.respond(200, wire, { "content-type": "application/json" });
  const sent = async (body: object): Promise<unknown> => client["addEntry"]?.({ body })?.catch((error: unknown) => (error as Error).message);
  expect(await sent({ id: "e", at: new Date(Number.NaN), amount: 1n })).toMatch(/\/at must be string, received null/);
  expect(await sent({ id: "e", at: "soon", amount: 1n })).toMatch(/\/at must be a valid date-time/);
  expect(await sent({ id: "e", at: new Date(0), amount: 2n ** 70n })).toMatch(/\/amount must be a valid int64/);
  expect(server.arrived).toEqual([]);
});

test("types describe decoded values; brands keep ids separate", async () => {
  const { output } = await clientOf({ dates: "Date", int64: "bigint", brands: true });
  const lines = [
    `import { createClient, type EntryId, type Entry, type components } from "./index.js";`,
    `import { isEntry } from "./validators/index.js";`,
    `const client = createClient();`,
    `const [entry] = await client.listEntries({ since: new Date(), after: 5n });`,
    `if (!entry) throw new Error();`,
    `export const at: Date = entry.at;`,
    `export const amount: bigint = entry.amount;`,
    `export const corrected: Date | null | undefined = entry.corrected;`,
    `export const checked: Date | undefined = entry.checked;`,
    `export const history: Date[] | undefined = entry.history;`,
    `export const id: EntryId = entry.id;`,
    `export const model: Entry = entry;`,
    `export const wire: components["schemas"]["Entry"] = { id: "x", at: "2026-03-01T10:00:00Z", amount: 1 };`,
    `const value: unknown = wire;`,
    `if (isEntry(value)) { const text: string = value.at; console.log(text); }`,
    `// @ts-expect-error: a string is no EntryId`,
    `await client.addEntry({ body: { id: "x", at: new Date(), amount: 1n } });`,
    `await client.addEntry({ body: { id: "x" as EntryId, at: new Date(), amount: 1n } });`,
    `for await (const each of await client.tailEntries()) console.log(each.at.getTime());`,
    `const { error } = await client.addEntry({ body: entry }).safe();`,
    `if (error?.status === 409 && "documented" in error) { const text: string = (error.body as components["schemas"]["Entry"]).at; console.log(text); }`,
  ];
  expect(await typeErrors(output, { "use.ts": `${lines.join("\n")}\n` })).toEqual([]);
});

test("reads a date-time without an offset as UTC, and keeps its text", () => {
  for (const text of ["2026-01-02T03:04:05.5", "2026-01-02t03:04", "2026-01-02 03:04:05.5"]) {
    const [made, moment] = [date.decode(text, undefined), instant.decode(text, undefined)] as [Date, Temporal.Instant];
    expect(moment.epochMilliseconds).toBe(made.getTime());
    expect(made.toISOString()).toMatch(/^2026-01-02T03:04:0[05]\.[05]00Z$/);
    expect([date.encode(made), instant.encode(moment)]).toEqual([text, text]);
  }
  // A day is not a moment.
  expect(instant.decode("2026-01-02", undefined)).toBe("2026-01-02");
});

test("types Temporal values as Instant and PlainDate", async () => {
  const { output } = await clientOf({ dates: "Temporal", int64: "string" });
  const use = `import { Temporal } from "temporal-polyfill";
import { createClient } from "./index.js";
const [entry] = await createClient().listEntries({ since: Temporal.Now.instant(), after: "5" });
export const at: Temporal.Instant | undefined = entry?.at;
export const day: Temporal.PlainDate | undefined = entry?.day;
export const amount: string | undefined = entry?.amount;
`;
  expect(await typeErrors(output, { "use.ts": use })).toEqual([]);
});

test("adds no code without these options", async () => {
  const { output } = await clientOf(undefined);
  expect(output.text("decoded.ts")).toBe("");
  expect(output.text("runtime/client/decoded.ts")).toBe("");
  expect(output.text("operations/entries.ts")).not.toContain("codec");
});

test("matches pattern properties as validators do, in linear time", async () => {
  const patternProperties = { "^(a+)+$": when, "^x\\-": when, "^note": { type: "string" } };
  const log = { type: "object", patternProperties, additionalProperties: when };
  const hours = { type: "object", properties: { at: { type: "string" } }, patternProperties: { "^a": when } };
  const decoding = { dates: "Date" } as const;
  const output = await generated(
    { openapi: "3.1.0", info: { title: "Log", version: "1" }, paths: {}, components: { schemas: { Log: log, Hours: hours } } },
    { decoding },
  );
  outputs.set("patterns", output);
  const { logCodec } = await output.load<{ readonly logCodec: () => CodecOf }>("codecs/log");
  const at = "2026-03-01T10:00:00.000Z";
  const name = `${"a".repeat(50)}!`;
  expect(decode({ aa: at, "x-b": at, note: at, [name]: at }, logCodec)).toEqual({
    aa: new Date(at),
    "x-b": new Date(at),
    note: at,
    [name]: new Date(at),
  });
  const { hoursCodec } = await output.load<{ readonly hoursCodec: () => CodecOf }>("codecs/hours");
  expect(decode({ at, again: at }, hoursCodec)).toEqual({ at, again: new Date(at) });
  expect(await typeErrors(output, {})).toEqual([]);
});

const scalars: readonly (readonly [name: string, scalar: Scalar, values: fc.Arbitrary<unknown>])[] = [
  ["Date", date, instants()],
  ["Temporal.Instant", instant, instants()],
  ["Temporal.PlainDate", plainDate, instants().map((text) => text.slice(0, 10))],
  ["bigint", bigint, integers()],
  ["digits", digits, integers()],
];

/** Instants in the spellings of RFC 3339. */
function instants(): fc.Arbitrary<string> {
  const moment = fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9998-12-31T00:00:00Z"), noInvalidDate: true });
  const fraction = fc.stringMatching(/^(\.\d{1,9})?$/);
  return fc
    .tuple(moment, fraction, fc.constantFrom("Z", "z", "+00:00", "-00:00", "+05:45", "-11:30"), fc.constantFrom("T", "t"))
    .map(([at, part, zone, separator]) => `${at.toISOString().slice(0, 10)}${separator}${at.toISOString().slice(11, 19)}${part}${zone}`);
}

/** 64-bit integers as they stand in a JSON text, by the value that `exactly` reads. */
function integers(): fc.Arbitrary<number | bigint> {
  return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
}

test.each(scalars)("encode(decode(x)) equals x on the wire: %s", (_name, scalar, values) => {
  const codec: CodecOf = {
    parts: { one: { scalar }, plain: {} },
    others: { scalar },
    patterns: [[/^list/, { items: { any: [[{ scalar }]] } }]],
    all: [{ parts: { two: () => ({ first: [{ scalar }, null], items: { scalar } }) } }],
  };
  const value = fc.record(
    {
      one: fc.option(values),
      plain: fc.jsonValue(),
      two: fc.tuple(values, fc.jsonValue(), values),
      listed: fc.array(fc.option(values)),
      __proto__: values,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(value, (given) => {
      const text = written(given);
      const came: unknown = JSON.parse(text);
      const held = decode(came, codec, exactly(text));
      expect(exactText(encode(held, codec))).toBe(text);
    }),
  );
});

test("keeps every digit of an integer and nothing else changes", () => {
  const value = fc.jsonValue().chain((plain) =>
    fc.record({
      plain: fc.constant(plain),
      wide: fc.array(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })),
      text: fc.string(),
      digits: fc.stringMatching(/^["\\]*\d{16,20}["\\]*$/),
    }),
  );
  fc.assert(
    fc.property(value, (given) => {
      const text = written(given);
      const read = exactly(text) ?? (JSON.parse(text) as unknown);
      expect(written(read)).toBe(text);
    }),
  );
});

/** JSON text with bigints as integers, by another way than the one that is tested. */
function written(value: unknown): string {
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
  if (typeof value === "object" && value !== null)
    return `{${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}:${written(item)}`)
      .join(",")}}`;
  return JSON.stringify(value);
}
