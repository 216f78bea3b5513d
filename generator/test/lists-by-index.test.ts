import { runInThisContext } from "node:vm";
import ts from "typescript";
import { expect, test } from "vitest";

interface Build {
  withListsByIndex(source: ts.SourceFile, checker: ts.TypeChecker): string;
}

const { withListsByIndex } = (await import(new URL("../lists-by-index.mjs", import.meta.url).href)) as Build;

/** A program of one module, with the library of the language. */
function built(text: string): string {
  const host = ts.createCompilerHost({});
  const own = ts.createSourceFile("/module.ts", text, ts.ScriptTarget.ES2023, true);
  const program = ts.createProgram(
    ["/module.ts"],
    { target: ts.ScriptTarget.ES2023, strict: true },
    {
      ...host,
      getSourceFile: (path, version) => (path === "/module.ts" ? own : host.getSourceFile(path, version)),
    },
  );
  expect(program.getSemanticDiagnostics(own).map(({ messageText }) => messageText)).toEqual([]);
  return withListsByIndex(own, program.getTypeChecker());
}

/** What the function `told` of a module answers. */
function answer(text: string): unknown {
  const script = ts.transpile(text, { target: ts.ScriptTarget.ES2023 });
  return runInThisContext(`(() => { ${script}; return told(); })()`);
}

const bodies: Readonly<Record<string, { body: string; iterators: number }>> = {
  "a list": { body: "for (const each of [1, 2, 3]) all.push(each);", iterators: 0 },
  "a list that may be none": { body: "const some: number[] | undefined = undefined; for (const each of some ?? [4]) all.push(each);", iterators: 0 },
  "a list that grows on the way": {
    body: "const list = [1]; for (const each of list) { all.push(each); if (each < 4) list.push(each + 1); }",
    iterators: 0,
  },
  "what is left early, and what is left out": {
    body: "outer: for (const a of [1, 2, 3]) for (const b of [1, 2, 3]) { if (b === 2) continue outer; if (a === 3) break outer; all.push([a, b]); }",
    iterators: 0,
  },
  "closures, each with its own item": {
    body: "const asks = []; for (const each of [1, 2]) asks.push(() => each); all.push(...asks.map((ask) => ask()));",
    iterators: 0,
  },
  "an item that is set anew": { body: "for (let each of [1, 2]) { each += 1; all.push(each); }", iterators: 0 },
  "numbered items": { body: 'for (const [index, { length }] of ["a", "bb"].entries()) all.push([index, length]);', iterators: 0 },
  "pairs, with what is not there": {
    body: "const pairs: [string, number?][] = [['a'], ['b', 2]]; for (const [name, value = 7] of pairs) all.push([name, value]);",
    iterators: 0,
  },
  "patterns in patterns, with places left out": {
    body: "const [, [first, , third = 9]] = [0, [1, 2]] as [number, [number, number, number?]]; all.push([first, third]); const [] = [1];",
    iterators: 0,
  },
  parameters: { body: "all.push(Object.entries({ a: 1 }).map(([key, value]) => key + value));", iterators: 0 },
  "a loop in what is gone through": {
    body: "for (const each of (() => { const own: number[] = []; for (const a of [1, 2]) own.push(a); return own; })()) all.push(each);",
    iterators: 0,
  },
  "a rest, which is a list of its own": { body: "const [first, ...others] = [1, 2, 3]; all.push([first, others]);", iterators: 1 },
  "texts, sets, maps and generators": {
    body: `for (const character of "a\\u{1f600}") all.push(character); for (const each of new Set([1, 1])) all.push(each);
      for (const [key, value] of new Map([["k", 1]])) all.push([key, value]); for (const each of (function* () { yield 1; })()) all.push(each);
      const [first] = new Set([5]); all.push(first); for (const [index] of new Map([[3, 4]]).entries()) all.push(index);`,
    iterators: 6,
  },
  "a list or a set": {
    body: "const either: number[] | Set<number> = Math.random() < 2 ? new Set([1]) : [2]; for (const each of either as number[] | Set<number>) all.push(each);",
    iterators: 1,
  },
};

test.each(Object.entries(bodies))("%s: does what it did, and asks an iterator where it must", (_, { body, iterators }) => {
  const text = `function told(): unknown { const all: unknown[] = []; ${body} return all; }`;
  const made = built(text);
  expect(answer(made)).toEqual(answer(text));
  expect(answer(made)).not.toEqual([]);
  expect(made.match(/ of |(?:const|\() ?\[[^\]]*\](?= =|\) =>)/g) ?? []).toHaveLength(iterators);
});

test("a module whose own names could meet those of loops is refused", () => {
  expect(() => built("const list_1 = [1]; for (const each of list_1) void each;")).toThrow(
    "/module.ts has a name like those that loops over lists are given.",
  );
});
