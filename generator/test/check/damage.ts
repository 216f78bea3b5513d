import { child, tokens } from "../../src/model/place.js";

type Value = Record<string, unknown>;

/** One object or field of a document, and what is wrong with it afterwards. */
export interface Damage {
  readonly pointer: string;
  readonly what: string;
  apply(document: unknown): void;
}

const isObject = (value: unknown): value is Value => typeof value === "object" && value !== null && !Array.isArray(value);

/** The fields that an object of each kind needs, the fields that hold a list, and those that hold an object. */
interface Kind {
  readonly needs?: readonly string[];
  readonly lists?: readonly string[];
  readonly objects?: readonly string[];
}

const kinds: Readonly<Record<string, Kind>> = {
  document: { needs: ["info"], lists: ["security", "tags", "servers"], objects: ["info", "paths", "components"] },
  info: { needs: ["title", "version"], objects: ["license"] },
  license: { needs: ["name"] },
  server: { needs: ["url"], objects: ["variables"] },
  tag: { needs: ["name"] },
  pathItem: { lists: ["parameters"], objects: ["get", "put", "post", "delete", "patch"] },
  operation: { lists: ["parameters", "tags", "security", "servers"], objects: ["responses", "requestBody"] },
  parameter: { needs: ["name", "in", "schema"] },
  requestBody: { needs: ["content"], objects: ["content"] },
  response: { objects: ["content", "headers"] },
  securityScheme: { needs: ["type"] },
};

/** Every single-field damage of a document of `validDocument`. */
export function damagesOf(document: unknown): readonly Damage[] {
  return [...objects(document)].flatMap(({ pointer, kind }) => {
    const { needs = [], lists = [], objects: maps = [] } = kinds[kind] ?? {};
    const value = at(document, pointer) as Value;
    const has = (field: string): boolean => Object.hasOwn(value, field) && !isEmpty(value[field]);
    const damage = (field: string, what: string, change: (owner: Value) => void): Damage => ({
      pointer: child({ file: "", pointer }, field).pointer,
      what: `${what} in ${kind}`,
      apply: (copy) => change(at(copy, pointer) as Value),
    });
    return [
      damage("unknownField", "unknown field", (owner) => void (owner["unknownField"] = 1)),
      ...needs.filter(has).map((field) => damage(field, `no "${field}"`, (owner) => void delete owner[field])),
      ...[...lists, ...maps].filter(has).map((field) => damage(field, `number as "${field}"`, (owner) => void (owner[field] = 7))),
      ...maps.filter(has).map((field) => damage(field, `list as "${field}"`, (owner) => void (owner[field] = [7]))),
      ...lists.filter(has).map((field) => damage(field, `object as "${field}"`, (owner) => void (owner[field] = { unknown: 7 }))),
    ];
  });
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}

function* objects(document: unknown): Generator<{ readonly pointer: string; readonly kind: string }> {
  const patterns: readonly (readonly [pattern: RegExp, kind: string])[] = [
    [/^#$/, "document"],
    [/^#\/info$/, "info"],
    [/^#\/info\/license$/, "license"],
    [/^#(?:\/paths\/[^/]+\/[a-z]+)?\/servers\/\d+$/, "server"],
    [/^#\/tags\/\d+$/, "tag"],
    [/^#\/paths\/[^/]+$/, "pathItem"],
    [/^#\/paths\/[^/]+\/(?:get|put|post|delete|patch)$/, "operation"],
    [/^#\/paths\/[^/]+(?:\/[a-z]+)?\/parameters\/\d+$/, "parameter"],
    [/^#\/paths\/[^/]+\/[a-z]+\/requestBody$/, "requestBody"],
    [/^#\/paths\/[^/]+\/[a-z]+\/responses\/[^/]+$/, "response"],
    [/^#\/components\/securitySchemes\/[^/]+$/, "securityScheme"],
  ];
  const waiting = [{ pointer: "#", value: document }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { pointer, value } = next;
    if (typeof value !== "object" || value === null) continue;
    const kind = isObject(value) ? patterns.find(([pattern]) => pattern.test(pointer))?.[1] : undefined;
    if (kind !== undefined) yield { pointer, kind };
    for (const [key, member] of Object.entries(value)) waiting.push({ pointer: child({ file: "", pointer }, key).pointer, value: member });
  }
}

function at(document: unknown, pointer: string): unknown {
  return tokens(pointer).reduce<unknown>((value, token) => (value as Value)[token], document);
}
