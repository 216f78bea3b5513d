import { describe, expect, it } from "vitest";
import { documented } from "#runtime/client/response/media-types.js";
import { byLink } from "#runtime/client/pages.js";
import { errorMessage } from "#runtime/client/response/error-message.js";
import { partsIn } from "#runtime/client/response/part-parser.js";
import { fieldsOf } from "#runtime/client/response/part-values.js";
import { begin } from "#runtime/client/sending/attempt.js";
import { paced } from "#runtime/client/sending/pace.js";
import { redacted } from "#runtime/client/sending/redact.js";
import { redirected } from "#runtime/client/sending/redirect.js";
import { retryAfter } from "#runtime/client/sending/retry.js";
import { events, textEvents } from "#runtime/client/streams/events.js";
import { lines } from "#runtime/client/streams/lines.js";
import { exactly } from "#runtime/codecs/integers.js";
import { decodeCbor } from "#runtime/codecs/cbor.js";
import { matchPath, pathPattern } from "#runtime/mocks/path.js";
import { codeCell, markdownText } from "../../src/diagnostics/markdown.js";
import { plain } from "../../src/diagnostics/plain.js";
import { harmless } from "../../src/emit/print/jsdoc.js";
import { addressOf, withoutQuery } from "../../src/lower/paths/written-path.js";
import { intendedTypes } from "../../src/lower/schema/intended-types.js";
import { readBaseline } from "../../src/diff/baseline.js";
import { readPolicy } from "../../src/diff/policy.js";
import { negotiate, preference } from "../../src/mock-server/prefer.js";
import { transcribeCbor } from "../../src/model/http/cbor-transcript.js";
import { serverPathOf } from "../../src/model/http/server-path.js";
import { itemTexts } from "../../src/model/http/streams.js";
import { enclosing, tokens } from "../../src/model/place.js";
import { words } from "../../src/plan/names/names.js";
import { parseForm, parseMultipart } from "../../src/http/fields.js";
import { sentWith } from "../../src/http/sent.js";
import { shapesOf } from "../../src/http/shapes.js";
import { parseXml } from "../../src/http/xml/parse.js";
import { readUsageManifest } from "../../src/usage/read-manifest.js";
import { slowShapes } from "../growth.js";

type Read = (text: string) => unknown;

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);
const never = { object: true, list: true, text: true, names: new Set<string>() };
const shapes =
  (parts: { in: "query" | "path" | "header" | "cookie"; style: "form" | "simple" | "deepObject" | "matrix" | "label"; explode: boolean }): Read =>
  (text) =>
    shapesOf(
      { name: "a", required: false, ...parts },
      never,
      new Set(),
      sentWith(`/?${text}`, (name) => (name === "a" || name === "cookie" ? text : undefined), { a: text }),
    );
const responseOf = (body: string, type: string): Response => new Response(body, { headers: { "content-type": type } });
const streamed =
  (reader: typeof lines, type: string): Read =>
  async (text) => {
    try {
      const all = (await reader(responseOf(text, type), begin("a", 1, 0), {})) as AsyncIterable<unknown>;
      for await (const each of all) void each;
    } catch {
      // What is no stream is refused.
    }
  };
const attempted =
  (read: Read): Read =>
  (text) => {
    try {
      return read(text);
    } catch {
      // What is no JSON is refused.
      return undefined;
    }
  };
const link: Read = (header) => byLink({ response: { headers: { get: () => header } } } as never, {} as never);
const headersWith =
  (name: string): ((text: string) => Headers) =>
  (text) =>
    ({ get: (requested: string) => (requested === name ? text : null) }) as Headers;

const cborOf: Read = (text) => {
  const bytes = Buffer.from(text, "latin1");
  for (const read of [decodeCbor, transcribeCbor])
    try {
      read(bytes);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
};

/** Readers of what a server or a client sends, with parts of which a text may make one slow. */
const readers: Readonly<Record<string, readonly [read: Read, parts: readonly string[], before?: string, after?: string]>> = {
  "server-sent events": [streamed(textEvents, "text/event-stream"), ["data: a\n\n", "data: a\n", "id: 1\n", "\r", "\n", ": a\n", "data", "a\r\n"]],
  "server-sent events of JSON": [streamed(events, "text/event-stream"), ['data: {"a":1}\n\n', "data: 1\n"]],
  "lines of JSON": [streamed(lines, "application/x-ndjson"), ["1\n", "\n", "[1]\r", " ", '"', "\\"]],
  "a sequence of JSON texts": [
    streamed(lines, "application/json-seq"),
    ["\u001e1\n", '\u001e"\\"', '\\"', "\u001e[\n", "[\n", '"\n', "\\\n"],
    "\u001e",
  ],
  "integers of any size": [attempted(exactly), ['"\\"', '"a",', "\\", "1", "1,", '"'], "1234567890123456789,"],
  "parts of a multipart body": [
    (text) => partsIn(bytesOf(text), "multipart/form-data; boundary=a"),
    ["--a\r\n\r\nb\r\n", "--a\n", "-", "--", "\n--", "\r\n--aa", "a: b\n", "\n"],
    "--a\r\n",
    "\r\n--a--",
  ],
  "headers of a part": [
    (text) => partsIn(bytesOf(`--a\r\ncontent-disposition: form-data${text}\r\n\r\nb\r\n--a--`), "multipart/form-data; boundary=a"),
    ["; name=", '; name="', '\\"', "; ", " ", ";", ';name="\\"'],
    '; name="',
  ],
  "fields of one name": [
    (text) => fieldsOf(partsIn(bytesOf(`${text}\r\n--a--`), "multipart/form-data; boundary=a") ?? []),
    [
      "\r\n--a\r\ncontent-disposition: form-data; name=b\r\n\r\nc",
      "\r\n--a\r\ncontent-disposition: form-data; name=b\r\ncontent-type: application/json\r\n\r\n1",
    ],
  ],
  "a multipart form of a request": [
    (text) => parseMultipart(bytesOf(text), "multipart/form-data; boundary=a"),
    ["--a\r\ncontent-disposition: form-data; name=b\r\n\r\nc\r\n"],
    "",
    "--a--",
  ],
  // Without "+": Node creates a string for each of them, and collects them in jumps. 1 MB takes 0.2 s.
  "a form": [parseForm, ["a=b&", "a", "&", "=", "%41", "%", "a[b]="]],
  XML: [
    parseXml,
    [
      "<a/>",
      "<a>",
      "<a b='",
      "<",
      ">",
      "&amp;",
      "&",
      "<!--",
      "<![CDATA[",
      "<?a",
      "]]>",
      "<a xmlns:b='c'>",
      "<a xmlns='b'/>",
      "<b:a/>",
      "a",
      " b='c'",
    ],
    "<r>",
  ],
  "attributes of XML": [parseXml, [" ", "a='b' ", "="], "<r "],
  "a parameter of a query": [shapes({ in: "query", style: "form", explode: true }), ["a=1&", "b=1&", "a", "=", "&", "%41", "+"]],
  "an object in a query": [shapes({ in: "query", style: "deepObject", explode: true }), ["a[b]=1&", "a[]=1&", "a[b][c]=1&", "a[", "[b]", "a[b"]],
  "a parameter of a path": [shapes({ in: "path", style: "simple", explode: false }), ["a,", ",", "=", "%"]],
  "a matrix in a path": [shapes({ in: "path", style: "matrix", explode: true }), [";a=1", ";", ";b", "="]],
  "a parameter in a header": [shapes({ in: "header", style: "simple", explode: true }), ["a,", "a=b,", " ", " ,", "="]],
  cookies: [shapes({ in: "cookie", style: "form", explode: true }), ["a=b; ", ";", "a=b&a=", "=", " "]],
  "a media type": [(text) => documented(["application/json", "text/*;a=b"], text), [";", "; a=b", "=", '"', "a/", " ", "*"], "a"],
  Accept: [(text) => negotiate([{ mediaType: "application/json" }, { mediaType: "text/*" }], text), ["a/b,", "*/*;q=0.", ";q=1", ",", ";", "1", " "]],
  Prefer: [preference, ["a=1,", 'a="', "a ", " ", "-", "=", '"', "a= "]],
  Link: [link, ["<a>; rel=next, ", "<", "; rel=", "; ", " ", ",", ", <", '"', "next ", "rel = ", ";rel=a ", "<a"]],
  "Retry-After": [(text) => retryAfter(headersWith("retry-after")(text)), ["1", " ", "-", "Mon, ", "a", "("]],
  RateLimit: [
    (text) =>
      paced({ fetch: async () => ({ headers: headersWith("ratelimit")(text) }) as Response })({ signal: new AbortController().signal } as Request),
    [";r=1", ",", ";", ";t=", " ", "1", ";r=1;t=1,"],
  ],
  CBOR: [cborOf, ["\x81", "\x9f", "\xa1aa", "\xbf", "@", "_@", "\xc1", "\xd8\x18A", "a\xff", "\x9a\x00\x00\xff\xff", "\x00"]],
  "the members of a map in CBOR": [cborOf, ["aa\x01"], "\xbf", "\xff"],
  "the body of an error": [errorMessage, ["<", "<style>", "<a ", " ", "a ", "<script", "</style", ">", "\n"]],
  "signed URLs in a message": [(text) => redacted(text, []), ["?", "&", "key", "&key", "?token=", "a", "-", "?a=b", "=token", "//", "//a"], "?"],
  "a path and a template": [(text) => matchPath(pathPattern("/a/{b}.{c}/d-{e}"), `/a/${text}/d-e`.split("/")), [".", "a.", "-", "a", "%41", "/"]],
  "a path template": [pathPattern, ["{", "}", "{a}", "{a", "/", "{a}.", "{}", "é"]],
  "the target of a redirect": [
    attempted((text) => redirected({ status: 302, headers: headersWith("location")(text) } as Response, "https://a/", 0, begin("a", 1, 0))),
    ["/", "../", "//", "a", "%41", "?", "#", "\\", "@", ":", "."],
    "/",
  ],
  "a path template with many parameters": [(text) => matchPath(pathPattern(text), text.split("/")), ["/{a}", "{a}-", "/a{b}c"]],
  "items of a request": [itemTexts, ["1\n", "\n", "\u001e1", " "]],
};

/** Readers of texts in a document. */
const texts: Readonly<Record<string, readonly [read: Read, parts: readonly string[], before?: string, after?: string]>> = {
  "words of a name": [words, ["A", "a", "aB", "ABc", " ", "_", "1", "A1", "é", "-a"]],
  "the address of a server": [serverPathOf, ["/", "1", "1.", ".a", "a", ":1", "{", "{a}", "-", "//", ":", "?"]],
  "an address as a path": [addressOf, ["/", "1.", "a.", "{{", "{{ ", "$", "A", ":1", "-"]],
  "the query of a path": [withoutQuery, ["?", "&", "{?a}", "{&", "#", "=", "?a={b}", "{", ","], "/a"],
  "a JSON Pointer": [(text) => [tokens(text), enclosing(text)], ["/", "/a", "~1", "~0", "~", "a"], "/a"],
  "a usage manifest": [
    readUsageManifest,
    ['{"method":"get","path":"/a"},', "[", '"a",', "1,", " ", '{"method":"get","path":"/a","responses":[{"status":"200"}]},'],
    '{"version":1,"consumer":"a","unknown":[],"operations":[',
    "]}",
  ],
  "accepted changes": [readBaseline, ["- { change: 0123456789ab, reason: a }\n", "- a\n", "# a\n", '- "', "- {\n", "  a: b\n", "- &a b\n- *a\n"]],
  "a policy": [readPolicy, ["operation-removed: warning\n", "# a\n", "a: b\n", '"', "? a\n", "{"]],
  "a type": [intendedTypes, [" ", "|", " or ", " | ", "list<", "(", "a"], "string"],
  "a doc comment": [harmless, [" ", "\n", " \n", "*/", "@ts-", "# ", "\t", "\r"], "a", "é"],
  Markdown: [markdownText, ["*", "_", "\\", "`", "|", "@", "#", "<", "[", "\n", " ", "&", "http://"]],
  "code in a table": [codeCell, ["`", "\\", "|", "\\|", " ", "\n", "``"]],
  "a message": [(text) => plain(text, Infinity), [":", " :", "#", "#a", "\n", "\u202e", "##a[", "::"]],
};

describe.each([
  ["reads requests and responses in linear time", readers],
  ["reads texts of a document in linear time", texts],
])("%s", (_name, table) => {
  it.each(Object.entries(table))("%s", async (_reader, [read, parts, before = "", after = ""]) => {
    const slow = await slowShapes(
      read,
      parts.map((part) => ({ before, part, after })),
    );
    expect(slow).toEqual([]);
  });
});
