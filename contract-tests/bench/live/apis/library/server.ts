import { choiceOf, integerOf, jsonOf, Refused, type Api, type Call, type Has, type Reply } from "../../service.js";
import { anything, date, integer, listOf, number, oneOf, orNull, text, validated, type Check, type Shape } from "../../validate.js";

interface Book {
  readonly id: number;
  readonly title: string;
  readonly subtitle: string | null;
  readonly year: number;
  readonly genre: string;
  readonly tags: readonly string[];
  readonly price?: number;
  readonly acquired?: string | null;
  readonly authorId?: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

interface Author {
  readonly id: number;
  readonly name: string;
  readonly born?: number;
}

const genres = ["novel", "poetry", "science", "travel", "other"] as const;
const defaults = { subtitle: null, genre: "other", tags: [] };

export function createLibrary(has: Has): Api {
  const authors = new Map<number, Author>([1, 2, 3].map((id) => [id, { id, name: `Author ${id}`, born: 1900 + id }]));
  const began = "2026-01-05T08:00:00.000Z";
  const books = new Map<number, Book>(
    Array.from({ length: 12 }, (_, index) => {
      const id = index + 1;
      const common = { ...defaults, year: 1990 + ((index * 7) % 12), genre: genres[index % 4] ?? "other", authorId: (index % 2) + 1 };
      return [id, { id, title: `Book ${String.fromCharCode(65 + ((index * 5) % 12))}`, ...common, createdAt: began, updatedAt: began }];
    }),
  );
  let lastBook = books.size;
  let lastAuthor = authors.size;
  /** Ids of deleted books that the list still has, for a fault. */
  const ghosts = new Map<number, Book>();

  const fields: Readonly<Record<string, Check>> = {
    title: has("title-too-long-accepted") ? text(1, 1e6) : text(1, 80, /\S/),
    subtitle: orNull(text(0, 120)),
    year: has("year-as-text-accepted")
      ? (value) => integer(1450, 2100)(Number(value))
      : has("year-out-of-bounds-accepted")
        ? integer(0, 99_999)
        : integer(1450, 2100),
    genre: has("unknown-genre-accepted") ? anything : oneOf(...genres),
    tags: listOf(text(1, 20), 0, has("too-many-tags-accepted") ? 1000 : 5),
    price: number(0, 10_000),
    acquired: has("impossible-date-accepted") ? orNull(text(1, 30)) : orNull(date),
    authorId: orNull(integer(1, Number.MAX_SAFE_INTEGER)),
  };
  const whole: Shape = { fields, required: has("missing-year-accepted") ? ["title"] : ["title", "year"] };
  const { authorId: _, ...patchable } = fields;
  const partial: Shape = {
    fields: has("patch-is-not-validated") ? Object.fromEntries(Object.keys(patchable).map((name) => [name, anything])) : patchable,
  };

  const idOf = (call: Call, name: string): number => {
    const value = call.path[name] ?? "";
    if (!/^[1-9]\d*$/.test(value)) throw new Refused(400, `"${name}" is no id.`);
    return Number(value);
  };
  const bookOf = (call: Call): Book => {
    const id = idOf(call, "bookId");
    const book = books.get(id) ?? (has("deleted-book-readable") ? ghosts.get(id) : undefined);
    if (book === undefined && has("unknown-book-crashes")) throw new Error("undefined is not a book");
    if (book === undefined) throw new Refused(404, `There is no book ${id}.`);
    return book;
  };
  const normalized = (given: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const { title, subtitle, tags, authorId } = given;
    if (typeof title === "string" && has("emoji-crashes") && /\p{Extended_Pictographic}|[\u{10000}-\u{10ffff}]/u.test(title))
      throw new Error("bad surrogate");
    if (typeof title === "string" && has("longest-title-crashes") && [...title].length >= 80) throw new Error("column too short");
    if (Array.isArray(tags) && has("empty-tags-crash") && tags.length === 0) throw new Error("reduce of empty array");
    if (subtitle === "" && has("empty-subtitle-crashes")) throw new Error("no first letter");
    if (typeof authorId === "number" && !authors.has(authorId)) throw new Refused(422, `There is no author ${authorId}.`);
    return { ...given, ...(typeof title === "string" && { title: title.trim() }) };
  };
  const page = <T>(call: Call, all: readonly T[]): Reply => {
    const limit = integerOf(call, "limit", { min: 1, max: 100, otherwise: 20 });
    const offset = integerOf(call, "offset", { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
    if (has("offset-beyond-end-crashes") && offset > all.length) throw new Error("RangeError");
    const start = has("pages-overlap") && offset > 0 ? offset - 1 : has("page-misses-an-item") && offset > 0 ? offset + 1 : offset;
    const data = all.slice(start, start + (has("limit-ignored") ? all.length : limit));
    const total = has("total-is-of-the-page") ? data.length : all.length;
    return { status: 200, json: { data, total } };
  };

  return {
    routes: {
      "GET /books": (call) => {
        const genre = choiceOf(call, "genre", genres);
        const minYear = integerOf(call, "minYear", { min: 1450, max: 2100, otherwise: 0 });
        const maxYear = integerOf(call, "maxYear", { min: 1450, max: 2100, otherwise: 9999 });
        const sort = choiceOf(call, "sort", ["title", "-title", "year", "-year"]);
        if (has("two-filters-crash") && genre !== undefined && call.query.has("minYear")) throw new Error("ambiguous column");
        let all = [...books.values(), ...(has("deleted-book-listed") ? ghosts.values() : [])];
        if (!has("genre-filter-ignored")) all = all.filter((book) => genre === undefined || book.genre === genre);
        all = all.filter((book) => book.year >= minYear && (has("max-year-filter-ignored") || book.year <= maxYear));
        if (sort !== undefined && !has("sort-ignored")) {
          const property = sort.endsWith("title") ? "title" : "year";
          all = all.toSorted((a, b) => (a[property] < b[property] ? -1 : a[property] > b[property] ? 1 : a.id - b.id));
          if (sort.startsWith("-") && !has("descending-sort-ascends")) all = all.toReversed();
        }
        return page(call, all);
      },
      "POST /books": (call) => {
        const given = normalized(validated(jsonOf(call), whole));
        const now = new Date().toISOString();
        const sent = JSON.parse(call.bytes.toString()) as Partial<Book>;
        const id = has("sent-id-sticks") && typeof sent.id === "number" ? sent.id : ++lastBook;
        const book = { id, ...defaults, ...given, createdAt: now, updatedAt: now } as unknown as Book;
        if (has("created-price-is-lost")) delete (book as { price?: number }).price;
        if (!has("created-book-is-not-stored")) books.set(id, book);
        return { status: 201, headers: { Location: `/v1/books/${has("location-of-another-book") ? 1 : id}` }, json: book };
      },
      "GET /books/{bookId}": (call) => ({ status: 200, json: bookOf(call) }),
      "PUT /books/{bookId}": (call) => {
        const book = bookOf(call);
        const given = normalized(validated(jsonOf(call), whole));
        const sent = JSON.parse(call.bytes.toString()) as Partial<Book>;
        const { id } = book;
        const createdAt = has("sent-createdAt-sticks") ? (sent.createdAt ?? book.createdAt) : book.createdAt;
        const changed = { id, ...defaults, ...given, createdAt, updatedAt: new Date().toISOString() } as unknown as Book;
        if (!has("replaced-book-is-not-stored")) books.set(id, changed);
        return { status: 200, json: changed };
      },
      "PATCH /books/{bookId}": (call) => {
        const book = bookOf(call);
        const given = normalized(validated(jsonOf(call, ["application/merge-patch+json"]), partial));
        const retained = has("null-does-not-clear") ? Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)) : given;
        const base = has("patch-wipes-other-properties") ? { ...book, ...defaults } : book;
        const changed = {
          ...base,
          ...retained,
          ...(has("patched-genre-is-lost") && { genre: book.genre }),
          ...(has("tags-become-text-after-patch") && "tags" in given && { tags: (given["tags"] as string[]).join(",") }),
          ...(has("patch-changes-year") && { year: book.year + 1 }),
          updatedAt: new Date().toISOString(),
        } as unknown as Book;
        books.set(book.id, changed);
        return { status: 200, json: changed };
      },
      "DELETE /books/{bookId}": (call) => {
        if (has("unknown-delete-is-undocumented") && !books.has(idOf(call, "bookId"))) return { status: 202 };
        const book = bookOf(call);
        books.delete(book.id);
        ghosts.set(book.id, book);
        return { status: 204 };
      },
      "GET /authors": (call) => page(call, [...authors.values()]),
      "POST /authors": (call) => {
        const given = validated(jsonOf(call), {
          fields: { name: text(1, 60, /\S/), born: integer(1400, 2100) },
          required: has("nameless-author-accepted") ? [] : ["name"],
        });
        const author = { id: ++lastAuthor, ...(has("nameless-author-accepted") && { name: "" }), ...given } as unknown as Author;
        authors.set(author.id, author);
        return { status: 201, json: author };
      },
      "GET /authors/{authorId}": (call) => {
        const author = authors.get(idOf(call, "authorId"));
        if (author === undefined) throw new Refused(404, "There is no such author.");
        return { status: 200, json: author };
      },
      "DELETE /authors/{authorId}": (call) => {
        const id = idOf(call, "authorId");
        if (!authors.has(id)) throw new Refused(404, "There is no such author.");
        if ([...books.values()].some((book) => book.authorId === id)) throw new Refused(409, "The author has books.");
        if (!has("author-is-not-deleted")) authors.delete(id);
        return { status: 204 };
      },
    },
    refuse: ({ status, message }) => ({ status, json: { error: message } }),
    data: () => ({ books: [...books.values()], authors: [...authors.values()] }),
  };
}
