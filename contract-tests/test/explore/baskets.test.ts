import { expect, test } from "vitest";
import { jsonOf, Refused, type Api, type Call, type Reply } from "../../bench/live/service.js";
import { open } from "../observe/open.js";
import { brokenLaws, testFaults } from "./broken-laws.js";

/** Baskets with lines, guests and marks that PUT and DELETE set and end, addresses of which one is the default, and purchases that need a line. */
const content = (schema: unknown): unknown => ({ content: { "application/json": { schema } } });
const object = (properties: object, required: readonly string[] = []): unknown => ({ type: "object", properties, required });
const list = (items: unknown): unknown => ({ type: "array", items });
const responses = (status: number, schema?: unknown): unknown => ({
  [status]: { description: "Done.", ...(schema !== undefined && (content(schema) as object)) },
  "4XX": { description: "Refused." },
});
const id = (name: string): unknown => ({ name, in: "path", required: true, schema: { type: "string", pattern: "^[a-z]+[0-9]+$" } });
const whole = { type: "integer", minimum: 0, maximum: 9_999 };
const text = { type: "string", minLength: 1, maxLength: 40 };
const line = object({ articleId: { type: "string" }, quantity: whole, changedAt: { type: "string", format: "date-time" } });
const basket = object({
  id: { type: "string" },
  lines: list(line),
  total: whole,
  guestCount: whole,
  mostGuests: whole,
  marks: list({ type: "string" }),
});
const address = { street: text, isDefault: { type: "boolean" } };
const storedAddress = object({ id: { type: "string" }, ...address });
const purchase = object({ id: { type: "string" }, note: text, total: whole });
const document = {
  openapi: "3.1.0",
  info: { title: "Baskets", version: "1" },
  paths: {
    "/articles": {
      post: {
        requestBody: content(object({ title: text, price: whole, stock: whole }, ["title", "price"])),
        responses: responses(201, object({ id: text })),
      },
    },
    "/articles/{articleId}": {
      parameters: [id("articleId")],
      get: { responses: responses(200, object({ id: text, title: text, price: whole, stock: whole })) },
      delete: { description: "An article cannot be deleted while it has offers.", responses: responses(204) },
    },
    "/articles/{articleId}/offers": {
      parameters: [id("articleId")],
      post: { requestBody: content(object({ title: text }, ["title"])), responses: responses(201, object({ id: text })) },
    },
    "/articles/{articleId}/offers/{offerId}": {
      parameters: [id("articleId"), id("offerId")],
      delete: { responses: responses(204) },
    },
    // The run cannot create people.
    "/people": { get: { responses: responses(200, list(object({ id: text }))) } },
    "/people/{personId}": { parameters: [id("personId")], get: { responses: responses(200, object({ id: text })) } },
    "/baskets": { post: { responses: responses(201, basket) } },
    "/baskets/{basketId}": {
      parameters: [id("basketId")],
      get: { responses: responses(200, basket) },
      delete: { responses: responses(204) },
    },
    "/baskets/{basketId}/lines/{articleId}": {
      parameters: [id("basketId"), id("articleId")],
      put: { requestBody: content(object({ quantity: { ...whole, minimum: 1, maximum: 9 } }, ["quantity"])), responses: responses(204) },
      delete: { responses: responses(204) },
    },
    "/baskets/{basketId}/guests": { parameters: [id("basketId")], get: { responses: responses(200, list(object({ personId: text }))) } },
    "/baskets/{basketId}/guests/{personId}": {
      parameters: [id("basketId"), id("personId")],
      put: { responses: responses(204) },
      delete: { responses: responses(204) },
    },
    "/baskets/{basketId}/marks/{mark}": {
      parameters: [id("basketId"), id("mark")],
      put: {
        description: "At most 3 marks are possible, a fourth is refused.",
        responses: { 409: { description: "Too many." }, ...(responses(204) as object) },
      },
      delete: { responses: responses(204) },
    },
    "/baskets/{basketId}/addresses": {
      parameters: [id("basketId")],
      get: { responses: responses(200, list(storedAddress)) },
      post: {
        description: "The first address is the default one. If another becomes the default, the former one loses the flag.",
        requestBody: content(object(address, ["street"])),
        responses: responses(201, storedAddress),
      },
    },
    "/baskets/{basketId}/addresses/{addressId}": {
      parameters: [id("basketId"), id("addressId")],
      get: { responses: responses(200, storedAddress) },
      put: {
        requestBody: content(object(address, ["street"])),
        responses: responses(200, storedAddress),
      },
      delete: { responses: responses(204) },
    },
    "/purchases": {
      post: {
        parameters: [{ name: "Idempotency-Key", in: "header", required: true, schema: { type: "string" } }],
        requestBody: content(object({ basketId: text, note: text, personId: text }, ["basketId", "note", "personId"])),
        responses: responses(201, purchase),
      },
    },
    "/purchases/{purchaseId}": { parameters: [id("purchaseId")], get: { responses: responses(200, purchase) } },
  },
};
const opened = open(document);

/** The law that each fault of the server breaks. */
const lawOf = {
  "a line that is set twice counts twice": "relations-are-kept",
  "a line that is set twice has two entries": "relations-are-kept",
  "the line stays after its removal": "relations-are-kept",
  "the total stays after a line was removed": "relations-are-kept",
  "a mark that is set twice is shown twice": "relations-are-kept",
  "a guest who is invited twice is listed twice": "relations-are-kept",
  "a guest who was removed is still listed": "deleted-is-gone",
  "a purchase loses its note": "created-is-readable",
  "the list of guests stays empty": "created-is-listed",
  "the number of guests is that of the first one": "totals-agree",
  "a fourth mark is accepted": "limits-hold",
  // Otherwise the server accepts the request with 202, and refuses it later.
  "an article with offers can be deleted": "states-are-held",
  "two addresses are the default": "flags-are-of-one",
  // The only address stays the default one: that is no fault.
  "a replaced address loses its street": "replace-is-kept",
} as const;
type Fault = keyof typeof lawOf;

interface Address {
  readonly id: string;
  street: string;
  isDefault: boolean;
}

interface Basket {
  readonly addresses: Address[];
  readonly id: string;
  lines: { readonly articleId: string; quantity: number; changedAt: string }[];
  guests: string[];
  mostGuests: number;
  marks: string[];
  total: number;
}

function baskets(fault?: Fault): Api {
  const has = (one: Fault): boolean => fault === one;
  const articles = new Map<string, { readonly id: string; readonly price: number; readonly stock: number }>();
  const offers = new Map<string, string>();
  const [stored, purchases] = [new Map<string, Basket>(), new Map<string, object>()];
  let last = 0;
  const find = <T>(all: ReadonlyMap<string, T>, key: unknown, status = 404): T => {
    const item = all.get(String(key));
    if (item === undefined) throw new Refused(status, "None.");
    return item;
  };
  const basketOf = ({ path }: Call): Basket => find(stored, path["basketId"]);
  const reply = (json: unknown, status = 200): Reply => ({ status, json });
  const done = { status: 204 };
  const totalOf = ({ lines }: Basket): number => lines.reduce((sum, one) => sum + one.quantity * find(articles, one.articleId).price, 0);
  const shown = (one: Basket): unknown => ({
    id: one.id,
    lines: one.lines,
    total: one.total,
    guestCount: has("the number of guests is that of the first one") ? 1 : one.guests.length,
    mostGuests: one.mostGuests,
    marks: one.marks,
  });
  const without = <T>(all: readonly T[], isOut: (one: T) => boolean): T[] => {
    if (!all.some(isOut)) throw new Refused(404, "None.");
    return all.filter((one) => !isOut(one));
  };
  const people = ["p1", "p2"];
  const addressOf = (call: Call): Address => {
    const found = basketOf(call).addresses.find((one) => one.id === call.path["addressId"]);
    if (found === undefined) throw new Refused(404, "None.");
    return found;
  };
  const setDefault = (all: readonly Address[], chosen: Address): void => {
    const former = all.filter((one) => one !== chosen && one.isDefault);
    for (const one of all) one.isDefault ||= one === chosen;
    // The list shows a little later that the former one has lost the flag.
    const isLater = !has("two addresses are the default");
    if (isLater) setTimeout(() => former.forEach((one) => (one.isDefault = false)), 50);
  };
  return {
    routes: {
      "POST /articles": (call) => {
        const { price, stock = 0, title } = jsonOf(call) as { readonly price: number; readonly stock?: number; readonly title: string };
        const article = { id: `a${++last}`, title, price, stock };
        articles.set(article.id, article);
        return reply(article, 201);
      },
      "GET /articles/{articleId}": ({ path }) => reply(find(articles, path["articleId"])),
      "DELETE /articles/{articleId}": ({ path }) => {
        const article = find(articles, path["articleId"]);
        const hasOffers = [...offers.values()].includes(article.id);
        if (hasOffers && !has("an article with offers can be deleted")) return { status: 202 };
        articles.delete(article.id);
        return done;
      },
      "POST /articles/{articleId}/offers": ({ path }) => {
        const offer = `f${++last}`;
        offers.set(offer, find(articles, path["articleId"]).id);
        return reply({ id: offer }, 201);
      },
      "DELETE /articles/{articleId}/offers/{offerId}": ({ path }) => {
        find(offers, path["offerId"]);
        offers.delete(path["offerId"] ?? "");
        return done;
      },
      "GET /people": () => reply(people.map((one) => ({ id: one }))),
      "GET /people/{personId}": ({ path }) => {
        if (!people.includes(path["personId"] ?? "")) throw new Refused(404, "None.");
        return reply({ id: path["personId"] });
      },
      "POST /baskets": () => {
        const one: Basket = { id: `b${++last}`, lines: [], guests: ["p1"], mostGuests: 1, marks: [], total: 0, addresses: [] };
        stored.set(one.id, one);
        return reply(shown(one), 201);
      },
      "GET /baskets/{basketId}": (call) => reply(shown(basketOf(call))),
      "DELETE /baskets/{basketId}": (call) => {
        stored.delete(basketOf(call).id);
        return done;
      },
      "PUT /baskets/{basketId}/lines/{articleId}": (call) => {
        const one = basketOf(call);
        const article = find(articles, call.path["articleId"]);
        const { quantity } = jsonOf(call) as { readonly quantity: number };
        if (article.stock < quantity) throw new Refused(409, "The stock is too low.");
        const known = one.lines.find(({ articleId }) => articleId === article.id);
        // Each PUT renews the time.
        const changedAt = new Date(Date.UTC(2026, 0, 1, 0, 0, ++last)).toISOString();
        if (known === undefined || has("a line that is set twice has two entries")) one.lines.push({ articleId: article.id, quantity, changedAt });
        else Object.assign(known, { changedAt });
        if (known !== undefined) known.quantity = quantity + (has("a line that is set twice counts twice") ? known.quantity : 0);
        one.total = totalOf(one);
        return done;
      },
      "DELETE /baskets/{basketId}/lines/{articleId}": (call) => {
        const one = basketOf(call);
        const lines = without(one.lines, ({ articleId }) => articleId === call.path["articleId"]);
        if (!has("the line stays after its removal")) one.lines = lines;
        if (!has("the total stays after a line was removed")) one.total = totalOf(one);
        return done;
      },
      "GET /baskets/{basketId}/guests": (call) =>
        reply(has("the list of guests stays empty") ? [] : basketOf(call).guests.map((personId) => ({ personId }))),
      "PUT /baskets/{basketId}/guests/{personId}": (call) => {
        const [one, personId = ""] = [basketOf(call), call.path["personId"]];
        if (!people.includes(personId)) throw new Refused(404, "None.");
        if (!one.guests.includes(personId) || has("a guest who is invited twice is listed twice")) one.guests.push(personId);
        one.mostGuests = Math.max(one.mostGuests, one.guests.length);
        return done;
      },
      "DELETE /baskets/{basketId}/guests/{personId}": (call) => {
        const one = basketOf(call);
        const guests = without(one.guests, (guest) => guest === call.path["personId"]);
        if (!has("a guest who was removed is still listed")) one.guests = guests;
        return done;
      },
      "PUT /baskets/{basketId}/marks/{mark}": (call) => {
        const [one, mark = ""] = [basketOf(call), call.path["mark"]];
        if (one.marks.length === 3 && !one.marks.includes(mark) && !has("a fourth mark is accepted")) throw new Refused(409, "Too many.");
        if (!one.marks.includes(mark) || has("a mark that is set twice is shown twice")) one.marks.push(mark);
        return done;
      },
      "DELETE /baskets/{basketId}/marks/{mark}": (call) => {
        const one = basketOf(call);
        one.marks = without(one.marks, (mark) => mark === call.path["mark"]);
        return done;
      },
      "GET /baskets/{basketId}/addresses": (call) => reply(basketOf(call).addresses),
      "POST /baskets/{basketId}/addresses": (call) => {
        const { addresses } = basketOf(call);
        const { street, isDefault = false } = jsonOf(call) as Omit<Address, "id">;
        const made = { id: `d${++last}`, street, isDefault: false };
        addresses.push(made);
        if (isDefault || addresses.length === 1) setDefault(addresses, made);
        return reply(made, 201);
      },
      "GET /baskets/{basketId}/addresses/{addressId}": (call) => reply(addressOf(call)),
      "PUT /baskets/{basketId}/addresses/{addressId}": (call) => {
        const made = addressOf(call);
        const { street, isDefault } = jsonOf(call) as Omit<Address, "id">;
        made.street = has("a replaced address loses its street") ? "none" : street;
        if (isDefault) setDefault(basketOf(call).addresses, made);
        return reply(made);
      },
      "DELETE /baskets/{basketId}/addresses/{addressId}": (call) => {
        const { addresses } = basketOf(call);
        addresses.splice(addresses.indexOf(addressOf(call)), 1);
        return done;
      },
      "POST /purchases": (call) => {
        const { basketId, note, personId } = jsonOf(call) as Readonly<Record<"basketId" | "note" | "personId", string>>;
        if (!people.includes(personId)) throw new Refused(404, "No such person.");
        const one = find(stored, basketId, 422);
        if (one.lines.length === 0) throw new Refused(422, "The basket is empty.");
        stored.delete(basketId);
        const bought = { id: `q${++last}`, note, total: one.total };
        purchases.set(bought.id, has("a purchase loses its note") ? { ...bought, note: "none" } : bought);
        return reply(bought, 201);
      },
      "GET /purchases/{purchaseId}": ({ path }) => reply(find(purchases, path["purchaseId"])),
    },
    refuse: ({ status }) => ({ status }),
    data: () => [],
  };
}

const trial = { runs: 2, key: "main", others: [] };
testFaults(opened, baskets, lawOf, trial);

test("a sequence has a new key, as its run had", async () => {
  const [sequence] = await brokenLaws(opened, baskets("a purchase loses its note"), { ...trial, only: ["created-is-readable"] });
  const { headers } = sequence?.steps.find(({ operation }) => operation === "POST /purchases")?.values ?? {};
  expect(headers).toEqual({
    "Idempotency-Key": {
      $fresh: expect.any(Number) as number,
      prefix: expect.stringMatching(/^[\da-f-]{24}$/) as string,
      length: 12,
      characters: "digits",
    },
  });
});
