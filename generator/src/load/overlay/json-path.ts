import { FunctionExpressionType, jsonpath, JSONPathEnvironment, JSONPathError, JSONPathNodeList, type JSONPathQuery } from "json-p3";
import { closestWord } from "../../algorithms/closest-word.js";
import { isJsonObject, type Json } from "../../model/json.js";
import { matcherOf, matchingOf } from "../../regex/matching.js";
import type { Path } from "./editor.js";

/** Longest expression that is read. */
const longest = 10_000;
/** Most nodes that the evaluation of one expression may visit. `$..*` of the largest known documents visits a fifth. */
const mostVisits = 3_000_000;
/** Most nodes that one expression may select. */
const mostSelected = 1_000_000;

/** An expression that cannot be evaluated. The message is the reason, written for the middle of a sentence. */
export class PathError extends Error {}

/** A JSONPath expression (RFC 9535), evaluated in bounded time: no expression runs code, and matching takes linear time. */
export class JsonPath {
  readonly #query: JSONPathQuery;
  readonly #budget: Budget;

  /** @throws PathError */
  constructor(expression: string) {
    this.#budget = new Budget();
    this.#query = compile(expression, this.#budget);
  }

  /** The paths of the selected nodes, each once. @throws PathError */
  select(document: Json): Path[] {
    return this.#select(document, this.#query.segments.length);
  }

  /**
   * Why nothing is selected: the part of the expression that matches, and the nearest existing key.
   * @throws PathError
   */
  explain(document: Json): Dead | undefined {
    for (let count = 1; count <= this.#query.segments.length; count++) {
      if (this.#select(document, count).length > 0) continue;
      const reached = this.#select(document, count - 1);
      const selectors = this.#query.segments[count - 1]?.selectors ?? [];
      const [selector] = selectors;
      const values = reached.map((path) => at(document, path));
      const name = selectors.length === 1 && selector instanceof jsonpath.selectors.NameSelector ? selector.name : undefined;
      const keys = values.flatMap((value) => (isJsonObject(value) ? Object.keys(value) : []));
      const nearest = name === undefined ? undefined : closestWord(name, [...new Set(keys)]);
      const reference = values.length === 1 && isJsonObject(values[0]) ? values[0]["$ref"] : undefined;
      return {
        reached: normalized(reached[0] ?? []),
        ...(name !== undefined && { name }),
        ...(nearest !== undefined && { nearest }),
        ...(typeof reference === "string" && { reference }),
      };
    }
    return undefined;
  }

  #select(document: Json, count: number): Path[] {
    const query = new (this.#query.constructor as typeof JSONPathQuery)(this.#query.environment, this.#query.segments.slice(0, count));
    this.#budget.reset();
    const paths = new Map<string, Path>();
    return bounded(() => {
      // The library's type is the same JSON without `readonly`; it does not write to it.
      for (const { location } of query.lazyQuery(document as Parameters<JSONPathQuery["query"]>[0])) {
        paths.set(JSON.stringify(location), location);
        if (paths.size > mostSelected) throw new PathError(`it selects more than ${mostSelected.toLocaleString("en")} nodes`);
      }
      return [...paths.values()];
    });
  }
}

/** Where an expression that selects nothing ends. */
interface Dead {
  /** Normalized path of the first node that it selects. */
  readonly reached: string;
  /** The name that the node does not have. */
  readonly name?: string;
  /** A name that the node has instead. */
  readonly nearest?: string;
  /** The `$ref` of the node: expressions do not follow it. */
  readonly reference?: string;
}

/** Counts the visits of one evaluation. */
class Budget {
  #left = mostVisits;

  reset(): void {
    this.#left = mostVisits;
  }

  /** @throws PathError */
  spend(visits: number): void {
    this.#left -= visits;
    if (this.#left < 0) throw new PathError(`it visits more than ${mostVisits.toLocaleString("en")} nodes`);
  }
}

function compile(expression: string, budget: Budget): JSONPathQuery {
  if (expression === "") throw new PathError("it is empty");
  if (expression.length > longest) throw new PathError(`it is longer than ${longest.toLocaleString("en")} characters`);
  // Documents are at most 250 levels deep: overlays can make them a little deeper.
  const environment = new JSONPathEnvironment({ maxRecursionDepth: 1000 });
  for (const name of ["match", "search"] as const) environment.functionRegister.set(name, matchingFunction(name, budget));
  return bounded(() => {
    const query = environment.compile(expression);
    limit(query, budget);
    return query;
  });
}

/** Converts an error of the library to a PathError. */
function bounded<T>(act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof PathError) throw error;
    if (error instanceof RangeError) throw new PathError("it is nested too deep");
    if (!(error instanceof JSONPathError)) throw error;
    // The library ends its messages with an excerpt and an index: ('$.tags[':7)
    const message = (error.message.split(" ('", 1)[0] ?? "").replace(/\.$/, "");
    throw new PathError(`${message}, at character ${error.token.index + 1}`);
  }
}

/** Makes every visit of a node count, also in the queries of filters, and makes those work for lists of any length. */
function limit(query: JSONPathQuery, budget: Budget): void {
  for (const { selectors } of query.segments) {
    for (const selector of selectors) {
      const resolve = selector.resolve.bind(selector);
      selector.resolve = (node) => {
        const found = resolve(node);
        budget.spend(1 + found.length);
        return found;
      };
      if (selector instanceof jsonpath.selectors.FilterSelector) limitExpression(selector.expression, budget);
    }
  }
}

type Expression = jsonpath.expressions.FilterExpression;

function limitExpression(expression: Expression, budget: Budget): void {
  const { FilterQuery, FunctionExtension, InfixExpression, LogicalExpression, PrefixExpression } = jsonpath.expressions;
  if (expression instanceof LogicalExpression) limitExpression(expression.expression, budget);
  else if (expression instanceof PrefixExpression) limitExpression(expression.right, budget);
  else if (expression instanceof InfixExpression) for (const each of [expression.left, expression.right]) limitExpression(each, budget);
  else if (expression instanceof FunctionExtension) for (const each of expression.args) limitExpression(each, budget);
  else if (expression instanceof FilterQuery) {
    const { path } = expression;
    limit(path, budget);
    path.query = (value) => new JSONPathNodeList([...path.lazyQuery(value)]);
  }
}

/** `match` and `search` (RFC 9535 §2.4.6 and §2.4.7) with I-Regexp patterns (RFC 9485), in linear time. */
function matchingFunction(name: "match" | "search", budget: Budget): ReturnType<JSONPathEnvironment["functionRegister"]["get"]> & object {
  const { ValueType, LogicalType } = FunctionExpressionType;
  // Only checks that a pattern is an I-Regexp: the empty text takes no time.
  const checker = new jsonpath.functions.Match({ throwErrors: true, cacheSize: 0 });
  const known = new Map<string, { test(text: string): boolean } | undefined>();
  const matcher = (pattern: string): { test(text: string): boolean } | undefined => {
    try {
      checker.call("", pattern);
    } catch {
      return undefined;
    }
    const source = ecmaScript(pattern);
    const isAnchored = name === "search" || pattern.startsWith("^") || pattern.endsWith("$");
    const matching = matchingOf(isAnchored ? source : `^(?:${source})$`);
    return matching && matcherOf(matching);
  };
  return {
    argTypes: [ValueType, ValueType],
    returnType: LogicalType,
    call(text: unknown, pattern: unknown): boolean {
      if (typeof text !== "string" || typeof pattern !== "string") return false;
      budget.spend(text.length / 10);
      if (!known.has(pattern)) known.set(pattern, matcher(pattern));
      return known.get(pattern)?.test(text) ?? false;
    },
  };
}

/** RFC 9485 §5.3: a dot outside of a class is all but line breaks. */
function ecmaScript(pattern: string): string {
  return pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]?|\./gsu, (part) => (part === "." ? "[^\\n\\r]" : part));
}

function at(document: Json, path: Path): Json | undefined {
  let value: Json | undefined = document;
  for (const key of path) value = typeof value === "object" && value !== null ? (value as Readonly<Record<string | number, Json>>)[key] : undefined;
  return value;
}

/** A path as a reader would write it. */
function normalized(path: Path): string {
  return `$${path.map((key) => (typeof key === "number" ? `[${key}]` : /^[a-z_]\w*$/i.test(key) ? `.${key}` : `['${key.replaceAll(/['\\]/g, "\\$&")}']`)).join("")}`;
}
