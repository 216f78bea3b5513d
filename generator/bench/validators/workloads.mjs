import { widerWorkloads } from "./wider.mjs";

// What is measured: schemas, and values that are valid or wrong in one place. All values are JSON text, parsed: so their
// objects have the shapes that a client sees.

const string = { type: "string" };
const number = { type: "number" };
const uri = { type: "string", format: "uri" };

export const session = {
  type: "object",
  required: ["sessionId"],
  properties: {
    sessionId: { type: "string", format: "uuid" },
    closeReason: { type: ["integer", "string"] },
    closeReasonText: string,
    connectionEndTime: number,
    connectionId: string,
    connectionStartTime: number,
    devtoolsFrontendUrl: uri,
    endTime: number,
    lastUpdated: number,
    startTime: number,
    webSocketDebuggerUrl: uri,
  },
};

function uuid(index) {
  return `478f4d7d-e943-40f6-a414-${(837000000000 + index * 7919).toString(16).padStart(12, "0")}`;
}

function makeSession(index) {
  const value = { sessionId: uuid(index), startTime: 1711621703708 + index };
  if (index % 2 === 0) Object.assign(value, { connectionId: uuid(index + 500), connectionStartTime: 1711621704607 + index });
  if (index % 3 === 0) Object.assign(value, { closeReason: 2, closeReasonText: "BrowserIdle", endTime: 1711621769485 + index });
  if (index % 4 === 0) {
    const id = uuid(index);
    value.devtoolsFrontendUrl = `https://live.browser.run/ui/view?wss=live.browser.run%2Fapi%2Fdevtools%2Fbrowser%2F${id}%2Fpage%2F${index}&mode=devtools`;
    value.webSocketDebuggerUrl = `wss://live.browser.run/api/devtools/browser/${id}/page/${index}`;
  }
  return value;
}

const parse = (value) => JSON.parse(JSON.stringify(value));
const sessions = Array.from({ length: 200 }, (_, index) => makeSession(index));
const lastBad = parse(sessions);
lastBad[199].startTime = "soon";

/** 100 properties in five groups of nested objects. */
function large() {
  const properties = {};
  for (let group = 0; group < 5; group++) {
    const inner = {};
    for (let index = 0; index < 18; index++) {
      const kinds = [
        string,
        { type: "integer", minimum: 0 },
        { type: "boolean" },
        { type: "string", maxLength: 80 },
        { type: "string", enum: ["open", "closed", "late"] },
        { type: "string", format: index % 12 === 5 ? "date-time" : "uri" },
      ];
      inner[`field${group}x${index}`] = kinds[index % 6];
    }
    inner.address = { type: "object", required: ["street", "city"], properties: { street: string, city: string, zip: { type: ["string", "null"] } } };
    properties[`group${group}`] = { type: "object", required: Object.keys(inner).slice(0, 9), properties: inner };
  }
  return { type: "object", required: Object.keys(properties), properties };
}

function valueOf(schema, salt) {
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(Object.entries(schema.properties).map(([name, property], index) => [name, valueOf(property, salt + index)]));
    case "integer":
      return salt;
    case "boolean":
      return salt % 2 === 0;
    default:
      if (schema.enum !== undefined) return schema.enum[salt % schema.enum.length];
      if (schema.format === "uri") return `https://example.com/orders/${salt}/items?page=${salt}&size=20#top`;
      if (schema.format === "date-time") return "2026-03-01T12:30:00Z";
      return `text ${salt}`;
  }
}

const largeSchema = large();
const largeValue = parse(valueOf(largeSchema, 1));
const largeBad = parse(largeValue);
largeBad.group4.address.city = 7;

/** A document tree: five kinds of node, told apart by `kind`. */
const node = (kind, properties, required = Object.keys(properties)) => ({
  type: "object",
  required: ["kind", ...required],
  properties: { kind: { const: kind }, ...properties },
});
const children = { type: "array", items: { $ref: "#" } };
const tree = {
  oneOf: [
    node("section", { title: string, children }),
    node("list", { ordered: { type: "boolean" }, children }),
    node("text", { text: string, bold: { type: "boolean" } }, ["text"]),
    node("link", { href: string, children }),
    node("image", { src: string, width: number, height: number }, ["src"]),
  ],
};

function makeTree() {
  const text = (index) => ({ kind: "text", text: `Paragraph ${index}`, bold: index % 2 === 0 });
  const list = (index) => ({
    kind: "list",
    ordered: true,
    children: [text(index), { kind: "link", href: `/page/${index}`, children: [text(index + 1)] }, text(index + 2)],
  });
  const section = (index) => ({
    kind: "section",
    title: `Part ${index}`,
    children: [text(index), list(index), list(index + 9), { kind: "image", src: `/image/${index}`, width: 640, height: 480 }, text(index + 3)],
  });
  return { kind: "section", title: "All", children: [section(1), section(2), section(3)].map((each) => each) };
}

const treeValue = parse(makeTree());
const treeBad = parse(treeValue);
treeBad.children[2].children[2].children[1].children[0].text = 5;

// Further schemas of the same kinds: an emitter that is only good at the ones above would show here.
const closed = {
  type: "object",
  additionalProperties: false,
  required: ["id", "lines"],
  properties: {
    id: { type: "integer", minimum: 1 },
    note: { type: ["string", "null"], maxLength: 200 },
    status: { enum: ["draft", "sent", "paid", "void", "late", "refused", "lost", "open"] },
    lines: {
      type: "array",
      minItems: 1,
      items: {
        type: "object",
        additionalProperties: false,
        required: ["sku", "count", "price"],
        properties: {
          sku: { type: "string", pattern: "^[A-Z]{3}-[0-9]{4}$" },
          count: { type: "integer", minimum: 1 },
          price: { type: "number", minimum: 0 },
        },
      },
    },
    labels: { type: "object", additionalProperties: { type: "string" } },
  },
};
const order = parse({
  id: 7,
  note: null,
  status: "late",
  lines: Array.from({ length: 20 }, (_, index) => ({ sku: `ABC-${1000 + index}`, count: index + 1, price: index * 1.5 })),
  labels: Object.fromEntries(Array.from({ length: 8 }, (_, index) => [`label${index}`, `value ${index}`])),
});
const orderBad = parse(order);
orderBad.lines[19].count = 0;

const binary = {
  $ref: "#/$defs/expression",
  $defs: {
    expression: { anyOf: [{ $ref: "#/$defs/literal" }, { $ref: "#/$defs/binary" }, { $ref: "#/$defs/call" }] },
    literal: {
      type: "object",
      required: ["value"],
      additionalProperties: false,
      properties: { value: { type: ["number", "string", "boolean", "null"] } },
    },
    binary: {
      type: "object",
      required: ["op", "left", "right"],
      properties: { op: { enum: ["+", "-", "*", "/"] }, left: { $ref: "#/$defs/expression" }, right: { $ref: "#/$defs/expression" } },
    },
    call: {
      type: "object",
      required: ["name", "arguments"],
      properties: { name: string, arguments: { type: "array", items: { $ref: "#/$defs/expression" } } },
    },
  },
};
const expression = (depth) =>
  depth === 0
    ? { value: 1 }
    : depth % 3 === 0
      ? { name: "max", arguments: [expression(depth - 1), expression(depth - 1)] }
      : { op: "+", left: expression(depth - 1), right: { value: "x" } };
const expressionValue = parse(expression(9));

const list = (items) => ({ type: "array", items });

/** `must` and `goal` are ratios to hand-written code. */
export const workloads = [
  { name: "200 sessions, is", schema: list(session), formats: false, mode: "is", value: parse(sessions), must: 1.15, goal: 1, hand: "sessions" },
  {
    name: "200 sessions, is, formats",
    schema: list(session),
    formats: true,
    mode: "is",
    value: parse(sessions),
    must: 1.05,
    goal: 1,
    hand: "sessions",
  },
  { name: "200 sessions, all issues, valid", schema: list(session), formats: false, mode: "issues", value: parse(sessions), hand: "sessions" },
  {
    name: "200 sessions, all issues, last one bad",
    schema: list(session),
    formats: false,
    mode: "issues",
    value: lastBad,
    must: 1.3,
    goal: 1,
    hand: "sessions",
  },
  { name: "100 properties, is", schema: largeSchema, formats: false, mode: "is", value: largeValue, must: 1.1, goal: 1, hand: "large" },
  { name: "100 properties, is, formats", schema: largeSchema, formats: true, mode: "is", value: largeValue, hand: "large" },
  { name: "100 properties, all issues, one deep", schema: largeSchema, formats: false, mode: "issues", value: largeBad, hand: "large" },
  {
    name: "100 properties, all issues, one deep, formats",
    schema: largeSchema,
    formats: true,
    mode: "issues",
    value: largeBad,
    must: 0.9,
    goal: 0.6,
    hand: "large",
  },
  { name: "tagged tree, is", schema: tree, formats: false, mode: "is", value: treeValue, must: 1.3, goal: 1, hand: "tree" },
  { name: "tagged tree, all issues, one deep", schema: tree, formats: false, mode: "issues", value: treeBad, must: 1.3, goal: 1, hand: "tree" },
  { name: "closed order, is", schema: closed, formats: false, mode: "is", value: order, hand: "order" },
  { name: "closed order, all issues, last line bad", schema: closed, formats: false, mode: "issues", value: orderBad, hand: "order" },
  { name: "untagged expressions, is", schema: binary, formats: false, mode: "is", value: expressionValue, hand: "expressions" },
  ...widerWorkloads,
];
