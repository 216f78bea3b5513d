import { fileURLToPath } from "node:url";
import { step, type BenchApi, type Fault, type Step } from "../../fault.js";
import { createLibrary } from "./server.js";

const book = { title: "Otherwise", year: 1999, genre: "novel", tags: ["sea"], price: 3 };
const created = step("POST /books", { body: book, status: 201, save: { id: "/id" } });
const merge = { "Content-Type": "application/merge-patch+json" };
const patch = (body: unknown, rest: Partial<Step> = {}): Step => step("PATCH /books/{id}", { headers: merge, body, status: 200, ...rest });
const post = (body: unknown, status: number): Step => step("POST /books", { body, status });

const create = "POST /books";
const read = "GET /books/{bookId}";
const list = "GET /books";
const change = "PATCH /books/{bookId}";
const replace = "PUT /books/{bookId}";
const remove = "DELETE /books/{bookId}";

const faults: readonly Fault[] = [
  {
    name: "created-book-is-not-stored",
    class: "lost write",
    operations: [create, read, list],
    proof: [created, step("GET /books/{id}", { status: 200 })],
  },
  {
    name: "created-price-is-lost",
    class: "lost write",
    operations: [create, read],
    proof: [step("POST /books", { body: book, status: 201, json: { "/price": 3 } })],
  },
  {
    name: "replaced-book-is-not-stored",
    class: "lost write",
    operations: [replace, read],
    proof: [
      created,
      step("PUT /books/{id}", { body: { ...book, title: "New" }, status: 200 }),
      step("GET /books/{id}", { status: 200, json: { "/title": "New" } }),
    ],
  },
  {
    name: "patched-genre-is-lost",
    class: "lost write",
    operations: [change, read],
    proof: [created, patch({ genre: "travel" }, { json: { "/genre": "travel" } })],
  },
  {
    name: "deleted-book-readable",
    class: "access after delete",
    operations: [remove, read],
    proof: [created, step("DELETE /books/{id}", { status: 204 }), step("GET /books/{id}", { status: 404 })],
  },
  {
    name: "deleted-book-listed",
    class: "access after delete",
    operations: [remove, list],
    proof: [
      created,
      step("DELETE /books/{id}", { status: 204 }),
      step("GET /books?limit=100", { status: 200, holds: ({ json }, { id }) => json.data.every((one: { id: number }) => String(one.id) !== id) }),
    ],
  },
  {
    name: "author-is-not-deleted",
    class: "access after delete",
    operations: ["DELETE /authors/{authorId}", "GET /authors/{authorId}", "GET /authors"],
    proof: [
      step("POST /authors", { body: { name: "Ada" }, status: 201, save: { id: "/id" } }),
      step("DELETE /authors/{id}", { status: 204 }),
      step("GET /authors/{id}", { status: 404 }),
    ],
  },
  {
    name: "pages-overlap",
    class: "paging",
    operations: [list, "GET /authors"],
    proof: [
      step("GET /books?limit=2", { status: 200, save: { last: "/data/1/id" } }),
      step("GET /books?limit=2&offset=2", { status: 200, holds: ({ json }, { last }) => String(json.data[0].id) !== last }),
    ],
  },
  {
    name: "page-misses-an-item",
    class: "paging",
    operations: [list, "GET /authors"],
    proof: [
      step("GET /books?limit=3", { status: 200, save: { third: "/data/2/id" } }),
      step("GET /books?limit=2&offset=2", { status: 200, holds: ({ json }, { third }) => String(json.data[0].id) === third }),
    ],
  },
  {
    name: "limit-ignored",
    class: "paging",
    operations: [list, "GET /authors"],
    proof: [step("GET /books?limit=2", { status: 200, holds: ({ json }) => json.data.length === 2 })],
  },
  {
    name: "total-is-of-the-page",
    class: "total",
    operations: [list, "GET /authors"],
    proof: [step("GET /books?limit=2", { status: 200, json: { "/total": 12 } })],
  },
  {
    name: "genre-filter-ignored",
    class: "filter",
    operations: [list],
    proof: [step("GET /books?genre=novel", { status: 200, holds: ({ json }) => json.data.every((one: { genre: string }) => one.genre === "novel") })],
  },
  {
    name: "max-year-filter-ignored",
    class: "filter",
    operations: [list],
    proof: [step("GET /books?maxYear=1995", { status: 200, holds: ({ json }) => json.data.every((one: { year: number }) => one.year <= 1995) })],
  },
  {
    name: "sort-ignored",
    class: "sort",
    operations: [list],
    proof: [
      step("GET /books?sort=title&limit=2", {
        status: 200,
        holds: ({ json }) => json.data[0].title <= json.data[1].title && json.data[0].title === "Book A" && json.data[1].title === "Book B",
      }),
    ],
  },
  {
    name: "descending-sort-ascends",
    class: "sort",
    operations: [list],
    proof: [step("GET /books?sort=-year", { status: 200, holds: ({ json }) => json.data[0].year >= json.data[11].year })],
  },
  {
    name: "patch-wipes-other-properties",
    class: "PATCH",
    operations: [change, read],
    proof: [created, patch({ year: 2001 }, { json: { "/tags": ["sea"] } })],
  },
  { name: "patch-changes-year", class: "PATCH", operations: [change, read], proof: [created, patch({ title: "New" }, { json: { "/year": 1999 } })] },
  {
    name: "null-does-not-clear",
    class: "PATCH",
    operations: [change, read],
    proof: [created, patch({ subtitle: "A" }), patch({ subtitle: null }, { json: { "/subtitle": null } })],
  },
  { name: "emoji-crashes", class: "server error", operations: [create, replace, change], proof: [post({ ...book, title: "Sea 🌊" }, 201)] },
  {
    name: "longest-title-crashes",
    class: "server error",
    operations: [create, replace, change],
    proof: [post({ ...book, title: "x".repeat(80) }, 201)],
  },
  { name: "empty-tags-crash", class: "server error", operations: [create, replace, change], proof: [post({ ...book, tags: [] }, 201)] },
  { name: "empty-subtitle-crashes", class: "server error", operations: [create, replace, change], proof: [post({ ...book, subtitle: "" }, 201)] },
  {
    name: "offset-beyond-end-crashes",
    class: "server error",
    operations: [list, "GET /authors"],
    proof: [step("GET /books?offset=1000", { status: 200 })],
  },
  { name: "two-filters-crash", class: "server error", operations: [list], proof: [step("GET /books?genre=novel&minYear=1900", { status: 200 })] },
  {
    name: "unknown-book-crashes",
    class: "server error",
    operations: [read, replace, change, remove],
    proof: [step("GET /books/999", { status: 404 })],
  },
  { name: "missing-year-accepted", class: "invalid input accepted", operations: [create, replace], proof: [post({ title: "x" }, 422)] },
  {
    name: "year-as-text-accepted",
    class: "invalid input accepted",
    operations: [create, replace, change],
    proof: [post({ ...book, year: "1999" }, 422)],
  },
  {
    name: "year-out-of-bounds-accepted",
    class: "invalid input accepted",
    operations: [create, replace, change],
    proof: [post({ ...book, year: 2101 }, 422)],
  },
  {
    name: "title-too-long-accepted",
    class: "invalid input accepted",
    operations: [create, replace, change],
    proof: [post({ ...book, title: "x".repeat(81) }, 422)],
  },
  {
    name: "unknown-genre-accepted",
    class: "invalid input accepted",
    operations: [create, replace, change],
    proof: [post({ ...book, genre: "opera" }, 422)],
  },
  {
    name: "too-many-tags-accepted",
    class: "invalid input accepted",
    operations: [create, replace, change],
    proof: [post({ ...book, tags: ["a", "b", "c", "d", "e", "f"] }, 422)],
  },
  {
    name: "impossible-date-accepted",
    class: "invalid input accepted",
    operations: [create, replace, change],
    proof: [post({ ...book, acquired: "2026-02-30" }, 422)],
  },
  { name: "patch-is-not-validated", class: "invalid input accepted", operations: [change], proof: [created, patch({ year: 1 }, { status: 422 })] },
  {
    name: "nameless-author-accepted",
    class: "invalid input accepted",
    operations: ["POST /authors"],
    proof: [step("POST /authors", { body: { born: 1900 }, status: 422 })],
  },
  {
    name: "tags-become-text-after-patch",
    class: "shape after a sequence",
    operations: [change, read, list],
    proof: [created, patch({ tags: ["a", "b"] }, { json: { "/tags": ["a", "b"] } })],
  },
  { name: "unknown-delete-is-undocumented", class: "undocumented status", operations: [remove], proof: [step("DELETE /books/999", { status: 404 })] },
  {
    name: "location-of-another-book",
    class: "Location",
    operations: [create, read],
    proof: [step("POST /books", { body: book, status: 201, holds: ({ headers, json }) => headers.get("location") === `/v1/books/${json.id}` })],
  },
  {
    name: "sent-id-sticks",
    class: "readOnly",
    operations: [create],
    proof: [step("POST /books", { body: { ...book, id: 77 }, status: 201, json: { "/id": 13 } })],
  },
  {
    name: "sent-createdAt-sticks",
    class: "readOnly",
    operations: [replace, read],
    proof: [
      created,
      step("PUT /books/{id}", {
        body: { ...book, createdAt: "2001-01-01T00:00:00Z" },
        status: 200,
        holds: ({ json }) => json.createdAt !== "2001-01-01T00:00:00Z",
      }),
    ],
  },
];

export const library: BenchApi = {
  name: "library",
  style: "CRUD, merge patch, offset paging with totals (OpenAPI 3.0)",
  document: fileURLToPath(new URL("openapi.yaml", import.meta.url)),
  basePath: "/v1",
  headers: {},
  identities: {},
  create: createLibrary,
  faults,
};
