import type { Schema, SchemaId } from "../../model/schemas/schema.js";
import { code, hasName, join, raw, type Code } from "../print/code.js";
import type { Statement } from "../print/file.js";
import { reportSteps, testBody } from "./body.js";
import { all, always, call, never, some, test, type Expression } from "./code/expression.js";
import { flatObjects, isPlainObject } from "./schemas/flat.js";
import { inlineTest, isInline, isShortUnion, keywordsOf, present } from "./inline.js";
import { isAnything, silent, type Scope, type Spot } from "./keyword.js";
import { reportReference, testReference } from "./keywords/ref.js";
import { assigned, FunctionScope, isHere, partName, type ModuleScope } from "./code/scope.js";
import { isIdle, line, printSteps, when, type Step } from "./code/statement.js";
import { runtime, types } from "./code/symbols.js";
import { mayGiveUp } from "../../plan/schemas/pattern-limits.js";
import { typeTest } from "./types.js";

const value = raw("value");
const here: Spot = { path: code`""` };

/** The two functions of a schema: whether a value passes, and what is wrong with it. */
export function writeFunctions(
  schema: Schema,
  names: { readonly is: string; readonly issues: string; readonly exported: string },
  where: string,
  module: ModuleScope,
  options: {
    readonly deep: boolean;
    readonly type?: Code;
    /** Several branches may ask the same again: each value is tested once, and what is sound is not looked into. */
    readonly once?: boolean;
    readonly docs?: { readonly is: string; readonly issues: string };
  },
): void {
  writeTest(schema, names.is, where, module, options);
  writeReport(schema, names.issues, where, module, options.docs?.issues, options.once === true ? names.exported : undefined);
}

/** Whether there is a value that it refuses. */
function writeTest(
  schema: Schema,
  name: string,
  where: string,
  module: ModuleScope,
  options: { readonly deep: boolean; readonly type?: Code; readonly once?: boolean; readonly docs?: { readonly is: string } },
): boolean {
  const position = module.statements.length;
  const scope = new PartScope(module, where, options.deep);
  const steps = testBody(schema, scope);
  const answer = steps.length === 1 && steps[0]?.kind === "return" && steps[0].value.kind === "constant" ? steps[0].value.value : undefined;
  // Each way round a cycle passes this function: the parts need not look.
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
    docs: options.docs?.is,
    exported: options.type !== undefined,
    parameters,
    returnType: guards && options.type !== undefined ? code`${raw(parameter)} is ${options.type}` : types.boolean,
    body,
  };
  if (options.once !== true) {
    module.statements.splice(position, 0, declared);
    return answer !== true;
  }
  const inner = module.claim(`test${where}`);
  const parts = raw(options.deep ? "value, depth" : "value");
  const remembered = code`${runtime.once}(${raw(inner)}, value, ${raw(options.deep ? "depth" : "0")})`;
  const asked: Statement = {
    ...declared,
    parameters: parameters.map((each) => ({ ...each, name: each.name.replace("_", "") })),
    body: code`return ${runtime.isPatient}() ? ${raw(inner)}(${parts}) : ${remembered};`,
  };
  const once: Statement = {
    kind: "function",
    name: inner,
    docs: "Several branches use this schema. Each value is tested once.",
    parameters,
    returnType: types.boolean,
    body,
  };
  module.statements.splice(position, 0, asked, once);
  return answer !== true;
}

/**
 * Whether there is anything that it reports.
 * @param sound The test that a value is put to first.
 */
function writeReport(schema: Schema, name: string, where: string, module: ModuleScope, docs?: string, sound?: string): boolean {
  const position = module.statements.length;
  const scope = new PartScope(module, where, false);
  const found = reportSteps(schema, value, here, scope, true);
  const steps = sound === undefined ? found : [...when(isDone(sound), [line(raw("return"))]), ...found];
  const isSettled = steps.every(isIdle);
  const body = printBody([], steps, scope);
  const declared: Statement = {
    kind: "function",
    name,
    docs,
    exported: docs !== undefined,
    parameters: [
      { name: parameterName("value", body), type: types.unknown },
      { name: parameterName("issues", body), type: types.Issues },
    ],
    returnType: types.void,
    body,
  };
  if (docs === undefined || !mayGiveUp(schema, module.graph.all)) {
    module.statements.splice(position, 0, declared);
    return !isSettled;
  }
  const inner = module.claim(`collect${where}`);
  const bounded: Statement = {
    ...declared,
    parameters: declared.parameters.map((each) => ({ ...each, name: each.name.replace("_", "") })),
    body: code`${runtime.inTime}(${raw(inner)}, value, issues, ${module.placeOf(schema)});`,
  };
  module.statements.splice(position, 0, bounded, {
    ...declared,
    name: inner,
    docs: "The same without a limit of steps for patterns.",
    exported: false,
  });
  return !isSettled;
}

/** Whether there is nothing to report: where several branches lead to what is not sound, it would be told as often, however little of that is wanted. */
function isDone(sound: string): Expression {
  return some([call(code`${runtime.isFull}(issues)`), call(code`${raw(sound)}(value)`)]);
}

/** Declares the local variable where something that is left of the steps uses it. */
function printBody(first: readonly Step[], steps: readonly Step[], scope: PartScope): Code {
  const text = printSteps(steps);
  const { declarations } = scope;
  const before = declarations.length > 0 && text.marked.includes(assigned) ? [...first, ...declarations.map(line)] : first;
  return before.length === 0 ? text : join([printSteps(before), text], "\n");
}

/** `_value` where the body has no use for it: a project with `noUnusedParameters` asks for that. */
function parameterName(name: "value" | "issues" | "depth", body: Code): string {
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
    const part = this.#part(schema, word, "test");
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

  testPart(schema: Schema, read: Code, word: string, asked: Map<string, Schema>): Expression {
    const objects = isHere(read) ? flatObjects(schema, this.module, asked) : undefined;
    if (objects === undefined) return this.test(schema, read, word);
    return all([typeTest("object", read), ...objects.map((each) => this.#testObject(each, read, word))]);
  }

  /** What a schema says of an object, written where it is asked. */
  #testObject(schema: Schema, read: Code, word: string): Expression {
    const inner = new PartScope(this.module, partName(this.where, word), this.deep, this);
    return all(present(schema, "object").map((keyword) => keyword.test?.(schema, read, inner) ?? always));
  }

  report(schema: Schema, read: Code, spot: Spot, word: string): Step[] {
    if (isAnything(schema)) return [];
    if (schema.boolean === false) return [line(code`${runtime.forbidden}(issues, ${spot.path}, ${this.module.placeOf(schema)}, ${read})`)];
    if (isInline(schema)) return reportSteps(schema, read, spot, this, false);
    if (isNamed(schema, this.module)) return reportReference(schema.id, read, spot, this);
    const part = this.#part(schema, word, "report");
    if (part === undefined) return [];
    const { name, deep } = part;
    if (spot.step === undefined) return [line(code`${raw(name)}(${read}, issues)`)];
    return [line(code`${deep ? runtime.deeper : runtime.within}(issues, ${spot.step}, ${raw(name)}, ${read})`)];
  }

  reporter(schema: Schema, word: string): Code | undefined {
    if (schema.boolean === undefined && isNamed(schema, this.module)) return this.#target(schema.id);
    if (schema.ref !== undefined && isOnlyReference(schema)) return this.#target(schema.ref);
    const part = this.#part(schema, word, "report");
    return part === undefined ? undefined : raw(part.name);
  }

  #target(id: SchemaId): Code | undefined {
    const target = this.module.target(id);
    return target === undefined ? undefined : code`${target.issues}`;
  }

  /** A function for a part of the schema, written once; `undefined` where nothing can be wrong. */
  #part(schema: Schema, word: string, kind: "test" | "report"): { readonly name: string; readonly deep: boolean } | undefined {
    const { module } = this;
    const where = partName(this.where, word);
    const neighbours = schema.object?.unevaluatedProperties ?? schema.array?.unevaluatedItems;
    const deep = module.graph.leadsBack((neighbours && module.wholes.get(schema)) ?? schema, module.root.id);
    if (kind === "test") {
      return module.function(`test ${schema.id} ${shape(schema)}`, `is${where}`, deep, (name) => writeTest(schema, name, where, module, { deep }));
    }
    const wanted = `${where.charAt(0).toLowerCase()}${where.slice(1)}Issues`;
    return module.function(`report ${schema.id} ${shape(schema)}`, wanted, false, (name) => writeReport(schema, name, where, module, undefined));
  }
}

/** A schema inside this module that references lead to has functions of its own. Small ones are written out all the same. */
function isNamed(schema: Schema, module: ModuleScope): boolean {
  return (
    schema.id !== module.root.id &&
    schema.ref === undefined &&
    module.graph.get(schema.id) === schema &&
    !isInline(schema) &&
    module.target(schema.id) !== undefined
  );
}

function isOnlyReference(schema: Schema): boolean {
  return keywordsOf(schema).every((keyword) => keyword.keyword === "$ref") && schema.type === undefined;
}

/** Tells apart the parts of one written schema. */
function shape(schema: Schema): string {
  let text = "";
  for (const key in schema) if (!silent.has(key) && schema[key as keyof Schema] !== undefined) text += `${key},`;
  return schema.type === undefined ? text : text + schema.type.join();
}
