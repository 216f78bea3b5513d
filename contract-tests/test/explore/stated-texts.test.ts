import type { Operation, Schema } from "tallystick/model";
import { expect, test } from "vitest";
import { statedOrder } from "../../src/explore/laws/stated-order.js";
import { reservesFlag } from "../../src/explore/laws/flag-of-one.js";
import { isPrivacy } from "../../src/explore/laws/identities.js";
import { statedLimit } from "../../src/explore/laws/limits.js";
import { asksForAll } from "../../src/explore/laws/list-filters.js";
import { namedIn } from "../../src/explore/laws/search.js";
import type { Port } from "../../src/explore/port.js";
import type { Resource } from "../../src/explore/resources.js";
import { statedContents, statedStates } from "../../src/explore/laws/stated-states.js";

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
  ["Only empty shelves can be deleted.", undefined, "item"],
  ["Deletes it.", "The shelf still has boxes.", "box"],
  ["Deletes it.", "The shelf is not empty.", "item"],
  ["A shelf cannot be deleted while it has reserved items.", undefined, undefined],
  ["Deletes the shelf and its items.", undefined, undefined],
])("reads what prevents a delete: %s %s", (text, conflict, name) => {
  expect(statedContents(operationOf("delete", "/shelves/{id}", text, conflict), "shelf", ["item", "box"], "item")?.name).toBe(name);
});

const time = { type: ["string"], format: "date-time" };
const properties = new Map(
  Object.entries({
    createdAt: time,
    dueDate: time,
    name: { type: ["string"] },
    amount: { type: ["integer"] },
    status: { type: ["string"], enum: states },
  }).map(([name, schema]) => [name, [schema as unknown as Schema]]),
);

test.each<[text: string, property?: string, order?: string]>([
  ["Lists invoices, newest first.", "createdAt", "descending"],
  ["Oldest invoices first.", "createdAt", "ascending"],
  ["The invoices are sorted by creation date, descending.", "createdAt", "descending"],
  ["Ordered by name.", "name", "ascending"],
  ["Ordered by `due date` in descending order.", "dueDate", "descending"],
  ["Sorted by amount.", "amount"],
  ["Sorted by status."],
  ["Pinned invoices first, then newest first."],
  ["Can be sorted by name."],
  ["Lists the newest invoices."],
  ["Sorted by name, paid ones first."],
])("reads the order of a list: %s", (text, property, order) => {
  const list = operationOf("get", "/invoices", text);
  const found = statedOrder({ model: { schemas: new Map() } } as unknown as Port, { name: "invoice", list } as unknown as Resource, list, properties);
  expect([found?.property, found?.order]).toEqual([property, order]);
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
