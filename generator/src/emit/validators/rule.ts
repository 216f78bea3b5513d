import { assertedFormat } from "../../model/schemas/formats.js";
import { keywordPointer, type JsonType, type Schema, type SchemaId } from "../../model/schemas/schema.js";
import { code, raw, type Code } from "../print/code.js";
import { calling, Group, type Piece } from "./code/piece.js";
import { partName, type ModuleScope } from "./code/scope.js";
import { keywordRule, rules } from "./code/symbols.js";
import { formatRules } from "./formats.js";
import { groupsOf, isInline, isNamed, present } from "./inline.js";
import { isAnything, isOnlyReference, type PartOptions, type RuleScope } from "./keyword.js";
import { patternProperties } from "./keywords/pattern-properties.js";
import { parseHints } from "./parse-hints.js";
import { writeEvaluated } from "./schema.js";
import { typesOf } from "./types.js";

/** Code of the rule of a schema, keyword by keyword. The runtime collects issues by it. @param where The name of the schema in Pascal case. */
export function ruleOf(schema: Schema, module: ModuleScope, where: string): Piece {
  return new SchemaRules(module, where).body(schema);
}

class SchemaRules implements RuleScope {
  constructor(
    readonly module: ModuleScope,
    readonly where: string,
  ) {}

  part(parent: Schema, keyword: string, path: string, part: Schema, word: string, options: PartOptions = {}): Piece {
    const { module } = this;
    if (part.boolean === undefined) {
      if (isAnything(part)) return code`${rules.anything}`;
      if (!isInline(part) && isNamed(part, module)) return this.reference(part.id, options);
      if (part.ref !== undefined && isOnlyReference(part)) return this.reference(part.ref, options);
    }
    const isInPlace = `${part.place.file}${part.place.pointer}` === `${keywordPointer(parent, keyword)}${path}`;
    const shared = isInPlace ? module.sharedPart(part) : undefined;
    if (shared !== undefined) return code`${shared.rule}`;
    // `contains` counts accepted values: it only needs the test.
    const isWalked = options.isInside === true && keyword !== "contains" && isTestedList(part, module);
    const test = options.isTested === true && !isWalked && !isInline(part) ? module.testOf(part) : undefined;
    const body = new SchemaRules(module, partName(this.where, word)).body(part);
    const tested = test === undefined ? body : calling(code`${rules.tested}`, raw(test), body);
    const placed = isInPlace ? tested : calling(code`${keywordRule("at")}`, code`${`${part.place.file}${part.place.pointer}`}`, tested);
    // Each way round a cycle passes such a part: it counts as a level, as it does in the test.
    const isLevel = options.isInside === true && !isInline(part) && module.graph.leadsBack(part, module.root.id);
    return isLevel ? calling(code`${rules.deep}`, placed) : placed;
  }

  reference(id: SchemaId, { isInside = false }: PartOptions = {}): Piece {
    const { module } = this;
    const target = module.target(id);
    if (target === undefined) return code`${rules.anything}`;
    const name = code`${target.rule}`;
    return isInside && module.graph.inOneCycle(id, module.root.id) ? calling(code`${rules.deep}`, name) : name;
  }

  evaluated(schema: Schema, type: "object" | "array"): { readonly known: Code; readonly start: number } | undefined {
    return writeEvaluated(schema, type, this.where, this.module);
  }

  /** The keywords of a schema, relative to its own location. */
  body(schema: Schema): Piece {
    if (schema.boolean !== undefined) return code`${schema.boolean ? rules.anything : keywordRule("never")}`;
    const keywords = this.#keywords(schema);
    const hints = parseHints(schema, this);
    const whole = hints === undefined ? keywords : joined(keywords, hints);
    return schema.spelled === undefined ? whole : calling(code`${keywordRule("spelled")}`, code`${schema.spelled}`, whole);
  }

  #keywords(schema: Schema): Piece {
    const { types: named } = typesOf(schema);
    const keywords = [...groupsOf(schema, named).flatMap((group) => present(schema, group)), ...present(schema, "any")];
    const pieces = keywords.flatMap((keyword) => keyword.rule(schema, this) ?? []);
    // `parse` needs these, although they assert nothing.
    const patterns = keywords.includes(patternProperties) ? undefined : patternProperties.rule(schema, this);
    if (patterns instanceof Group && patterns.items.length > 0) pieces.push(patterns);
    if (isOpen(schema)) pieces.push(code`${rules.open}`);
    const [type, second, ...others] = named ?? [];
    if (type !== undefined && second === undefined) return ofType(type, schema, pieces);
    if (type !== undefined && second === "null" && others.length === 0) return calling(code`${rules.nullable}`, ofType(type, schema, pieces));
    if (named !== undefined) pieces.unshift(calling(code`${rules.type}`, ...named.map((each) => code`${types[each]}`)));
    const [first = code`${rules.anything}`, ...more] = pieces;
    return joined(first, ...more);
  }
}

/** Whether a schema is a list with a function for its items: a test of the whole would test every item twice. */
export function isTestedList(schema: Schema, module: ModuleScope): boolean {
  const item = schema.array?.items;
  if (typesOf(schema).sole !== "array" || item === undefined || present(schema, "any").length > 0) return false;
  if (!present(schema, "array").every(({ keyword }) => keyword === "items" || keyword === "minItems" || keyword === "maxItems")) return false;
  return isOnlyReference(item) || isNamed(item, module) || (module.sharedPart(item) ?? module.testOf(item)) !== undefined;
}

/** The keywords of a schema with one type, in the shortest form. */
function ofType(type: JsonType, schema: Schema, pieces: readonly Piece[]): Piece {
  const [first, ...others] = pieces;
  if (first === undefined) return code`${types[type]}`;
  const format = assertedFormat(schema);
  const known = format === undefined ? undefined : formatRules.get(`${type} ${format}`);
  const isFirst = schema.string === undefined && schema.number === undefined;
  if (known !== undefined && isFirst) return joined(code`${known}`, ...others);
  const short = first instanceof Group ? shortForms.get(`${type} ${first.open.marked}`) : undefined;
  if (short !== undefined && first instanceof Group && (type !== "array" || first.items.length === 1)) {
    const whole = calling(short, ...first.items);
    return joined(whole, ...others);
  }
  return joined(code`${types[type]}`, ...pieces);
}

/** The keywords of one schema as one rule. */
function joined(first: Piece, ...others: readonly Piece[]): Piece {
  if (others.length === 0) return first;
  const all = code`${rules.all}`;
  const isJoined = first instanceof Group && first.open.marked === `${all.marked}(`;
  return calling(all, ...(isJoined ? first.items : [first]), ...others);
}

const types = {
  string: rules.string,
  number: rules.number,
  integer: rules.integer,
  boolean: rules.boolean,
  null: rules.nothing,
  object: rules.record,
  array: rules.list,
} as const;

/** The combined function of a type and its first keyword. */
const shortForms: ReadonlyMap<string, Code> = new Map([
  [`object ${code`${rules.properties}(`.marked}`, code`${rules.object}`],
  [`object ${code`${keywordRule("additionalProperties")}(`.marked}`, code`${keywordRule("map")}`],
  [`array ${code`${rules.items}(`.marked}`, code`${rules.array}`],
]);

/** Whether `parse` keeps unknown properties though no rule describes them. */
function isOpen({ object }: Schema): boolean {
  const others = object?.additionalProperties ?? object?.unevaluatedProperties;
  return others !== undefined && others.boolean !== false && isAnything(others);
}
