import type { Expectation } from "../explore/sequence.js";

/** JavaScript that ends with exit code 0 if the responses fulfil an expectation, 1 if not, and 2 if they do not decide it. */
export function judgeProgram(expected: Expectation, valueOf: (value: unknown) => string): string {
  const isOfLists = expected.kind === "listed" || expected.kind === "total";
  // A page that does not exist breaks no law.
  return `${isOfLists ? "" : `if (!sent(${expected.step + 1})) process.exit(0);\n`}${judgement(expected, valueOf)}`;
}

function judgement(expected: Expectation, valueOf: (value: unknown) => string): string {
  const { kind, step } = expected;
  const body = `body(${step + 1})`;
  const wanted = "value" in expected ? valueOf(expected.value) : "undefined";
  switch (kind) {
    case "status":
      return finish(`${json(expected.in)}.some((wanted) => is(status(${step + 1}), wanted))`);
    case "equals":
    case "differs":
      return finish(
        `${kind === "differs" ? "!" : ""}[${wanted}, ...${json(expected.others ?? [])}].some((one) => same(one, at(${body}, ${json(expected.at)})))`,
        wanted,
        same,
      );
    case "absent":
      return finish(`at(${body}, ${json(expected.at)}) === undefined`);
    case "header": {
      const value = `header(${step + 1}, ${json(expected.name)})`;
      if (expected.matches !== undefined && expected.orAbsent === true)
        return finish(`${value} === undefined || new RegExp(${json(expected.matches)}).test(${value})`);
      if (expected.matches !== undefined) return finish(`${value} !== undefined && new RegExp(${json(expected.matches)}).test(${value})`);
      const equals = `${value} ${expected.not === true ? "!==" : "==="} String(${wanted})`;
      return finish(expected.value === undefined ? `${value} !== undefined` : `${value} !== undefined && ${equals}`, wanted);
    }
    case "listed": {
      const { of, items, key, times } = expected;
      const count = `const count = lists(${json(of)}, ${json(items)}).filter((item) => same(${wanted}, at(item, ${json(key)}))).length;`;
      const isContinued = continued(expected).replace(/ \|\| $/, "");
      const more = isContinued === "" ? [] : [`if (count <= ${times} && (${isContinued})) process.exit(${times === 0 ? 2 : 0});`];
      return finish(`count === ${times}`, wanted, lists, same, count, ...more);
    }
    case "every":
      return finish(
        `lists([${step}], ${json(expected.items)}).every((item) => compares(at(item, ${json(expected.key)}), ${json(expected.compare)}, ${wanted}))`,
        wanted,
        lists,
        same,
        compares,
      );
    case "sorted":
      return finish(
        `sorted(lists([${step}], ${json(expected.items)}).map((item) => at(item, ${json(expected.key)})), ${expected.order === "ascending" ? 1 : -1})`,
        "0",
        lists,
        compares,
        sorted,
      );
    case "length":
      return finish(
        `lists([${step}], ${json(expected.items)}).length <= ${expected.as === undefined ? expected.most : `lists([${expected.as}], ${json(expected.items)}).length`}`,
        "0",
        lists,
      );
    case "total": {
      const name = /^header:(.*)$/.exec(expected.at)?.[1];
      const shown = `(sent(${step + 1}) ? ${step + 1} : ${json(expected.of)}.findLast((step) => sent(step + 1)) + 1)`;
      const total = name === undefined ? `at(body(${shown}), ${json(expected.at)})` : `header(${shown}, ${json(name)})`;
      return finish(`${continued(expected)}Number(${total}) === lists(${json(expected.of)}, ${json(expected.items)}).length`, "0", lists);
    }
    case "pages": {
      const { at, of, items, parameter = "page", first = 1 } = expected;
      const lengths = `${json(of)}.map((one) => lists([one], ${json(items)}).length)`;
      const holds =
        at === "header:Link"
          ? `linked(header(${step + 1}, "Link") || "", ${json(parameter)}, ${of.indexOf(step)}, ${first}, count)`
          : `(at(${body}, ${json(at)}) === count || (count === 0 && at(${body}, ${json(at)}) === 1))`;
      return finish(`${continued(expected)}${holds}`, "0", lists, `const count = ${lengths}.filter((length) => length > 0).length;`, linked);
    }
    case "bytes":
      return finish(`fs.readFileSync(dir + "/${step + 1}.body").toString("base64") === ${json(expected.base64)}`);
    case "one-succeeds":
      return finish(`${json(expected.of.map((one) => one + 1))}.filter((one) => is(status(one), "2XX")).length <= 1`);
  }
}

/** JavaScript that ends with exit code 2 if a step has a status outside its range: the responses then do not show whether the law holds. */
export function premiseProgram(premises: readonly (readonly (string | number)[])[]): string {
  if (premises.length === 0) return "";
  const check = 'console.error("Step " + step + " responded with " + status(step) + " instead of " + wanted + "."); process.exit(2);';
  return `for (const [step, wanted] of ${json(premises)}) if (sent(step) && !is(status(step), wanted)) { ${check} }\n`;
}

/** Another page may have what these pages lack. */
function continued({ of, items, end }: Pick<Extract<Expectation, { kind: "total" }>, "of" | "items" | "end">): string {
  const last = `${json(of)}.findLast((step) => sent(step + 1))`;
  if (end?.size !== undefined) return `lists([${last}], ${json(items)}).length >= ${end.size} || `;
  if (end?.at === "header:Link") return `/;\\s?rel="?next\\b/i.test(header(${last} + 1, "Link") || "") || `;
  return end?.at === undefined ? "" : `![undefined, null, "", false].includes(at(body(${last} + 1), ${json(end.at)})) || `;
}

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** An undefined value decides nothing. */
function finish(holds: string, wanted = "undefined", ...helpers: readonly string[]): string {
  const unclear = wanted === "undefined" ? "" : `if (${wanted} === undefined) process.exit(2);\n`;
  return [...helpers, `${unclear}process.exit(${holds} ? 0 : 1);`].join("\n");
}

/** Functions that every program of a script has. */
export const common = `process.on("uncaughtException", () => process.exit(2));
const fs = require("fs");
const [dir, ...args] = process.argv.slice(1);
const text = (name) => { try { return fs.readFileSync(dir + "/" + name, "utf8"); } catch { return ""; } };
const sent = (step) => fs.existsSync(dir + "/" + step + ".body");
const body = (step) => { try { return JSON.parse(text(step + ".body")); } catch { return undefined; } };
const lines = (step) => text(step + ".head").trim().split(/\\r?\\n\\r?\\n/).pop().split(/\\r?\\n/);
const status = (step) => lines(step)[0].split(" ")[1];
const header = (step, name) => { const all = lines(step).slice(1).filter((line) => line.toLowerCase().startsWith(name.toLowerCase() + ":")); return all.length ? all.map((line) => line.slice(name.length + 1).trim()).join(", ") : undefined; };
const at = (value, pointer) => pointer.split("/").slice(1).reduce((node, key) => (node === null || typeof node !== "object" ? undefined : Object.getOwnPropertyDescriptor(node, key.replace(/~1/g, "/").replace(/~0/g, "~"))?.value), value);
const is = (code, wanted) => (wanted.endsWith("XX") ? code[0] === wanted[0] : code === wanted);`;

const lists = `const lists = (steps, items) => steps.filter((step) => sent(step + 1)).flatMap((step) => { const list = at(body(step + 1), items); if (!Array.isArray(list)) process.exit(2); return list; });`;

/** The links of a page lead to the pages that have items (RFC 8288 §3.3). */
const linked = `const linked = (links, parameter, index, first, count) => {
  const page = (rel) => {
    const target = ([...links.matchAll(/<([^<>]*)>([^<]*)/g)].find((one) => new RegExp(";\\\\s?rel=\\"?" + rel + "\\\\b", "i").test(one[2])) || [])[1];
    if (target === undefined || !URL.canParse(target, "http://localhost")) return undefined;
    const number = new URL(target, "http://localhost").searchParams.get(parameter);
    return number === null ? undefined : Number(number);
  };
  const isOrNone = (rel, wanted) => page(rel) === undefined || page(rel) === wanted;
  if (index >= count) return true;
  if (index < count - 1 && page("next") !== first + index + 1) return false;
  return isOrNone("first", first) && isOrNone("last", first + count - 1) && (index === 0 || isOrNone("prev", first + index - 1));
};`;

/** Servers may change case, spaces, the form of times and the order of lists. */
const same = `const empty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
const near = (a, b) => (!Number.isInteger(a) && Math.abs(a - b) < 0.01) || Math.abs(a - b) <= Math.abs(a) * (Number.isSafeInteger(Math.trunc(a)) ? 1e-12 : 1e-9) + 1e-12;
const plain = (value) => value.normalize("NFC").trim().toLowerCase();
const same = (sent, got) => {
  if (sent === got) return true;
  if (empty(sent)) return empty(got);
  if (typeof sent === "number" || typeof sent === "boolean") return String(sent) === String(got) || (typeof sent === "number" && ["number", "string"].includes(typeof got) && got !== "" && near(sent, Number(got)));
  if (typeof sent === "string") {
    if (typeof got === "number" || typeof got === "boolean") return sent === String(got);
    if (typeof got !== "string") return false;
    if (plain(sent) === plain(got)) return true;
    if (/^\\d{4}-\\d\\d-\\d\\d[T ]/i.test(sent) && /^\\d{4}-\\d\\d-\\d\\d/.test(got)) return Math.abs(Date.parse(sent) - Date.parse(got)) < 1000;
    return /^[a-z][\\w+.-]*:/i.test(sent) && URL.canParse(sent) && URL.canParse(got) && new URL(sent).href === new URL(got).href;
  }
  if (Array.isArray(sent)) { const left = Array.isArray(got) ? [...got] : []; return sent.length === left.length && sent.every((item) => { const index = left.findIndex((one) => same(item, one)); if (index >= 0) left.splice(index, 1); return index >= 0; }); }
  return got !== null && typeof got === "object" && !Array.isArray(got) && Object.entries(sent).every(([name, value]) => same(value, got[name]));
};`;

const compares = `const size = (value) => (typeof value === "number" ? value : typeof value !== "string" ? undefined : /^-?\\d+(\\.\\d+)?$/.test(value) ? Number(value) : /^\\d{4}-\\d\\d-\\d\\d/.test(value) && !Number.isNaN(Date.parse(value)) ? Date.parse(value) : undefined);
const order = (a, b) => (size(a) !== undefined && size(b) !== undefined ? size(a) - size(b) : String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
const compares = (value, how, wanted) => Array.isArray(value) ? value.some((item) => compares(item, how, wanted)) : how === "equals" ? same(wanted, value) : how === "contains" ? String(value).toLowerCase().includes(String(wanted).toLowerCase()) : value === null || value === undefined || (how === "at-least" ? order(value, wanted) >= 0 : order(value, wanted) <= 0);`;

/** Texts may be in the order of any collation. */
const sorted = `const sorted = (values, sign) => {
  const known = values.filter((value) => value !== null && value !== undefined);
  const by = (compare) => known.every((value, index) => index === 0 || sign * compare(known[index - 1], value) <= 0);
  const letters = (a, b) => (String(a) < String(b) ? -1 : String(a) > String(b) ? 1 : 0);
  const collator = (options) => (a, b) => new Intl.Collator("en", options).compare(String(a), String(b));
  const ways = known.every((value) => typeof value === "number") ? [order] : [order, letters];
  if (known.every((value) => typeof value === "string" && size(value) === undefined)) ways.push((a, b) => letters(a.toLowerCase(), b.toLowerCase()), collator({}), collator({ ignorePunctuation: true, sensitivity: "base" }));
  return ways.some(by);
};`;
