import type { Schema, SchemaId } from "../../../model/schemas/schema.js";
import type { Direction } from "../../../plan/plan.js";
import { code, raw, typed, type Code, type ImportedSymbol } from "../../print/code.js";
import type { Statement } from "../../print/file.js";
import { camel, pascal } from "../../../plan/names/names.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";
import { silent } from "../keyword.js";
import type { SharedPart, SharedParts } from "../schemas/shared-parts.js";
import { leftOutSoFar } from "./expression.js";
import { mentions, withoutUnused } from "./unused.js";

/** The functions of a named schema, for references to it. */
export interface Target {
  readonly is: ImportedSymbol;
  /** The same with a depth, if the schema is recursive. */
  readonly isWithin?: ImportedSymbol;
  readonly rule: ImportedSymbol;
}

/** Parameters and locals of functions: `claim` gives none of these names. */
const locals: ReadonlySet<string> = new Set(["options", "value", "issues", "depth", "item", "name", "v", "i", "matches"]);

/** A function of a module for a part of its schema. */
interface Part {
  readonly name: string;
  readonly deep: boolean;
  isCalled: boolean;
  isUnconstrained: boolean;
}

/** The shared state of a module's emitters: its functions and constants so far, and the targets of references. */
export class ModuleScope {
  readonly statements: Statement[] = [];
  /** A schema reduced to one type → the whole schema: `unevaluated…` needs its siblings. */
  readonly wholes = new Map<Schema, Schema>();
  readonly #functions = new Map<string, Part>();
  readonly #constants = new Map<string, string>();
  readonly #names: Set<string>;
  readonly #leftOutBefore = leftOutSoFar();

  constructor(
    readonly graph: SchemaGraph,
    readonly target: (id: SchemaId) => Target | undefined,
    readonly direction: Direction | undefined,
    /** The schema of the module, by id: its own node is not a reference to it. */
    readonly root: Schema,
    taken: Iterable<string>,
    readonly shared?: SharedParts,
  ) {
    this.#names = new Set(taken);
  }

  /** Whether code was omitted: its functions may be unused. */
  get #hasLeftOut(): boolean {
    return leftOutSoFar() > this.#leftOutBefore;
  }

  /** The statements, without private ones that nothing mentions: a project with `noUnusedLocals` refuses them. */
  get needed(): readonly Statement[] {
    return this.#hasLeftOut ? withoutUnused(this.statements) : this.statements;
  }

  /** The module of a part that several schemas have. */
  sharedPart(part: Schema): SharedPart | undefined {
    return part.id === this.root.id ? undefined : this.shared?.of(part);
  }

  /** The name of the function that tests a part, if the test of the module's schema has one. */
  testOf(part: Schema): string | undefined {
    const known = this.#functions.get(testKey(part));
    if (known === undefined || known.isUnconstrained) return undefined;
    // A function that the test omitted does not stay because of this.
    const isLeftOut =
      this.#hasLeftOut && !this.statements.some((other) => "name" in other && other.name !== known.name && mentions(other, known.name));
    return isLeftOut ? undefined : known.name;
  }

  /**
   * A function that this module has once for a part of a schema. `undefined` if it asserts nothing and is not needed.
   * @param make Writes it under the given name, as the first of its statements, and returns whether it asserts anything.
   */
  function(key: string, wanted: string, deep: boolean, make: (name: string) => boolean): Part | undefined {
    const known = this.#functions.get(key);
    if (known !== undefined) {
      known.isCalled = true;
      return known.isUnconstrained ? undefined : known;
    }
    const part: Part = { name: this.claim(wanted), deep, isCalled: false, isUnconstrained: false };
    this.#functions.set(key, part);
    const position = this.statements.length;
    // A function that calls itself while it is written stays.
    if (make(part.name) || part.isCalled) return part;
    this.statements.splice(position, 1);
    part.isUnconstrained = true;
    return undefined;
  }

  /** A constant that this module makes once. */
  constant(key: string, wanted: string, value: Code, type?: Code): Code {
    const known = this.#constants.get(key);
    if (known !== undefined) return raw(known);
    const name = this.claim(wanted);
    this.#constants.set(key, name);
    this.statements.push({ kind: "const", name, value, ...(type === undefined ? {} : { type }) });
    return raw(name);
  }

  claim(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.#names.has(name) || locals.has(name); count++) name = `${wanted}${count}`;
    this.#names.add(name);
    return name;
  }
}

/** Distinguishes the functions of a module that test parts of its schema. */
export function testKey(part: Schema): string {
  let text = part.id;
  for (const key in part) if (!silent.has(key) && part[key as keyof Schema] !== undefined) text += ` ${key}`;
  return part.type === undefined ? text : `${text} ${part.type.join()}`;
}

/** The one local variable of a function. */
export const variable = raw("v");
/** The location of a value's initialisation, before it is read. */
export const assigned = "(v = ";

/** One function that is being written. */
export class FunctionScope {
  #usesVariable = false;

  constructor(
    readonly module: ModuleScope,
    /** The subject of the function, in Pascal case: functions of its parts are named after it. */
    readonly where: string,
    /** Whether the function has a `depth` to pass on. */
    readonly deep: boolean,
    /** The function that this is a part of, where it is written into another one. */
    readonly outer?: FunctionScope,
  ) {}

  /** The one local variable that holds a property during its check. */
  get variable(): Code {
    this.useVariable();
    return variable;
  }

  useVariable(): void {
    if (this.outer === undefined) this.#usesVariable = true;
    else this.outer.useVariable();
  }

  depthAt(read: Code): Code {
    // A report knows its depth from the issues that it collects.
    const depth = this.deep ? "depth" : "issues.depth";
    return raw(isHere(read) ? depth : `${depth} + 1`);
  }

  get declarations(): Code[] {
    return this.#usesVariable ? [code`let v${typed(code`: unknown`)}`] : [];
  }
}

/** Whether the expression is the function's own value, and no part of it. */
export function isHere(read: Code): boolean {
  return read.marked === "value";
}

/** A name for a part: `Session` and `close reason` make `SessionCloseReason`. */
export function partName(where: string, word: string): string {
  return where + pascal(word);
}

export function constantName(where: string, word: string): string {
  return camel(where) + word;
}
