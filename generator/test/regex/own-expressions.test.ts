import { readdirSync, readFileSync } from "node:fs";
import { RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";
import { check } from "recheck";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { matchingOf } from "../../src/regex/matching.js";

// Its own program, which is fast. Another file of this process may have chosen another judge.
process.env["RECHECK_BACKEND"] = "auto";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** Sources that read texts from documents, servers and clients. */
const folders = ["generator/src", "generator/runtime", "contract-tests/src"];

const runOnce = "matches from the beginning of a run only, which the analysis does not see";
const unended = "takes what does not end to the end of the text, so that it is read once";
const few = "reads no more than 4,096 characters";
const large = "too large for the checkers: a row of words and short repetitions";
const apart = "its start ends the part before it, so that each part is read once";

/** Expressions that may take more than linear time, or that the checkers cannot judge, and why that does no harm. */
const exceptions = new Map(
  (
    [
      [/(?<!\\)((?:\\\\)*)\|/g, runOnce],
      [/(?<! ) +$/gm, runOnce],
      [/(?<!=)=+$/, runOnce],
      [/(?<!0)0+$/, runOnce],
      [/\\.|\[(?:\\.|[^\]\\])*\]?|\./gsu, unended],
      [
        /(?:next|prev|previous|page|pagination|continuation|continue|sync|cursor|start|resume|change|skip)tokens?$|^(?:max|min|num|prompt|completion|total|input|output|cached|used|reasoning|stop|special|vocab)\w*tokens?$|public|(?:type|kind|url|uri|endpoint|count|limit|expiry|expires|expiresin|expiresat|length|status|name|required|enabled|policy|hint|algorithm|alg|method|format|scheme|strength|lifetime|ttl|use|usage)$/,
        large,
      ],
      [/\bwhsec_[A-Za-z0-9+/=_-]{8,65536}/g, "takes what it reads, so that the next search begins after it"],
      [/(?<![^\S\n])[^\S\n]+$/gm, runOnce],
      [/^-+|(?<!-)-+$/g, runOnce],
      [/^[a-z][a-z\d+.-]*:\/\/|(?<!\/)\/+$/gi, runOnce],
      [/(?<!\\)\\\\[dDsSwW](?:[{+*?\]]|[^\][]{0,99}\])/, "looks no further than 99 characters"],
      [/\[(\^?)((?:\\.|[^\\\]])*)(?:\]|\\?$)/gs, unended],
      [/\\[^]?|\[(?:\\[^]?|[^\]\\])*\]?/gu, unended],
      [
        /\(\?(?:[:=!]|<[=!]|<[^>]*>)|\[(?:\\[^]|[^\]\\])*\]|\\(?:[upP]\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|c.|k<[^>]*>|[1-9]\d*|[^])|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu,
        "reads valid patterns, in which each of these parts ends",
      ],
      [/(?<![^A-Za-z0-9])[^A-Za-z0-9]+$/, runOnce],
      [/(?<!\/)\/+$/, runOnce],
      [/^\s*(?:\{\s*)?["']?overlay["']?\s*:|^["']?overlay["']?\s*:/m, few],
      [/^(?:FORMAT: *1A|[^]*^\+ Response \d)/m, few],
      [/^(?:meta|info) *\{\n[^]*^\}/m, few],
      [/^(?:"""|(?:extend +)?(?:type|interface|input|enum) +\w+[^:\n]*\{|schema\s*\{|(?:scalar|union|directive) +@?\w+)/, few],
      [/^\$version: *["']\d[^]*^namespace /m, few],
      [/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/gi, "reads no more than 8,000 characters"],
      [/^([^.]*:)([\d.]*\.[\d.]*)$/, "reads no more than 45 characters"],
      [/\/(?:(?:allOf|anyOf|oneOf)\/\d+|not|if|then|else|contains|dependentSchemas|patternProperties|unevaluated\w+)(?:\/|$)/, large],
      [
        /^application\/vnd\.(?!ms-|openxmlformats|oasis|apple|google-|adobe|android|debian|rar|sqlite|tcpdump|apache|.*(?:protobuf|cbor|msgpack|avro|bson|excel|xml))[^+]*$/,
        large,
      ],
      [/^((?:(?:import|export) [^\n]*|\} )\bfrom "\.{1,2}\/[^"\n]*)\.js";$/gm, "reads generated modules, whose specifiers are short"],
      [/(?<![{$#])\{([^{}]*)\}/g, apart],
      [/(?<![\d-])\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?(?!\d)/g, apart],
      [/^(?:localhost(?::\d+)?|(?:\d+\.){3}\d+(?::\d+)?|[\w.-]+:\d+|(?:[\w-]+\.){2,}[a-z]{2,})(?=\/)/i, "each way reads the text once"],
      [
        /(?:\{\{\s*([\w.-]+)\s*\}\}|[$#]\{([\w.-]+)\})|(?<=\/)(?::(\w+)[?*+]?|<(?:\w+:)?(\w+)>|\[(?:\.{3})?([\w-]+)\]|\(([\w-]+)\)|\$(\w+)|%([\w-]+)%|([\w-]+))(?=\/|$)/g,
        apart,
      ],
      [/([?&][\w-]{0,40}(secret|token|key|jwt|sig)[\w-]{0,40}=)[^&\s"'<>]+/gi, "repeats no more than 40 times in front of what it finds"],
      [/[A-Z]+(?=[A-Z][a-z])|[A-Z]*[a-z0-9]+|[A-Z]+/g, "the last way takes a whole run of capitals"],
      [/(?:%[0-9A-Fa-f][0-9A-Fa-f])+/g, "each run is read once"],
      [/^export (type )?\{([^}]*)\}/gm, "reads a module of our runtime"],
      [/(type )?\b(\w+)/g, "reads a module of our runtime"],
    ] as const
  ).map(([expression, because]): [string, string] => [String(expression), because]),
);

/** Texts of 7 million characters were read without an error. */
const inDocument = "reads one pattern, path or name of a document";

/** Expressions that repeat a group without a bound, and why that does no harm. */
const repeatingExceptions: ReadonlyMap<string, string> = new Map(
  (
    [
      [/^\/((?:\\.|[^\\/])+)\/([gimsuy]{0,3});?$/su, inDocument],
      [/^(?:([yYmMdDhHsS])\1{1,3}(?!\1)[-:/. T]?){2,}Z?$/, inDocument],
      [/\\.|\[(?:\\.|[^\]\\])*\]?|\./gsu, inDocument],
      [/\[(\^?)((?:\\.|[^\\\]])*)(?:\]|\\?$)/gs, inDocument],
      [/\\[^]?|\[(?:\\[^]?|[^\]\\])*\]?/gu, inDocument],
      [
        /\(\?(?:[:=!]|<[=!]|<[^>]*>)|\[(?:\\[^]|[^\]\\])*\]|\\(?:[upP]\{[^}]*\}|u[dD][89abAB]..\\u[dD][c-fC-F]..|u....|x..|c.|k<[^>]*>|[1-9]\d*|[^])|[*+?]\??|\{\d+(?:,\d*)?\}\??|[^]/gu,
        inDocument,
      ],
      [/^\/\/(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?$/i, inDocument],
      [/^(?:localhost(?::\d+)?|(?:\d+\.){3}\d+(?::\d+)?|[\w.-]+:\d+|(?:[\w-]+\.){2,}[a-z]{2,})(?=\/)/i, inDocument],
      [/^(?:api|rest|v?\d+(?:[._-]\d+)*(?:(?:alpha|beta)\d*)?)$/i, inDocument],
      [/[\s"'\]}]*(?:#.*[\r\n\u2028\u2029]\s*)*/y, "reads comments of a document, which it repeats for each line"],
      [/^([ ]*(?:- +)*)(?:(?!- )[^\s#"'][^"']*:[ ]+)?(["'])/, "reads a line up to its nested lists"],
      [/^( *(?:- +)*)((?:description|summary|title): +)([^\s"'“”‘’„«|>&*!{}[\]%@`#].*)/, "reads a line up to its nested lists"],
      [/^\s*(?:- +)*(?:[^\s"'#:][^"'#:]*:[ \t]+)?/, "reads a line up to its nested lists"],
      [/^(?:\s|#.*\n|\/\/.*\n|\/\*[^]*?\*\/)*/, few],
      [/^[\w.+-]+(?: (?:AND|OR|WITH) [\w.+-]+)*$/, "reads the licence that the user names"],
      [/^(\S+) ([!=])== ("(?:[^"\\]|\\.)*"|-?\d[\w.+-]*|true|false|null)$/, "reads a comparison of generated code"],
      [/(<(style|script)[^]*?<\/\2>|<[^>]*>|\s)+/gi, "reads no more than 8,000 characters"],
      [
        /^(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?!(?:\W*\w+\b){8})(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?::(?:[\da-f]{1,4}(?::[\da-f]{1,4})*)?)$/i,
        "reads no more than 45 characters",
      ],
      [
        /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|!|\(|\))|('(?:[^']|'')*')|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(true|false|null)(?![\w.])|(\$(?:[^\s()!=<>&|]|[!=&|](?![=&|]))+))/y,
        "reads no more than 1,000,000 characters",
      ],
      [
        /^(?:(?:sk|pk|rk|whsec|gh[pousr]|github_pat|glpat|npm|hf|xox[a-z]|shp[a-z]{2}|dop_v1|tok|key|ya29|SG)[_.-](?:(?:live|test|proj|ant|svcacct|admin|api\d\d)[_-])*|AIza|AKIA|ASIA)(?=.{6})/u,
        "reads the shape of one token",
      ],
    ] as const
  ).map(([expression, because]): [string, string] => [String(expression), because]),
);

describe("regular expressions", () => {
  const written = folders.flatMap(literalsBelow);
  const distinct = [...new Map(written.map((literal) => [literal.text, literal])).values()];

  test("take linear time, or have a reason", async () => {
    expect(distinct.length).toBeGreaterThan(500);
    const slow: string[] = [];
    for (const literal of distinct) {
      if (!exceptions.has(literal.text) && (await isSlow(literal))) slow.push(`${literal.path} ${literal.text}`);
    }
    expect(slow).toEqual([]);
  });

  // The engine keeps a record of each repetition. It throws a RangeError after some millions.
  test("repeat no group without a bound, or have a reason", () => {
    const repeating = distinct.filter(({ source, flags }) => repeatsGroup(source, flags)).map(({ text }) => text);
    expect(repeating.length).toBeGreaterThan(10);
    expect(repeating.filter((text) => !repeatingExceptions.has(text))).toEqual([]);
  });

  test("have no unneeded reason", () => {
    const texts = new Set(distinct.map(({ text }) => text));
    expect([...exceptions.keys(), ...repeatingExceptions.keys()].filter((text) => !texts.has(text))).toEqual([]);
  });
});

test.each([
  String.raw`/\s+$/`,
  String.raw`/\{[^}]*\}/g`,
  String.raw`/(a|a)*$/`,
  String.raw`/^\s*a|\n\s*\n/m`,
  String.raw`/(?:"(?:[^"\\]|\\.)*"|[^,])+/g`,
  String.raw`/(?=.*a)b|\d+\d+$/`,
])("%s is slow", async (text) => {
  expect(await isSlow(literalOf("", text))).toBe(true);
});

test.each([String.raw`/(?<!\s)\s+$/`, String.raw`/\{[^{}]*\}/g`, "/^a*b/", "/a{1,20}$/"])("%s is linear", async (text) => {
  expect(await isSlow(literalOf("", text))).toBe(false);
});

/** Each phase has a limit of steps. Its limit of time would make a verdict depend on the load of the machine. */
const unlimitedTime = { seedingTimeout: null, incubationTimeout: null, attackTimeout: null };

/**
 * Whether an expression may take more than linear time for some text. What our analysis of patterns proves is linear, and recheck judges the rest.
 * recheck looks at one search: with `g` there are as many as the text is long, so that what is not proven counts as slow.
 */
async function isSlow({ source, flags }: Literal): Promise<boolean> {
  if (!/[*+]|\{\d+,\}/.test(source)) return false;
  const isOutOfReach = /[im]/.test(flags) || /\(\?<?[=!]|\\[1-9k]/.test(source);
  if (!isOutOfReach && matchingOf(source)?.by === "native") return false;
  if (!isOutOfReach && flags.includes("g")) return true;
  return (await check(source, flags, { timeout: 200_000, randomSeed: 1, ...unlimitedTime })).status !== "safe";
}

/** Groups of characters in a fixed order, such as `(?:\\\\)*`, need no record. */
function repeatsGroup(source: string, flags: string): boolean {
  let found = false;
  visitRegExpAST(new RegExpParser().parsePattern(source, 0, source.length, flags.includes("u")), {
    onQuantifierEnter: ({ max, element }) => {
      const alternatives = "alternatives" in element ? element.alternatives : [];
      const isFixed = alternatives.length === 1 && alternatives[0]?.elements.every(({ type }) => type.startsWith("Character"));
      found ||= max === Infinity && alternatives.length > 0 && !isFixed;
    },
  });
  return found;
}

interface Literal {
  readonly path: string;
  readonly text: string;
  readonly source: string;
  readonly flags: string;
}

function literalOf(path: string, text: string): Literal {
  const end = text.lastIndexOf("/");
  return { path, text, source: text.slice(1, end), flags: text.slice(end + 1) };
}

function literalsBelow(folder: string): readonly Literal[] {
  const files = readdirSync(`${root}${folder}`, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"));
  return files.flatMap((name) => {
    const path = `${folder}/${name.replaceAll("\\", "/")}`;
    const found: Literal[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isRegularExpressionLiteral(node)) found.push(literalOf(path, node.text));
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, readFileSync(`${root}${path}`, "utf8"), ts.ScriptTarget.Latest, true));
    return found;
  });
}
