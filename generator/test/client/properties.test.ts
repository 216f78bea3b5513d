import fc from "fast-check";
import { expect, test } from "vitest";
import { begin, type Attempt } from "../../runtime/client/sending/attempt.js";
import { errorMessage } from "../../runtime/client/response/error-message.js";
import { events, type ServerSentEvent } from "../../runtime/client/streams/events.js";
import { formBody } from "../../runtime/client/request/forms.js";
import { lines } from "../../runtime/client/streams/lines.js";
import type { ParameterEntry } from "../../runtime/client/operation.js";
import type { Outgoing } from "../../runtime/client/request/outgoing.js";
import { cookie, path, query, styledQuery } from "../../runtime/client/request/parameters.js";
import { redacted } from "../../runtime/client/sending/redact.js";
import { deepObject, form, label, simple } from "../../runtime/client/request/styles.js";

const outgoing = (): Outgoing => ({ path: "/a/{id}/b", query: [], headers: new Headers() });
// A lone surrogate has no UTF-8 form: such a text cannot be sent, and is refused.
const text = fc.string({ unit: "grapheme" });
const list = fc.array(text, { minLength: 1, maxLength: 5 });
const fields = fc.dictionary(
  text.filter((name) => name !== "" && name !== "__proto__"),
  text,
  { minKeys: 1, maxKeys: 4 },
);

test("query values arrive unchanged in every style", () => {
  const sent = (entry: Partial<ParameterEntry>, name: string, value: unknown): URLSearchParams => {
    const to = outgoing();
    if (entry.style) styledQuery(to, name, value, { write: styledQuery, ...entry });
    else query(to, name, value);
    return new URL(`http://x/?${to.query.join("&")}`).searchParams;
  };
  fc.assert(
    fc.property(text, text, list, fields, (name, value, many, object) => {
      expect([...sent({}, name, value)]).toEqual([[name, value]]);
      expect([...sent({ style: form }, name, many)]).toEqual(many.map((item) => [name, item]));
      expect([...sent({ style: form }, name, object)]).toEqual(Object.entries(object));
      expect([...sent({ style: deepObject }, name, object)]).toEqual(Object.entries(object).map(([key, item]) => [`${name}[${key}]`, item]));
    }),
  );
});

test("lists in one parameter are split at their separators", () => {
  const apart = (piece: string, separator: string): string[] => piece.split(separator).map(decodeURIComponent);
  fc.assert(
    fc.property(list, (many) => {
      const encode = encodeURIComponent;
      expect(apart(simple("n", many, false, encode), ",")).toEqual(many);
      expect(apart(form("n", many, false, encode).slice(2), ",")).toEqual(many);
      expect(apart(label("n", many, false, encode).slice(1), ",")).toEqual(many);
    }),
  );
});

test("a path value remains one segment", () => {
  fc.assert(
    fc.property(
      text.filter((value) => !/^\.{0,2}$/.test(value)),
      (value) => {
        const to = outgoing();
        path(to, "id", value);
        const { pathname, search, hash } = new URL(`http://x${to.path}`);
        expect([search, hash]).toEqual(["", ""]);
        expect(pathname.split("/").map(decodeURIComponent)).toEqual(["", "a", value, "b"]);
      },
    ),
  );
});

test("cookies and form fields keep any value", () => {
  fc.assert(
    fc.property(text, fields, (value, object) => {
      const to = outgoing();
      cookie(to, "c", value, { write: cookie });
      expect(decodeURIComponent(to.headers.get("cookie")?.slice(2) ?? "")).toBe(value);
      const { body } = formBody(object, "application/x-www-form-urlencoded", { write: formBody }, attempt());
      expect([...new URLSearchParams(body as string)]).toEqual(Object.entries(object));
    }),
  );
});

/** A response whose body comes in pieces that end anywhere, inside characters too. */
const inPieces = (whole: string, sizes: readonly number[]): Response => {
  const bytes = new TextEncoder().encode(whole);
  let at = 0;
  let turn = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close();
      const size = sizes[turn++ % sizes.length] ?? 1;
      controller.enqueue(bytes.slice(at, (at += size)));
    },
  });
  return new Response(body);
};
const collected = async <T>(iterable: unknown): Promise<T[]> => {
  const all: T[] = [];
  for await (const each of iterable as AsyncIterable<T>) all.push(each);
  return all;
};
const attempt = (): Attempt => begin("op", 1, 60_000, undefined);
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
const newline = fc.constantFrom("\n", "\r\n", "\r");

test("streams are read the same in any chunks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue(), { maxLength: 6 }), sizes, newline, async (values, cuts, end) => {
      const ndjson = values.map((value) => JSON.stringify(value) + end).join("");
      expect(await collected(await lines(inPieces(ndjson, cuts), attempt(), { read: lines }))).toEqual(
        values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
      );
      const sse = values.map((value) => `data: ${JSON.stringify(value)}${end}${end}`).join("");
      const got = await collected<ServerSentEvent<unknown>>(await events(inPieces(sse, cuts), attempt(), { read: events }));
      expect(got.map(({ data }) => data)).toEqual(values.map((value) => JSON.parse(JSON.stringify(value)) as unknown));
    }),
  );
});

test("the message of any error body is one line", () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.string()), (body) => {
      const message = errorMessage(body);
      if (message === undefined) return;
      expect(typeof message).toBe("string");
      expect(message).not.toBe("");
      expect(message).not.toMatch(/[\r\n]/);
    }),
  );
});

test("no message contains a secret", () => {
  fc.assert(
    fc.property(text, text, fc.string({ minLength: 4 }), (before, after, secret) => {
      fc.pre(!"…".includes(secret) && !redacted(before + after, []).includes(secret));
      expect(redacted(`${before} ${secret} ${after}`, [secret])).not.toContain(secret);
    }),
  );
});
