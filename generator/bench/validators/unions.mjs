// `node bench/validators/unions.mjs`: what zod, valibot and arktype say about the twelve failures of `test/validators/unions.md`. Each schema is
// built by the library's own functions, and a tag is declared where it can be.
import { readFileSync, writeFileSync } from "node:fs";
import { scope, type } from "arktype";
import * as v from "valibot";
import { z } from "zod";

const folder = new URL("../../test/validators/", import.meta.url);
const failures = JSON.parse(readFileSync(new URL("union-failures.json", folder), "utf8"));

/** The property that each branch fixes by a `const` or an `enum`. */
function tagOf(branches) {
  const names = Object.keys(branches[0].properties ?? {});
  return names.find((name) => branches.every((branch) => (branch.properties?.[name]?.const ?? branch.properties?.[name]?.enum) !== undefined));
}

/** By the words of one library: `of` makes each kind of schema from the made parts. */
function build(schema, of, root = schema) {
  const make = (part) => {
    if (part.$ref !== undefined)
      return of.reference(() => make(part.$ref === "#" ? root : root.$defs[part.$ref.slice("#/$defs/".length)]), part.$ref);
    const branches = part.oneOf ?? part.anyOf;
    if (branches !== undefined) {
      const resolved = branches.map((branch) => (branch.$ref === undefined ? branch : root.$defs[branch.$ref.slice("#/$defs/".length)]));
      return of.union(resolved.map(make), tagOf(resolved));
    }
    if (part.const !== undefined) return of.enum([part.const]);
    if (part.enum !== undefined) return of.enum(part.enum);
    if (part.type === "array") return of.array(make(part.items));
    if (part.type !== "object") return of.scalar(part);
    const names = new Set([...Object.keys(part.properties ?? {}), ...(part.required ?? [])]);
    const entries = [...names].map((name) => [
      name,
      part.properties?.[name] === undefined ? of.unknown : make(part.properties[name]),
      part.required?.includes(name),
    ]);
    return of.object(entries);
  };
  return make(schema);
}

const withZod = {
  unknown: z.unknown(),
  reference: (target) => z.lazy(target),
  union: (branches, tag) => (tag === undefined ? z.union(branches) : z.discriminatedUnion(tag, branches)),
  enum: (values) => (values.length === 1 ? z.literal(values[0]) : z.enum(values)),
  array: (item) => z.array(item),
  object: (entries) => z.looseObject(Object.fromEntries(entries.map(([name, part, isRequired]) => [name, isRequired ? part : part.optional()]))),
  scalar: ({ type: name, minLength, maxLength, minimum, pattern }) => {
    let made = { string: () => z.string(), number: () => z.number(), integer: () => z.int(), null: () => z.null() }[name]();
    if (minLength !== undefined) made = made.min(minLength);
    if (maxLength !== undefined) made = made.max(maxLength);
    if (minimum !== undefined) made = made.min(minimum);
    return pattern === undefined ? made : made.regex(new RegExp(pattern));
  },
};

const withValibot = {
  unknown: v.unknown(),
  reference: (target) => v.lazy(target),
  union: (branches, tag) => (tag === undefined ? v.union(branches) : v.variant(tag, branches)),
  enum: (values) => (values.length === 1 ? v.literal(values[0]) : v.picklist(values)),
  array: (item) => v.array(item),
  object: (entries) => v.looseObject(Object.fromEntries(entries.map(([name, part, isRequired]) => [name, isRequired ? part : v.optional(part)]))),
  scalar: ({ type: name, minLength, maxLength, minimum, pattern }) => {
    const steps = [];
    if (name === "integer") steps.push(v.integer());
    if (minLength !== undefined) steps.push(v.minLength(minLength));
    if (maxLength !== undefined) steps.push(v.maxLength(maxLength));
    if (minimum !== undefined) steps.push(v.minValue(minimum));
    if (pattern !== undefined) steps.push(v.regex(new RegExp(pattern)));
    const made = { string: () => v.string(), number: () => v.number(), integer: () => v.number(), null: () => v.null() }[name]();
    return steps.length === 0 ? made : v.pipe(made, ...steps);
  },
};

const withArktype = {
  unknown: type("unknown"),
  union: (branches) => branches.reduce((all, each) => all.or(each)),
  enum: (values) => type.enumerated(...values),
  array: (item) => item.array(),
  object: (entries) => type(Object.fromEntries(entries.map(([name, part, isRequired]) => [isRequired ? name : `${name}?`, part]))),
  scalar: ({ type: name, minLength, maxLength, minimum, pattern }) => {
    if (pattern !== undefined) return type(new RegExp(pattern));
    if (minLength !== undefined) return type(`string >= ${minLength}`);
    if (maxLength !== undefined) return type(`string <= ${maxLength}`);
    if (minimum !== undefined) return type(`number >= ${minimum}`);
    return type(name === "integer" ? "number.integer" : name);
  },
};

/** arktype names recursive types in a scope. */
const nodes = scope({ section: { kind: "'section'", children: "node[]" }, text: { kind: "'text'", text: "string" }, node: "section | text" }).export()
  .node;

const pathOf = (path) => (path.length === 0 ? "(root)" : `/${path.join("/")}`);

/** A union of zod holds what each branch said inside one issue. */
function zodLines(issues, indent = "") {
  return issues.flatMap((issue) => [
    `${indent}${pathOf(issue.path)} ${issue.message}`,
    ...(issue.errors ?? []).flatMap((branch) => zodLines(branch, `${indent}  `)),
  ]);
}

const found = failures.map(({ schema, value }) => {
  const arktype = (schema.$defs === undefined ? build(schema, withArktype) : nodes)(value);
  return {
    zod: zodLines(build(schema, withZod).safeParse(value).error?.issues ?? []),
    valibot: (v.safeParse(build(schema, withValibot), value).issues ?? []).map(
      (issue) => `${pathOf((issue.path ?? []).map((step) => step.key))} ${issue.message}`,
    ),
    arktype: arktype instanceof type.errors ? arktype.map((error) => error.message) : [],
  };
});
const { dependencies } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const versions = Object.fromEntries(["zod", "valibot", "arktype"].map((name) => [name, dependencies[name]]));
writeFileSync(new URL("union-others.json", folder), `${JSON.stringify({ versions, found }, undefined, 2)}\n`);
