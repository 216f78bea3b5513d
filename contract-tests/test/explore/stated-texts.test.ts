import type { Operation, Schema } from "tallystick/model";
import { hasValue } from "../../src/observe/value-at.js";
import { expect, test } from "vitest";
import { comparable } from "../../src/explore/laws/compare.js";
import { isEstimate } from "../../src/explore/laws/properties.js";
import { statedOrder } from "../../src/explore/laws/stated-order.js";
import { reservesFlag } from "../../src/explore/laws/flag-of-one.js";
import { isPrivacy } from "../../src/explore/laws/identities.js";
import { exampleIn } from "../../src/explore/likely-values.js";
import { statedLimit } from "../../src/explore/laws/limits.js";
import { asksForAll } from "../../src/explore/laws/list-filters.js";
import { namedIn } from "../../src/explore/laws/search.js";
import { isAboutUnknown } from "../../src/explore/laws/unknown-is-refused.js";
import type { Port } from "../../src/explore/port.js";
import { isComplete } from "../../src/explore/paging.js";
import type { Exchange } from "../../src/explore/exchange.js";
import type { Resource } from "../../src/explore/resources.js";
import { statedContents, statedStates } from "../../src/explore/laws/stated-states.js";
import { open } from "../observe/open.js";

const states = ["draft", "open", "paid", "in_review"];

function operationOf(method: string, path: string, description: string, conflict?: string): Operation {
  const responses = conflict === undefined ? [] : [{ status: "409", description: conflict }];
  return { kind: "path", method, path, key: `${method.toUpperCase()} ${path}`, description, responses } as unknown as Operation;
}

const pay = "/invoices/{id}/pay";
const one = "/invoices/{id}";

test.each<[method: string, path: string, text: string, conflict: string | undefined, allowed: readonly string[], forbidden?: readonly string[]]>([
  ["post", pay, "Changes an `open` invoice to `paid`. Any other status is a conflict (409).", undefined, ["open"]],
  ["post", pay, "Moves an invoice from open to paid; any other state is refused.", undefined, ["open"]],
  ["post", pay, "Moves it from draft to open or from open to paid. Another state gets 409.", undefined, ["draft", "open"]],
  ["post", pay, "Only open invoices can be paid.", undefined, ["open"]],
  ["post", pay, "Pays it.", "The invoice is not open.", ["open"]],
  ["post", pay, "Pays it.", "The invoice is already paid.", [], ["paid"]],
  ["post", pay, "Returns 409 if the invoice is not open.", undefined, ["open"]],
  ["post", pay, "Allowed only in the states draft, open and in review.", undefined, ["draft", "open", "in_review"]],
  ["delete", one, "Only drafts can be deleted.", undefined, ["draft"]],
  ["delete", one, "Only invoices in status `draft` or `in_review` may be deleted, others get 409.", undefined, ["draft", "in_review"]],
  ["delete", one, "An invoice can only be deleted while it is a draft.", undefined, ["draft"]],
  ["delete", one, "A paid invoice can't be deleted.", undefined, [], ["paid"]],
  ["delete", one, "An invoice cannot be deleted once it has been paid.", undefined, [], ["paid"]],
  ["patch", one, "Only draft and open invoices can be changed.", undefined, ["draft", "open"]],
])("%s %s states its states: %s %s", (method, path, text, conflict, allowed, forbidden = []) => {
  expect(statedStates(operationOf(method, path, text, conflict), "invoice", states)).toMatchObject({ allowed, forbidden });
});

test.each([
  ["post", pay, "Pays an open invoice. It becomes paid."],
  ["post", pay, "Only drafts can be deleted."],
  ["post", pay, "Goes from draft to open, then to paid. Any other change is refused."],
  ["delete", one, "Only drafts and invoices without payments can be deleted."],
  ["delete", one, "Only drafts can be deleted by readers."],
  ["patch", one, "The priority can only be changed while the invoice is open."],
  ["patch", one, "Only open invoices can be assigned."],
])("%s %s states no states: %s", (method, path, text) => {
  expect(statedStates(operationOf(method, path, text), "invoice", states)).toBeUndefined();
});

test.each([
  ["A shelf cannot be deleted while it has items.", undefined, "item"],
  ["Shelves with items cannot be deleted.", undefined, "item"],
  ["A shelf cannot be deleted while there are boxes on it.", undefined, "box"],
  ["A shelf that still has items cannot be deleted (409).", undefined, "item"],
  ["Only empty shelves can be deleted.", undefined, "item"],
  ["Deletes it.", "The shelf still has boxes.", "box"],
  ["Deletes it.", "The shelf is not empty.", "item"],
  ["A shelf cannot be deleted while it has reserved items.", undefined, undefined],
  ["Deletes the shelf and its items.", undefined, undefined],
])("reads what prevents a delete: %s %s", (text, conflict, name) => {
  expect(statedContents(operationOf("delete", "/shelves/{id}", text, conflict), "shelf", ["item", "box"], "item")?.name).toBe(name);
});

function orderIn(text: string, of: ReadonlyMap<string, readonly Schema[]>): readonly (string | undefined)[] {
  const list = operationOf("get", "/invoices", text);
  const found = statedOrder({ model: { schemas: new Map() } } as unknown as Port, { name: "invoice", list } as unknown as Resource, list, of);
  return [found?.property, found?.order];
}

const time = { type: ["string"], format: "date-time" };
const properties = new Map(
  Object.entries({
    createdAt: time,
    dueDate: time,
    name: { type: ["string"] },
    amount: { type: ["integer"] },
    status: { type: ["string"], enum: states },
    startsAt: time,
  }).map(([name, schema]) => [name, [schema as unknown as Schema]]),
);

test.each<[text: string, property?: string, order?: string]>([
  ["Lists invoices, newest first.", "createdAt", "descending"],
  ["Oldest invoices first.", "createdAt", "ascending"],
  ["The invoices are sorted by creation date, descending.", "createdAt", "descending"],
  ["Ordered by name.", "name", "ascending"],
  ["Ordered by `due date` in descending order.", "dueDate", "descending"],
  ["Sorted by amount.", "amount"],
  ["Sorted by start, earliest first.", "startsAt", "ascending"],
  ["Sorted by status."],
  ["Pinned invoices first, then newest first."],
  ["Can be sorted by name."],
  ["Lists the newest invoices."],
  ["Sorted by name, paid ones first."],
])("reads the order of a list: %s", (text, property, order) => {
  expect(orderIn(text, properties)).toEqual([property, order]);
});

test.each([
  ["sentAt", time, "sentAt"],
  ["sentAt", { ...time, type: ["string", "null"] }, undefined],
  ["editedAt", time, undefined],
])("the time %s may be that of the creation", (name, schema, property) => {
  expect(orderIn("Newest first.", new Map([[name, [schema as unknown as Schema]]]))[0]).toBe(property);
});

/** An API of texts. The descriptions of the property, of the total and of its header are given. */
async function texts({ text, total, header }: { readonly text?: string; readonly total?: string; readonly header?: string }) {
  const item = { type: "object", properties: { text: { type: "string", description: text } } };
  const content = { "application/json": { schema: item } };
  const list = { type: "object", properties: { items: { type: "array", items: item }, total: { type: "integer", description: total } } };
  const headers = { "X-Total-Count": { description: header, schema: { type: "integer" } } };
  const get = { responses: { 200: { description: "ok", headers, content: { "application/json": { schema: list } } } } };
  const post = { requestBody: { content }, responses: { 201: { description: "ok", content } } };
  const { model } = await open({ openapi: "3.1.0", info: { title: "t", version: "1" }, paths: { "/texts": { get, post } } });
  const [read, create] = ["get", "post"].map((method) => model.operations.find((operation) => operation.method === method));
  if (read === undefined || create === undefined) throw new Error("the document lacks an operation");
  return { model, read, create };
}

test.each([
  ["The characters & and < are returned as HTML entities.", false],
  ["The server sanitizes HTML.", false],
  ["The number, normalised to E.164.", false],
  ["The card number, masked but for its last digits.", false],
  ["Stored in lower case.", true],
  ["The text of a message.", true],
])("compares a sent text with the returned one unless rewritten: %s", async (text, isCompared) => {
  const { model, create } = await texts({ text });
  expect(comparable({ model }, create, create, "").has("text")).toBe(isCompared);
});

test.each([
  [{ total: "An estimate of the number of texts." }, "/total", true],
  [{ total: "The approximate number of texts." }, "/total", true],
  [{ total: "The number of texts." }, "/total", false],
  [{ header: "The estimated number of texts." }, "header:X-Total-Count", true],
  [{ header: "The number of texts." }, "header:X-Total-Count", false],
])("reads whether a total is an estimate: %j", async (descriptions, at, isEstimated) => {
  const { model, read } = await texts(descriptions);
  expect(isEstimate(model, read, at)).toBe(isEstimated);
});

test.each([
  [{ total: 2, has_more: true }, undefined, false],
  [{ total: 2 }, '</texts?page=2>; rel="next"', false],
  [{ total: 2, has_more: false }, undefined, true],
  [{ total: 3, has_more: false }, undefined, false],
  [{ has_more: false }, undefined, true],
  [{ total: 2, next_cursor: "c2" }, undefined, false],
  [{ total: 2, meta: { nextPage: 2 } }, undefined, false],
  [{ total: 2, links: { next: { href: "/texts?page=2" } } }, undefined, false],
  [{ total: 2, next_cursor: null }, undefined, true],
  [{ total: 2, next_cursor: "" }, undefined, true],
  [{ total: 2, cursor: "c1", has_more: false }, undefined, true],
])("reads whether a list of two is complete: %j, Link %s", async (json, link, isWhole) => {
  const { read } = await texts({});
  const headers = link === undefined ? [] : [["link", link]];
  const exchange = { json, interaction: { response: { headers } } } as unknown as Pick<Exchange, "json" | "interaction">;
  expect(isComplete(read, 2, "total" in json ? json.total : undefined, exchange)).toBe(isWhole);
});

test.each<[text: string, limit?: number]>([
  ["A channel has at most 5 messages.", 5],
  ["Up to 3 pins are possible, a fourth is refused.", 3],
  ["At most 5 messages can be added.", 5],
  ["At most 5 messages can be pinned."],
  ["Up to 5 messages can be created per request."],
  ["Up to 5 messages at once."],
  ["At most 5 messages a minute."],
  ["Up to 5 messages in the free plan."],
  ["At most 5 messages are kept. The oldest one is removed."],
  ["At most 12 messages."],
])("reads the limit of messages and pins: %s", (description, limit) => {
  expect(statedLimit({ description }, "message", "pin")).toBe(limit);
});

test.each([
  ["Only one address is the default.", true],
  ["Each customer has exactly one default address.", true],
  ["If another becomes the default, the former one loses the flag.", true],
  ["Only one address of each country is the default.", false],
  ["At most one default per type.", false],
  ["A primary address can no longer be deleted.", false],
  ["Only one of phone and email is required for a primary contact.", false],
])("reads whether a flag is of one: %s", (text, isReserved) => {
  expect(reservesFlag(text, "customer")).toBe(isReserved);
});

test.each([
  ["Comma-separated. Invoices have all of them.", true],
  ["Notes with all of these tags.", true],
  ["Notes that have every tag.", true],
  ["Both tags.", true],
  ["Returns all notes with one of these tags.", false],
  ["Returns all notes with these tags.", false],
  ["Comma-separated tags. All notes with any of the tags.", false],
])("reads whether a filter finds items with all values: %s", (description, isForAll) => {
  expect(asksForAll({ name: "tag", description }, "tags")).toBe(isForAll);
});

test.each([
  ["Search in title or body.", "title or body"],
  ["Search in the title, not in the body.", "the title,"],
  ["Search by name, but without the notes.", "name,"],
  ["Searches title and body, ignoring case.", "title and body, ignoring case"],
  ["Only articles whose title contains the text.", "title"],
])("reads what is searched: %s", (text, named) => {
  expect(namedIn(text).trim()).toBe(named);
});

test.each([
  ["isPrivate", true],
  ["private_room", true],
  ["hasPrivateKey", false],
  ["privateNotes", false],
])("%s makes a room private: %s", (name, isPrivate) => {
  expect(isPrivacy(name, "room")).toBe(isPrivate);
});

test.each([
  [{ price: 10, items: [{ id: 2 }] }, 1, false],
  [{ price: 10, items: [{ id: 1 }] }, "1", true],
  [undefined, "undefined", false],
])("%j has the value %j: %s", (value, wanted, expected) => {
  expect(hasValue(value, wanted)).toBe(expected);
});

test.each([
  ["Name of the zone (e.g. “example.com.”) MUST have a trailing dot", "example.com."],
  ["The unit, such as `kg`.", "kg"],
  ["The code, for example: 'AB-1234'.", "AB-1234"],
  ["One of “Native” and “Master”.", undefined],
  ["Unlikely to be a name.", undefined],
])("reads the example of a description: %s", (description, example) => {
  expect(exampleIn([{ annotations: { description } } as unknown as Schema])).toBe(example);
});

test.each([
  ["Unknown supplier", true],
  ["The author does not exist.", true],
  ["No such project or user", true],
  ["Unknown field in the body", false],
  ["Unknown API key", false],
  ["Invalid input", false],
])("reads whether a status is about what does not exist: %s", (text, isUnknown) => {
  expect(isAboutUnknown(text)).toBe(isUnknown);
});
