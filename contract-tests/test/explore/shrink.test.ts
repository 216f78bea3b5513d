import { describe, expect, test } from "vitest";
import { isFulfilled, type ReceivedResponse } from "../../src/explore/expectation.js";
import { replay } from "../../src/explore/replay.js";
import type { Given, How, Port } from "../../src/explore/port.js";
import type { Operation } from "tallystick/model";
import { sequenceOf } from "../../src/explore/shrink.js";
import { Trial } from "../../src/explore/trial.js";
import { LawBroken, type StepResponse } from "../../src/explore/trial-steps.js";
import { randomOf } from "../../src/explore/random.js";
import { isSame } from "../../src/explore/laws/same.js";
import { sequenceLines } from "../../src/explore/show-sequence.js";
import type { Expectation, Sequence } from "../../src/explore/sequence.js";

const observed = (json: unknown, status = 200): ReceivedResponse => ({ status, headers: [["ETag", '"1"']], json });
const judged = (expected: Expectation, ...responses: ReceivedResponse[]): boolean | undefined => isFulfilled(expected, responses, () => "new");

describe("isSame", () => {
  const cases: readonly { readonly sent: unknown; readonly returned: unknown; readonly same: boolean }[] = [
    { sent: "A@B.example", returned: "a@b.example", same: true },
    { sent: " trimmed ", returned: "trimmed", same: true },
    { sent: "e\u0301", returned: "\u00e9", same: true },
    { sent: "2026-01-01T12:00:00+02:00", returned: "2026-01-01T10:00:00.000Z", same: true },
    { sent: ["b", "a"], returned: ["a", "b"], same: true },
    { sent: { a: 1 }, returned: { a: 1, b: "default" }, same: true },
    { sent: null, returned: undefined, same: true },
    { sent: false, returned: undefined, same: true },
    { sent: 0, returned: undefined, same: true },
    { sent: false, returned: true, same: false },
    { sent: true, returned: undefined, same: false },
    { sent: ["a", "b", "a"], returned: ["b", "a"], same: true },
    { sent: ["a", "b"], returned: ["a"], same: false },
    { sent: "https://example.com", returned: "https://example.com/", same: true },
    { sent: 12.345, returned: 12.35, same: true },
    { sent: 4.5, returned: 4, same: false },
    { sent: "text", returned: "other", same: false },
    { sent: "text", returned: null, same: false },
    { sent: 1, returned: 2, same: false },
    { sent: ["a", "a"], returned: ["a", "b"], same: false },
    { sent: { a: { b: 1 } }, returned: { a: {} }, same: false },
    { sent: "2026-01-01T12:00:00Z", returned: "2026-01-01T10:00:00Z", same: false },
  ];
  test.each(cases)("compares $sent with $returned", ({ sent, returned, same }) => {
    expect(isSame(sent, returned)).toBe(same);
  });
});

describe("isFulfilled", () => {
  const list = {
    items: [
      { id: 1, name: "b" },
      { id: 2, name: "a" },
    ],
    total: 3,
    path: "things/a",
  };
  const at = (name: string) => ({ step: 0, items: "/items", key: name }) as const;
  const cases: readonly { readonly expected: Expectation; readonly want: boolean | undefined }[] = [
    { expected: { kind: "status", step: 0, in: ["404", "2XX"] }, want: true },
    { expected: { kind: "status", step: 0, in: ["404"] }, want: false },
    { expected: { kind: "equals", step: 0, at: "/items/0/id", value: { $step: 0, from: "/items/0/id" } }, want: true },
    { expected: { kind: "equals", step: 0, at: "/items/0/id", value: { $step: 0, from: "/none" } }, want: undefined },
    { expected: { kind: "equals", step: 0, at: "/items/1/name", value: { $step: 0, from: "/path", segment: "last" } }, want: true },
    { expected: { kind: "differs", step: 0, at: "/items/0/id", value: 1 }, want: false },
    { expected: { kind: "differs", step: 0, at: "/items/0/name", value: "a", others: ["c"] }, want: true },
    { expected: { kind: "differs", step: 0, at: "/items/0/name", value: "a", others: ["b"] }, want: false },
    { expected: { kind: "absent", step: 0, at: "/secret" }, want: true },
    { expected: { kind: "header", step: 0, name: "etag", value: '"1"' }, want: true },
    { expected: { kind: "header", step: 0, name: "etag", value: '"1"', not: true }, want: false },
    { expected: { kind: "listed", ...at("/id"), of: [0, 0], value: 2, times: 1 }, want: false },
    { expected: { kind: "listed", ...at("/id"), of: [0], value: 2, times: 1 }, want: true },
    { expected: { kind: "every", ...at("/id"), compare: "at-least", value: 2 }, want: false },
    { expected: { kind: "every", ...at("/id"), compare: "at-most", value: 2 }, want: true },
    { expected: { kind: "sorted", ...at("/name"), order: "ascending" }, want: false },
    { expected: { kind: "sorted", ...at("/name"), order: "descending" }, want: true },
    { expected: { kind: "length", step: 0, items: "/items", most: 1 }, want: false },
    { expected: { kind: "length", step: 0, items: "/items", as: 0 }, want: true },
    { expected: { kind: "total", step: 0, at: "/total", of: [0], items: "/items" }, want: false },
    { expected: { kind: "total", step: 0, at: "/total", of: [0], items: "/items", end: { at: "/total" } }, want: true },
    { expected: { kind: "listed", ...at("/id"), of: [0], value: 9, times: 1, end: { size: 2 } }, want: true },
    { expected: { kind: "listed", ...at("/id"), of: [0], value: 9, times: 1, end: { size: 3 } }, want: false },
    { expected: { kind: "listed", ...at("/id"), of: [0], value: 9, times: 1, end: { at: "/next" } }, want: false },
    { expected: { kind: "listed", ...at("/id"), of: [0], value: 9, times: 1, end: { at: "header:Link" } }, want: false },
    { expected: { kind: "one-succeeds", step: 0, of: [0, 0] }, want: false },
    { expected: { kind: "pages", step: 0, at: "/total", of: [0, 0, 0], items: "/items" }, want: true },
    { expected: { kind: "pages", step: 0, at: "/total", of: [0, 0], items: "/items" }, want: false },
    { expected: { kind: "pages", step: 0, at: "/total", of: [0, 0], items: "/items", end: { size: 2 } }, want: true },
    { expected: { kind: "status", step: 7, in: ["200"] }, want: undefined },
  ];
  test.each(cases)("judges $expected", ({ expected, want }) => {
    expect(judged(expected, observed(list))).toBe(want);
  });
});

describe("isFulfilled, for the links of pages", () => {
  const link = (rel: string, page: number): string => `</things?page=${page}>; rel="${rel}"`;
  const cases: readonly { readonly given: string; readonly links: readonly string[]; readonly step?: number; readonly want: boolean }[] = [
    { given: "right ones", links: [link("next", 2), link("last", 3)], want: true },
    { given: "no last one", links: [link("next", 2)], want: true },
    { given: "no next one", links: [link("last", 3)], want: false },
    { given: "a wrong next one", links: [link("next", 3)], want: false },
    { given: "a wrong last one", links: [link("next", 2), link("last", 4)], want: false },
    { given: "right ones of the second page", links: [link("prev", 1), link("next", 3), link("first", 1)], step: 1, want: true },
    { given: "a wrong previous one", links: [link("prev", 2), link("next", 3)], step: 1, want: false },
    { given: "a wrong first one", links: [link("first", 0), link("next", 3)], step: 1, want: false },
    { given: "none of the last page", links: [], step: 2, want: true },
  ];
  test.each(cases)("judges $given", ({ links, step = 0, want }) => {
    const pages = [0, 1, 2].map(() => ({ status: 200, headers: [["Link", links.join(", ")] as const], json: [{ id: 1 }] }));
    const expected: Expectation = { kind: "pages", step, at: "header:Link", of: [0, 1, 2], items: "", parameter: "page", first: 1 };
    expect(isFulfilled(expected, pages, () => "")).toBe(want);
  });
});

test("shows a sequence as numbered requests", () => {
  const sequence: Sequence = {
    law: "deleted-is-gone",
    steps: [
      {
        operation: "POST /notes",
        method: "POST",
        path: "/notes",
        values: {
          path: {},
          query: {},
          headers: {},
          body: { mediaType: "application/json", value: { title: { $fresh: 0, prefix: "a-", length: 6, characters: "lower" } } },
        },
        as: "main",
        status: 201,
        shows: "create a note",
      },
      {
        operation: "GET /notes/{noteId}",
        method: "GET",
        path: "/notes/{noteId}",
        values: { path: { noteId: { $step: 0, from: "/id" } }, query: { full: true }, headers: {} },
        as: "anonymous",
        status: 200,
        shows: "read the note",
      },
    ],
    broke: 1,
    expected: { kind: "status", step: 1, in: ["404"] },
    message: "It is still there.",
    seed: 1,
    certain: "reproduced",
  };
  expect(sequenceLines(sequence)).toEqual([
    '1. POST /notes {"title":"a-{new}"} → 201 (create a note)',
    "2. GET /notes/{step 1 /id}?full=true without credentials → 200 (read the note) ← breaks deleted-is-gone",
  ]);
});

test("an error instead of a success does not break a law again", async () => {
  const response = { status: 400, headers: [], body: { kind: "text", text: "{}" } };
  const port = { model: { operations: [{ key: "POST /a" }] }, send: async () => ({ response }) } as unknown as Port;
  const step = { operation: "POST /a", method: "POST", path: "/a", values: { path: {}, query: {}, headers: {} }, as: "main", status: 200, shows: "" };
  const expected = { kind: "equals", step: 0, at: "/language", value: "en" } as const;
  expect(await replay(port, { steps: [step], broke: 0, expected }, randomOf(1), false)).toBe("other");
});

describe("sequenceOf", () => {
  const operation = { key: "GET /jobs", method: "get", path: "/jobs", parameters: [{ name: "after", in: "query" }] } as unknown as Operation;
  const url = "/jobs?after=a%20b";
  const jobs = [
    { id: 107, state: "running" },
    { id: 107, state: "open", next: url },
  ] as const;
  const sequenceFor = (expected: Expectation, given: Given = {}, how: Partial<How> = {}): Sequence => {
    const trial = new Trial({} as Port, { name: "jobs-end" }, randomOf(1), 0, () => false);
    const headers = [["Location", "/jobs/107"]] as const;
    const taken = jobs.map((json, step) => ({ ...observed(json), headers, step }) as unknown as StepResponse);
    const [first, second] = taken.map((response) => ({ operation, given: {} as Given, how: { shows: "read" }, response }));
    if (first === undefined || second === undefined) throw new Error("There are two steps.");
    trial.steps.push(first, { ...second, given }, { ...second, given, how: { ...second.how, ...how } });
    return sequenceOf(trial, new LawBroken("jobs-end", expected, "It is so.", []), 1);
  };
  const atId = { kind: "equals", step: 2, at: "/id", value: 107 } as const;

  test.each<readonly [string, Expectation, unknown]>([
    ["no value of the judged response", { kind: "differs", step: 2, at: "/state", value: "closed" }, "closed"],
    ["no value of the judged response alone", { kind: "differs", step: 1, at: "/state", value: "open" }, "open"],
    ["a new id by its response", atId, { $step: 0, from: "/id" }],
  ])("compares with %s", (_, expected, value) => {
    expect(sequenceFor(expected).expected).toMatchObject({ value });
  });

  test("takes the cursor of a page from the next link", () => {
    const step = sequenceFor(atId, { query: { after: "a b" } }).steps[2];
    expect(step).toMatchObject({ continues: true, values: { query: { after: { $step: 1, from: "/next", query: "after" } } } });
  });

  test("takes the id of a path from the Location that it follows", () => {
    const step = sequenceFor(atId, { path: { id: "107" } }, { follows: 0 }).steps[2];
    expect(step?.values.path).toEqual({ id: { $step: 0, header: "Location", segment: "last" } });
  });
});
