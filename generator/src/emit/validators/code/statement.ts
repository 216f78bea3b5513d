import { code, join, raw, typed, type Code } from "../../print/code.js";
import { all, flat, leaveOut, onLines, onOneLine, type Expression } from "./expression.js";

/** A statement of a generated function body: a tree until it is printed. */
export type Step =
  | {
      readonly kind: "line";
      readonly code: Code;
      /** Whether it only declares a local. */
      readonly declares?: true;
    }
  | { readonly kind: "return"; readonly value: Expression }
  | { readonly kind: "if"; readonly test: Expression; readonly then: readonly Step[]; readonly otherwise?: readonly Step[] }
  /** `head { body }`: a loop, a `switch`. */
  | { readonly kind: "block"; readonly head: Code; readonly body: readonly Step[] }
  /** `case "a":` with its statements. */
  | { readonly kind: "case"; readonly labels: readonly Code[]; readonly body: readonly Step[] };

export function line(text: Code): Step {
  return { kind: "line", code: text };
}

/** `const item: unknown = value[i];` */
export function declare(name: string, value: Code): Step {
  return { kind: "line", code: code`const ${raw(name)}${typed(code`: unknown`)} = ${value}`, declares: true };
}

/** `if`, without the branches that cannot be taken. */
export function when(test: Expression, then: readonly Step[], otherwise: readonly Step[] = []): Step[] {
  if (test.kind === "constant") {
    if ((test.value ? otherwise : then).length > 0) leaveOut();
    return [...(test.value ? then : otherwise)];
  }
  if (then.length === 0 && otherwise.length === 0) {
    leaveOut();
    return [];
  }
  const only = then[0];
  if (otherwise.length === 0 && then.length === 1 && only?.kind === "if" && only.otherwise === undefined) {
    return [{ kind: "if", test: all([test, only.test]), then: only.then }];
  }
  return [otherwise.length === 0 ? { kind: "if", test, then } : { kind: "if", test, then, otherwise }];
}

/** A loop that does nothing, or nothing but read the item that it is at. */
export function isIdle(step: Step): boolean {
  return step.kind === "block" && step.body.every((each) => (each.kind === "line" && each.declares === true) || isIdle(each));
}

/** The steps without loops that do nothing. */
export function effective(steps: readonly Step[]): readonly Step[] {
  if (!steps.some(isIdle)) return steps;
  leaveOut();
  return steps.filter((step) => !isIdle(step));
}

const width = 145;

/** Printed with two spaces a level. */
export function printSteps(steps: readonly Step[]): Code {
  return join(
    effective(steps).map((step) => printStep(step, 0)),
    "\n",
  );
}

const margins: Code[] = [];

/** Line ends with indentation: there are few distinct ones, and each statement needs one. */
function marginAt(indent: number): Code {
  return (margins[indent] ??= raw(`\n${" ".repeat(indent)}`));
}

function printStep(step: Step, indent: number): Code {
  switch (step.kind) {
    case "line":
      return code`${step.code};`;
    case "return": {
      const { value } = step;
      const isOne = value.kind === "code" || value.kind === "constant";
      const short = isOne ? flat(value) : onOneLine(value, width - indent - "return ;".length);
      return short === undefined ? code`return (${marginAt(indent + 2)}${onLines(value, indent + 2)}${marginAt(indent)});` : code`return ${short};`;
    }
    case "block":
      return code`${step.head} ${braced(step.body, indent)}`;
    case "case": {
      const labels = join(
        step.labels.map((label) => code`${label}:`),
        marginAt(indent).marked,
      );
      if (isSingle(step.body) && step.labels.length === 1) {
        const short = code`${labels} ${printStep(step.body[0] as Step, indent)}`;
        if (indent + short.length <= width) return code`${labels}${marginAt(indent + 2)}${printStep(step.body[0] as Step, indent + 2)}`;
      }
      return code`${labels}${body(step.body, indent)}`;
    }
    case "if": {
      const short = onOneLine(step.test, width - indent - "if ()".length);
      const test = short ?? code`${marginAt(indent + 2)}${onLines(step.test, indent + 2)}${marginAt(indent)}`;
      return branch(code`if (${test})`, step.then, indent, step.otherwise ?? []);
    }
  }
}

function branch(head: Code, then: readonly Step[], indent: number, otherwise: readonly Step[]): Code {
  const only = isSingle(then) ? code`${head} ${printStep(then[0] as Step, indent)}` : undefined;
  const fits = only !== undefined && indent + only.length <= width;
  const first = fits ? only : code`${head} ${braced(then, indent)}`;
  const next = otherwise[0];
  if (next === undefined) return first;
  const glue = fits ? marginAt(indent) : raw(" ");
  if (otherwise.length === 1 && next.kind === "if") return code`${first}${glue}else ${printStep(next, indent)}`;
  if (fits && isSingle(otherwise)) {
    const short = code`else ${printStep(next, indent)}`;
    if (indent + short.length <= width) return code`${first}${glue}${short}`;
  }
  return code`${first}${glue}else ${braced(otherwise, indent)}`;
}

function isSingle(steps: readonly Step[]): boolean {
  const only = steps[0];
  return steps.length === 1 && only !== undefined && (only.kind === "line" || only.kind === "return");
}

function braced(steps: readonly Step[], indent: number): Code {
  return code`{${body(steps, indent)}${marginAt(indent)}}`;
}

/** Each statement on a line of its own, one level below. */
function body(steps: readonly Step[], indent: number): Code {
  return join([noStatement, ...effective(steps).map((step) => printStep(step, indent + 2))], marginAt(indent + 2).marked);
}

const noStatement = raw("");
