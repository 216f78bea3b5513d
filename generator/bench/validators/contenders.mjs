// The other validators, each used as its documentation says. `is` returns a boolean, `issues` lists every issue.
import Ajv2020 from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { type } from "arktype";
import Schema from "typebox/schema";
import * as v from "valibot";
import { z } from "zod";

export function ajv({ schema, formats, mode }) {
  const instance = new Ajv2020.default({ strict: false, allErrors: mode === "issues", validateFormats: formats });
  if (formats) addFormats.default(instance);
  const validate = instance.compile(schema);
  return { is: validate, issues: (value) => (validate(value) ? [] : validate.errors) };
}

export function typebox({ schema, formats }) {
  if (formats) return undefined; // It always asserts formats, and the schemas without `format` are measured as the others are.
  const compiled = Schema.Compile(withoutFormats(schema));
  return { is: (value) => compiled.Check(value), issues: (value) => compiled.Errors(value)[1] };
}

function withoutFormats(schema) {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === "format" ? undefined : value)));
}

/** Schemas that the builders below can say: without references and unions. */
function isPlain(hand) {
  return ["sessions", "large", "order", "a map of 100 objects"].includes(hand);
}

/** Zod, valibot and arktype from the same schemas, by the part of JSON Schema that the workloads use. */
export function zod({ schema, formats, hand }) {
  if (hand === "tree") return zodTree();
  if (!isPlain(hand)) return undefined;
  const make = (node) => {
    const types = node.enum ? ["enum"] : [node.type].flat();
    const of = {
      array: () => (node.minItems ? z.array(make(node.items)).min(node.minItems) : z.array(make(node.items))),
      boolean: () => z.boolean(),
      enum: () => z.enum(node.enum),
      integer: () => (node.minimum === undefined ? z.int() : z.int().min(node.minimum)),
      null: () => z.null(),
      number: () => (node.minimum === undefined ? z.number() : z.number().min(node.minimum)),
      object: () => {
        if (typeof node.additionalProperties === "object") return z.record(z.string(), make(node.additionalProperties));
        const shape = Object.fromEntries(
          Object.entries(node.properties).map(([name, inner]) => [name, node.required?.includes(name) ? make(inner) : make(inner).optional()]),
        );
        return node.additionalProperties === false ? z.strictObject(shape) : z.looseObject(shape);
      },
      string: () => {
        if (formats && node.format === "uuid") return z.uuid();
        if (formats && node.format === "uri") return z.url();
        if (formats && node.format === "date-time") return z.iso.datetime({ offset: true });
        let string = z.string();
        if (node.maxLength !== undefined) string = string.max(node.maxLength);
        return node.pattern === undefined ? string : string.regex(new RegExp(node.pattern));
      },
    };
    const made = types.map((each) => of[each]());
    return made.length === 1 ? made[0] : z.union(made);
  };
  return zodRun(make(schema));
}

function zodTree() {
  const children = z.array(z.lazy(() => node));
  const node = z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.literal("section"), title: z.string(), children }),
    z.looseObject({ kind: z.literal("list"), ordered: z.boolean(), children }),
    z.looseObject({ kind: z.literal("text"), text: z.string(), bold: z.boolean().optional() }),
    z.looseObject({ kind: z.literal("link"), href: z.string(), children }),
    z.looseObject({ kind: z.literal("image"), src: z.string(), width: z.number().optional(), height: z.number().optional() }),
  ]);
  return zodRun(node);
}

function zodRun(schema) {
  return { is: (value) => schema.safeParse(value).success, issues: (value) => schema.safeParse(value).error?.issues ?? [] };
}

export function valibot({ schema, formats, hand }) {
  if (!isPlain(hand)) return undefined;
  const make = (node) => {
    const types = node.enum ? ["enum"] : [node.type].flat();
    const of = {
      array: () => (node.minItems ? v.pipe(v.array(make(node.items)), v.minLength(node.minItems)) : v.array(make(node.items))),
      boolean: () => v.boolean(),
      enum: () => v.picklist(node.enum),
      integer: () => (node.minimum === undefined ? v.pipe(v.number(), v.integer()) : v.pipe(v.number(), v.integer(), v.minValue(node.minimum))),
      null: () => v.null(),
      number: () => (node.minimum === undefined ? v.number() : v.pipe(v.number(), v.minValue(node.minimum))),
      object: () => {
        if (typeof node.additionalProperties === "object") return v.record(v.string(), make(node.additionalProperties));
        const shape = Object.fromEntries(
          Object.entries(node.properties).map(([name, inner]) => [name, node.required?.includes(name) ? make(inner) : v.optional(make(inner))]),
        );
        return node.additionalProperties === false ? v.strictObject(shape) : v.looseObject(shape);
      },
      string: () => {
        const steps = [];
        if (formats && node.format === "uuid") steps.push(v.uuid());
        if (formats && node.format === "uri") steps.push(v.url());
        if (formats && node.format === "date-time") steps.push(v.isoTimestamp());
        if (node.maxLength !== undefined) steps.push(v.maxLength(node.maxLength));
        if (node.pattern !== undefined) steps.push(v.regex(new RegExp(node.pattern)));
        return steps.length === 0 ? v.string() : v.pipe(v.string(), ...steps);
      },
    };
    const made = types.map((each) => of[each]());
    return made.length === 1 ? made[0] : v.union(made);
  };
  const made = make(schema);
  return { is: (value) => v.is(made, value), issues: (value) => v.safeParse(made, value).issues ?? [] };
}

export function arktype({ schema, formats, hand }) {
  if (!isPlain(hand)) return undefined;
  const make = (node) => {
    const types = node.enum ? ["enum"] : [node.type].flat();
    const of = {
      array: () => (node.minItems ? make(node.items).array().atLeastLength(node.minItems) : make(node.items).array()),
      boolean: () => type("boolean"),
      enum: () => type.enumerated(...node.enum),
      integer: () => type(node.minimum === undefined ? "number.integer" : `number.integer >= ${node.minimum}`),
      null: () => type("null"),
      number: () => type(node.minimum === undefined ? "number" : `number >= ${node.minimum}`),
      object: () => {
        if (typeof node.additionalProperties === "object") return type({ "[string]": make(node.additionalProperties) });
        const shape = Object.fromEntries(
          Object.entries(node.properties).map(([name, inner]) => [node.required?.includes(name) ? name : `${name}?`, make(inner)]),
        );
        return node.additionalProperties === false ? type({ ...shape, "+": "reject" }) : type(shape);
      },
      string: () => {
        if (formats && node.format === "uuid") return type("string.uuid");
        if (formats && node.format === "uri") return type("string.url");
        if (formats && node.format === "date-time") return type("string.date.iso");
        if (node.pattern !== undefined) return type(new RegExp(node.pattern));
        return type(node.maxLength === undefined ? "string" : `string <= ${node.maxLength}`);
      },
    };
    return types.map((each) => of[each]()).reduce((all, each) => all.or(each));
  };
  const made = make(schema);
  return {
    is: (value) => made.allows(value),
    issues: (value) => {
      const result = made(value);
      return result instanceof type.errors ? [...result] : [];
    },
  };
}
