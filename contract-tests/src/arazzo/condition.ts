import { evaluate, parseExpression, type Expression, type Scope } from "./expression.js";

/** A parsed `simple` condition of a criterion (Arazzo 1.1, "Criterion Object"). */
export interface Condition {
  readonly expressions: readonly Expression[];
  /** Whether it holds. */
  holds(scope: Scope): boolean;
}

/** Why a condition cannot be parsed: a sentence. */
export class ConditionError extends Error {}

type Term = (scope: Scope) => unknown;

const deepest = 100;
const longest = 1_000_000;

/** @throws ConditionError */
export function parseCondition(text: string): Condition {
  const parser = new Parser(text);
  const term = parser.parse();
  return { expressions: parser.expressions, holds: (scope) => Boolean(term(scope)) };
}

const comparisons: Readonly<Record<string, (left: unknown, right: unknown) => boolean>> = {
  "==": equal,
  "!=": (left, right) => !equal(left, right),
  "<": (left, right) => inOrder(left, right, (order) => order < 0),
  "<=": (left, right) => inOrder(left, right, (order) => order <= 0),
  ">": (left, right) => inOrder(left, right, (order) => order > 0),
  ">=": (left, right) => inOrder(left, right, (order) => order >= 0),
};

const tokenPattern =
  /\s*(?:(&&|\|\||==|!=|<=|>=|<|>|!|\(|\))|('(?:[^']|'')*')|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(true|false|null)(?![\w.])|(\$(?:[^\s()!=<>&|]|[!=&|](?![=&|]))+))/y;

interface Token {
  readonly kind: "operator" | "text" | "number" | "word" | "expression";
  readonly text: string;
}

class Parser {
  readonly expressions: Expression[] = [];
  readonly #tokens: readonly Token[];
  #next = 0;
  #depth = 0;

  constructor(private readonly source: string) {
    this.#tokens = tokenize(source);
  }

  parse(): Term {
    const term = this.#or();
    const rest = this.#tokens[this.#next];
    if (rest !== undefined) throw new ConditionError(`"${rest.text}" is not expected here.`);
    return term;
  }

  #or(): Term {
    const terms = [this.#and()];
    while (this.#takes("||")) terms.push(this.#and());
    const [only] = terms;
    return terms.length === 1 && only ? only : (scope) => terms.some((term) => Boolean(term(scope)));
  }

  #and(): Term {
    const terms = [this.#comparison()];
    while (this.#takes("&&")) terms.push(this.#comparison());
    const [only] = terms;
    return terms.length === 1 && only ? only : (scope) => terms.every((term) => Boolean(term(scope)));
  }

  #comparison(): Term {
    const left = this.#unary();
    const { kind, text = "" } = this.#tokens[this.#next] ?? {};
    const compare = kind === "operator" && Object.hasOwn(comparisons, text) ? comparisons[text] : undefined;
    if (compare === undefined) return left;
    this.#next++;
    const right = this.#unary();
    return (scope) => compare(left(scope), right(scope));
  }

  #unary(): Term {
    if (this.#takes("!")) {
      const inner = this.#inside(() => this.#unary());
      return (scope) => !inner(scope);
    }
    if (this.#takes("(")) {
      const inner = this.#inside(() => this.#or());
      if (!this.#takes(")")) throw new ConditionError('A ")" is missing.');
      return inner;
    }
    return this.#literal();
  }

  #inside(read: () => Term): Term {
    if (++this.#depth > deepest) throw new ConditionError(`It is nested deeper than ${deepest} levels.`);
    const term = read();
    this.#depth--;
    return term;
  }

  #literal(): Term {
    const token = this.#tokens[this.#next++];
    if (token === undefined) throw new ConditionError(this.source.trim() === "" ? "It is empty." : "It ends too early.");
    const { kind, text } = token;
    if (kind === "text") return constant(text.slice(1, -1).replaceAll("''", "'"));
    if (kind === "number") return constant(Number(text));
    if (kind === "word") return constant(text === "null" ? null : text === "true");
    const expression = kind === "expression" ? parseExpression(text) : undefined;
    if (expression === undefined) throw new ConditionError(`"${text}" is not ${kind === "operator" ? "expected here" : "a runtime expression"}.`);
    this.expressions.push(expression);
    return (scope) => evaluate(expression, scope);
  }

  #takes(operator: string): boolean {
    const token = this.#tokens[this.#next];
    if (token?.kind !== "operator" || token.text !== operator) return false;
    this.#next++;
    return true;
  }
}

function tokenize(source: string): readonly Token[] {
  const found: Token[] = [];
  if (source.length > longest) throw new ConditionError(`It is longer than ${longest} characters.`);
  const pattern = new RegExp(tokenPattern);
  const text = source.trimEnd();
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(text);
    if (match === null) {
      const rest = text.slice(at).trimStart();
      const help = rest.startsWith('"') ? " Use single quotes." : "";
      throw new ConditionError(`"${rest.split(/\s/, 1)[0]}" cannot be read.${help}`);
    }
    const [, operator, quoted, number, word, expression = ""] = match;
    if (operator !== undefined) found.push({ kind: "operator", text: operator });
    else if (quoted !== undefined) found.push({ kind: "text", text: quoted });
    else if (number !== undefined) found.push({ kind: "number", text: number });
    else if (word !== undefined) found.push({ kind: "word", text: word });
    else found.push({ kind: "expression", text: expression });
  }
  return found;
}

function constant(value: unknown): Term {
  return () => value;
}

/** Texts are equal in whatever case, a number is equal to its text, and null only to null. */
function equal(left: unknown, right: unknown): boolean {
  const [a, b] = [left ?? null, right ?? null];
  if (a === null || b === null) return a === b;
  const numbers = bothNumbers(a, b);
  if (numbers !== undefined) return numbers[0] === numbers[1];
  if (typeof a === "object" || typeof b === "object") return JSON.stringify(a) === JSON.stringify(b);
  return String(a).toLowerCase() === String(b).toLowerCase();
}

function inOrder(left: unknown, right: unknown, fits: (order: number) => boolean): boolean {
  const numbers = bothNumbers(left, right);
  if (numbers !== undefined) return fits(numbers[0] - numbers[1]);
  if (typeof left !== "string" || typeof right !== "string") return false;
  const [a, b] = [left.toLowerCase(), right.toLowerCase()];
  return fits(a < b ? -1 : a > b ? 1 : 0);
}

function bothNumbers(left: unknown, right: unknown): readonly [number, number] | undefined {
  if (typeof left !== "number" && typeof right !== "number") return undefined;
  const [a, b] = [left, right].map((value) => (typeof value === "string" && value.trim() !== "" ? Number(value) : value));
  return typeof a === "number" && typeof b === "number" && !Number.isNaN(a) && !Number.isNaN(b) ? [a, b] : undefined;
}
