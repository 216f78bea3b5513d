import { createRequire } from "node:module";
import type * as Yaml from "yaml";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.js";
import { escapeToken, type JsonPointer } from "../../model/place.js";
import { isCloseComment } from "./lenient-yaml.js";

const require = createRequire(import.meta.url);

/** A key that an object contains more than once. */
export interface Repeat {
  readonly pointer: JsonPointer;
  readonly key: string;
  /** Offset of the first of them, in the text that was read. */
  readonly first: number;
  /** Whether the values of the key were merged. Otherwise the last one counts. */
  readonly joined?: boolean;
}

/** Objects that collect named entries: with a repeated key, both have entries. Of two entries of one name, one counts. */
const collections = new Set(
  "paths webhooks pathItems components definitions schemas parameters responses requestBodies headers examples links callbacks securitySchemes securityDefinitions properties patternProperties $defs dependentSchemas".split(
    " ",
  ),
);
/** Below these, a key is a name defined by the document, or data. */
const named = new Set(["properties", "patternProperties", "schemas", "definitions", "$defs", "dependentSchemas", "variables", "mapping"]);
const data = new Set(["example", "examples", "default", "enum", "const", "value"]);

/** Whether the objects of a repeated key are one object written in two parts, such as a path whose operations are separated. */
export function isCollection(tokens: readonly string[]): boolean {
  const [key = "", parent = ""] = tokens.toReversed();
  if (tokens.some((token, index) => data.has(token) && !named.has(tokens[index - 1] ?? "")) && key !== "examples") return false;
  if (key.startsWith("/")) return parent === "paths" || parent === "";
  return collections.has(key) && !named.has(parent);
}

/**
 * Merges the values of repeated keys.
 * @param value The parsed value, in which the last of equal keys counts.
 * @param isJson Whether `<<` is an ordinary key.
 * @returns `undefined` if the text cannot be read a second time.
 */
export function joinRepeated(text: string, value: Json, isJson: boolean): { readonly value: Json; readonly repeats: readonly Repeat[] } | undefined {
  const yaml = require("yaml") as typeof Yaml;
  try {
    const document = yaml.parseDocument(text, { schema: "core", logLevel: "error", prettyErrors: false, merge: !isJson, uniqueKeys: false });
    if (!document.errors.every(isCloseComment) || !yaml.isMap(document.contents) || !isJsonObject(value)) return undefined;
    const joining = new Joining(yaml, document);
    return { value: joining.join([document.contents], value, []), repeats: joining.repeats };
  } catch {
    // Nesting that exceeds the stack, or an alias of an overwritten anchor.
    return undefined;
  }
}

class Joining {
  readonly repeats: Repeat[] = [];
  readonly #yaml: typeof Yaml;
  readonly #document: Yaml.Document;

  constructor(yaml: typeof Yaml, document: Yaml.Document) {
    this.#yaml = yaml;
    this.#document = document;
  }

  /** @param value The parsed value of the last of them. */
  join(maps: readonly Yaml.YAMLMap[], value: JsonObject, tokens: readonly string[]): JsonObject {
    const whole: Record<string, Json> = {};
    for (const [key, { nodes, first }] of this.#members(maps)) {
      const read = Object.hasOwn(value, key) ? value[key] : this.#read(nodes.at(-1));
      if (read !== undefined) setProperty(whole, key, this.#member(nodes, read, [...tokens, key], first));
    }
    // The members that merge keys add.
    for (const lent of [value, ...maps.slice(0, -1).map((map) => this.#read(map) as JsonObject)])
      for (const [key, each] of Object.entries(lent)) if (!Object.hasOwn(whole, key)) setProperty(whole, key, each);
    return whole;
  }

  #read(node: Yaml.Node | undefined): Json | undefined {
    return node?.toJS(this.#document, { maxAliasCount: -1 }) as Json | undefined;
  }

  /** Without merge keys. */
  #members(maps: readonly Yaml.YAMLMap[]): Map<string, { readonly nodes: Yaml.Node[]; readonly first: number }> {
    const members = new Map<string, { readonly nodes: Yaml.Node[]; readonly first: number }>();
    for (const { key, value } of maps.flatMap(({ items }) => items)) {
      const resolvedKey = this.#yaml.isAlias(key) ? key.resolve(this.#document) : key;
      const keyValue: unknown = this.#yaml.isScalar(resolvedKey) ? (resolvedKey.value ?? "") : resolvedKey;
      if (!this.#yaml.isNode(value) || typeof keyValue === "symbol") continue;
      const name = String(keyValue);
      const member = members.get(name);
      const first = (this.#yaml.isNode(key) ? key : value).range?.[0] ?? 0;
      if (member === undefined) members.set(name, { nodes: [value], first });
      else member.nodes.push(value);
    }
    return members;
  }

  #member(nodes: readonly Yaml.Node[], value: Json, tokens: readonly string[], first: number): Json {
    const last = nodes.at(-1);
    const key = tokens.at(-1) ?? "";
    if (nodes.length > 1) {
      const maps = nodes.filter((node) => this.#yaml.isMap(node));
      const joined = isCollection(tokens) && maps.length === nodes.length && isJsonObject(value);
      this.repeats.push({ pointer: `#${tokens.map((token) => `/${escapeToken(token)}`).join("")}`, key, first, ...(joined && { joined }) });
      if (joined) return this.join(maps, value, tokens);
    }
    if (this.#yaml.isMap(last) && isJsonObject(value)) return this.join([last], value, tokens);
    if (!this.#yaml.isSeq(last) || !Array.isArray(value)) return value;
    return value.map((item: Json, index) => {
      const node = last.items[index];
      return this.#yaml.isNode(node) ? this.#member([node], item, [...tokens, String(index)], first) : item;
    });
  }
}

/** A key may be `__proto__`. */
function setProperty(object: Record<string, Json>, key: string, value: Json): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}
