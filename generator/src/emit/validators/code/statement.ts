import { code, join, raw, typed, type Code } from "../../print/code.js";
import { all, flat, layout, leaveOut, lengthOf, type Expression } from "./expression.js";

/** A statement of a generated function body, kept as a tree until it is printed. */
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
  /** `case "a":` and what it does. */
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

/** Printed with two spaces a level, the first level at `indent`. */
export function printSteps(steps: readonly Step[], indent: number): Code {
  return join(
    effective(steps).map((step) => code`${raw(" ".repeat(indent))}${printStep(step, indent)}`),
    "\n",
  );
}

function printStep(step: Step, indent: number): Code {
  const margin = raw(`\n${" ".repeat(indent)}`);
  switch (step.kind) {
    case "line":
      return code`${step.code};`;
    case "return": {
      const short = code`return ${flat(step.value)};`;
      if (step.value.kind === "code" || step.value.kind === "constant" || indent + lengthOf(short) <= width) return short;
      return code`return (${margin}  ${layout(step.value, indent + 2)}${margin});`;
    }
    case "block":
      return code`${step.head} {${body(step.body, indent)}${margin}}`;
    case "case": {
      const labels = join(
        step.labels.map((label) => code`${label}:`),
        margin.marked,
      );
      if (step.labels.length === 1 && isSingle(step.body)) {
        const short = code`${labels} ${printStep(step.body[0] as Step, indent)}`;
        if (indent + lengthOf(short) <= width) return code`${labels}${margin}  ${printStep(step.body[0] as Step, indent + 2)}`;
      }
      return code`${labels}${body(step.body, indent)}`;
    }
    case "if": {
      const short = code`if (${flat(step.test)})`;
      const head = indent + lengthOf(short) <= width ? short : code`if (${margin}  ${layout(step.test, indent + 2)}${margin})`;
      const otherwise = step.otherwise ?? [];
      const then = branch(head, step.then, indent, otherwise.length === 0 ? undefined : otherwise);
      return then;
    }
  }
}

function branch(head: Code, then: readonly Step[], indent: number, otherwise: readonly Step[] | undefined): Code {
  const margin = raw(`\n${" ".repeat(indent)}`);
  const only = isSingle(then) ? code`${head} ${printStep(then[0] as Step, indent)}` : undefined;
  const fits = only !== undefined && indent + lengthOf(only) <= width;
  const first = fits && only !== undefined ? only : code`${head} {${body(then, indent)}${margin}}`;
  if (otherwise === undefined) return first;
  const glue = fits ? margin : code` `;
  const next = otherwise[0];
  if (otherwise.length === 1 && next !== undefined && next.kind === "if") return code`${first}${glue}else ${printStep(next, indent)}`;
  const short = code`else ${next === undefined ? code`` : printStep(next, indent)}`;
  if (fits && isSingle(otherwise) && indent + lengthOf(short) <= width) return code`${first}${glue}${short}`;
  return code`${first}${glue}else {${body(otherwise, indent)}${margin}}`;
}

function isSingle(steps: readonly Step[]): boolean {
  const only = steps[0];
  return steps.length === 1 && only !== undefined && (only.kind === "line" || only.kind === "return");
}

function body(steps: readonly Step[], indent: number): Code {
  return code`${raw("\n")}${printSteps(steps, indent + 2)}`;
}
