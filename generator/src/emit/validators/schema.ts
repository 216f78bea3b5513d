import type { Schema } from "../../model/schemas/schema.js";
import { code, hasName, join, raw, type Code } from "../print/code.js";
import type { Statement } from "../print/file.js";
import { testBody } from "./body.js";
import { all, always, call, flat, never, test, withoutProof, type Expression } from "./code/expression.js";
import { withoutExcluded } from "./schemas/excluded.js";
import { flatObjects, isPlainObject } from "./schemas/flat.js";
import { withKnownTypes } from "./schemas/known-types.js";
import { inlineTest, isInline, isNamed, isShortUnion, present } from "./inline.js";
import { isAnything, type Scope } from "./keyword.js";
import { testReference } from "./keywords/ref.js";
import { knownItems, knownNames } from "./keywords/unevaluated.js";
import { assigned, FunctionScope, isHere, partName, testKey, type ModuleScope } from "./code/scope.js";
import { line, printSteps, type Step } from "./code/statement.js";
import { runtime, types } from "./code/symbols.js";
import { typeTest } from "./types.js";

const value = raw("value");

/** Writes the function that tests a schema. Returns whether there is a value that it refuses. */
export function writeTest(
  schema: Schema,
  name: string,
  where: string,
  module: ModuleScope,
  options: {
    readonly deep: boolean;
    /** The function is exported, and a guard of this type. */
    readonly type?: Code;
    readonly exported?: boolean;
    /** Several branches may test the same value again: each value is tested once. */
    readonly once?: boolean;
    readonly docs?: string;
  },
): boolean {
  const position = module.statements.length;
  const scope = new PartScope(module, where, options.deep);
  const steps = testBody(schema, scope);
  const constant = steps.length === 1 && steps[0]?.kind === "return" && steps[0].value.kind === "constant" ? steps[0].value.value : undefined;
  // Each path around a cycle passes this function: the parts need no check.
  const bound: Step[] =
    options.deep && options.type !== undefined
      ? [
          {
            kind: "if",
            test: test(code`depth > ${runtime.maxDepth}`, code`depth <= ${runtime.maxDepth}`),
            then: [line(raw("throw new RangeError()"))],
          },
        ]
      : [];
  const body = printBody(bound, steps, scope);
  const parameter = parameterName("value", body);
  const guards = options.type !== undefined && !options.deep;
  const parameters = [
    { name: parameter, type: types.unknown },
    ...(options.deep ? [{ name: parameterName("depth", body), type: types.number }] : []),
  ];
  const declared: Statement = {
    kind: "function",
    name,
    docs: options.docs,
    exported: options.exported === true || options.type !== undefined,
    parameters,
    returnType: guards && options.type !== undefined ? code`${raw(parameter)} is ${options.type}` : types.boolean,
    body,
  };
  if (options.once !== true) {
    module.statements.splice(position, 0, declared);
    return constant !== true;
  }
  const inner = module.claim(`test${where}`);
  const parts = raw(options.deep ? "value, depth" : "value");
  const memoized = code`${runtime.once}(${raw(inner)}, value, ${raw(options.deep ? "depth" : "0")})`;
  const cachedTest: Statement = {
    ...declared,
    parameters: parameters.map((each) => ({ ...each, name: each.name.replace("_", "") })),
    body: code`return ${runtime.isPatient}() ? ${raw(inner)}(${parts}) : ${memoized};`,
  };
  const once: Statement = {
    kind: "function",
    name: inner,
    docs: "Tests each value once, because several branches use this schema.",
    parameters,
    returnType: types.boolean,
    body,
  };
  module.statements.splice(position, 0, cachedTest, once);
  return constant !== true;
}

/** Writes the function that returns what the siblings of `unevaluatedProperties` or `unevaluatedItems` evaluate. `undefined`: everything. */
export function writeEvaluated(
  whole: Schema,
  type: "object" | "array",
  where: string,
  module: ModuleScope,
): { readonly known: Code; readonly start: number } | undefined {
  const scope = new PartScope(module, where, false);
  // As in the test, whose functions are used here.
  const schema = withoutExcluded(withKnownTypes(whole, module.graph), module.graph);
  const isObject = type === "object";
  const found = isObject ? knownNames(schema, value, scope) : knownItems(schema, value, raw("item"), scope);
  if (found.isKnown.kind === "constant" && found.isKnown.value) return undefined;
  const expression = flat(withoutProof(found.isKnown));
  const names = isObject ? ["name"] : ["item", "i"];
  const last = names.findLastIndex((name) => hasName(expression, name));
  const parameters = raw(
    names
      .slice(0, last + 1)
      .map((name) => parameterName(name, expression))
      .join(", "),
  );
  const body = printBody([], [...found.before, line(code`return (${parameters}) => ${expression}`)], scope);
  const name = module.claim(`${where.charAt(0).toLowerCase()}${where.slice(1)}Evaluated`);
  module.statements.push({
    kind: "function",
    name,
    docs: `Returns whether the other keywords evaluate a${isObject ? " property" : "n item"}.`,
    parameters: [
      { name: parameterName("value", body), type: isObject ? code`Readonly<Record<string, unknown>>` : code`readonly unknown[]` },
      { name: parameterName("issues", body), type: types.Issues },
    ],
    returnType: isObject ? code`(name: string) => boolean` : code`(item: unknown, i: number) => boolean`,
    body,
  });
  return { known: raw(name), start: found.start };
}

/** Declares the local variable where something that is left of the steps uses it. */
function printBody(first: readonly Step[], steps: readonly Step[], scope: PartScope): Code {
  const text = printSteps(steps);
  const { declarations } = scope;
  const before = declarations.length > 0 && text.marked.includes(assigned) ? [...first, ...declarations.map(line)] : first;
  return before.length === 0 ? text : join([printSteps(before), text], "\n");
}

/** `_value` if the body does not use it: `noUnusedParameters` requires that. */
function parameterName(name: string, body: Code): string {
  return hasName(body, name) ? name : `_${name}`;
}

/** A function in which parts of a schema are written: they become functions of their own where they are large. */
class PartScope extends FunctionScope implements Scope {
  test(schema: Schema, read: Code, word: string): Expression {
    if (schema.boolean === false) return never;
    if (isAnything(schema)) return always;
    if (isInline(schema)) return inlineTest(schema, read, this);
    if (isNamed(schema, this.module)) return testReference(schema.id, read, this);
    if (isShortUnion(schema, this.module)) return inlineTest(schema, read, this);
    const shared = this.module.sharedPart(schema);
    if (shared !== undefined) return call(code`${shared.is}(${read})`);
    const part = this.#part(schema, word);
    if (part === undefined) return always;
    const { name, deep } = part;
    return call(deep ? code`${raw(name)}(${read}, ${this.depthAt(read)})` : code`${raw(name)}(${read})`);
  }

  testTagged(schema: Schema, tag: string, read: Code, word: string): Expression {
    if (!isPlainObject(schema) || isNamed(schema, this.module)) return this.test(schema, read, word);
    const { properties, required, ...object } = schema.object ?? {};
    const others = new Map([...(properties ?? [])].filter(([name]) => name !== tag));
    const rest: Schema = { ...schema, object: { ...object, properties: others, required: (required ?? []).filter((name) => name !== tag) } };
    return this.#testObject(rest, read, word);
  }

  testPart(schema: Schema, read: Code, word: string, properties: Map<string, Schema>): Expression {
    const objects = isHere(read) ? flatObjects(schema, this.module, properties) : undefined;
    if (objects === undefined) return this.test(schema, read, word);
    return all([typeTest("object", read), ...objects.map((each) => this.#testObject(each, read, word))]);
  }

  /** The inline tests of an object. */
  #testObject(schema: Schema, read: Code, word: string): Expression {
    const inner = new PartScope(this.module, partName(this.where, word), this.deep, this);
    return all(present(schema, "object").map((keyword) => keyword.test?.(schema, read, inner) ?? always));
  }

  /** A function for a part of the schema, written once; `undefined` where nothing can be wrong. */
  #part(schema: Schema, word: string): { readonly name: string; readonly deep: boolean } | undefined {
    const { module } = this;
    const where = partName(this.where, word);
    const neighbours = schema.object?.unevaluatedProperties ?? schema.array?.unevaluatedItems;
    const deep = module.graph.leadsBack((neighbours && module.wholes.get(schema)) ?? schema, module.root.id);
    return module.function(testKey(schema), `is${where}`, deep, (name) => writeTest(schema, name, where, module, { deep }));
  }
}
