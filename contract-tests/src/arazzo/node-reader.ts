import { isMap, isScalar, isSeq, type Document } from "yaml";
import type { Fail } from "../open-yaml.js";
import { yamlOffset } from "../yaml-offset.js";

export interface Entry {
  readonly key: string;
  readonly value: unknown;
  readonly at: number | undefined;
}

export type Fields = ReadonlyMap<string, unknown>;

/** Reads the nodes of a YAML file, and rejects unexpected ones with their line. */
export class NodeReader {
  constructor(
    private readonly document: Document,
    readonly fail: Fail,
  ) {}

  at(node: unknown): number | undefined {
    return yamlOffset(node);
  }

  entries(node: unknown, what: string): readonly Entry[] {
    if (!isMap(node)) return this.fail(`${what} must be an object.`, this.at(node));
    return node.items.map(({ key, value }) => ({ key: String(isScalar(key) ? key.value : key), value, at: this.at(key) }));
  }

  /** The fields of an object. Extensions are ignored, other unknown fields refused. @param unsupported Why a field is refused that the standard has. */
  fields(node: unknown, what: string, known: readonly string[], unsupported: Readonly<Record<string, string>> = {}): Fields {
    const found = new Map<string, unknown>();
    for (const { key, value, at } of this.entries(node, what)) {
      const why = Object.hasOwn(unsupported, key) ? unsupported[key] : undefined;
      if (why !== undefined) this.fail(`"${key}" is not supported: ${why}`, at);
      if (known.includes(key)) found.set(key, value);
      else if (!key.startsWith("x-")) this.fail(`${what} has no field "${key}". Available: ${known.join(", ")}.`, at);
    }
    return found;
  }

  list(node: unknown, what: string): readonly unknown[] {
    if (node === undefined) return [];
    return isSeq(node) ? node.items : this.fail(`${what} must be a list.`, this.at(node));
  }

  /** A field that must be a text that is not empty. */
  text(fields: Fields, name: string, owner?: unknown): string {
    const node = fields.get(name);
    if (node === undefined) return this.fail(`"${name}" is missing.`, this.at(owner) ?? this.at([...fields.values()][0]));
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== "string" && typeof value !== "number") return this.fail(`"${name}" must be a text.`, this.at(node));
    return String(value);
  }

  number(fields: Fields, name: string): number | undefined {
    const node = fields.get(name);
    if (node === undefined) return undefined;
    const value = isScalar(node) ? node.value : undefined;
    if (typeof value !== "number" || value < 0) return this.fail(`"${name}" must be a number of 0 or more.`, this.at(node));
    return value;
  }

  /** The node as a plain value. */
  plain(node: unknown): unknown {
    return typeof node === "object" && node !== null && "toJS" in node && typeof node.toJS === "function" ? node.toJS(this.document) : node;
  }
}
