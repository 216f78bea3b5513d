import { escapeToken } from "../../../model/place.js";
import { keywordPointer, type Schema } from "../../../model/schemas/schema.js";
import { camel, kebab, pascal, shortHash } from "../../../plan/names/names.js";
import type { Plan } from "../../../plan/plan.js";
import type { SchemaGraph } from "../../../plan/schemas/schema-graph.js";
import { symbol, type ImportedSymbol } from "../../print/code.js";
import { isInline } from "../inline.js";
import { isAnything, isOnlyReference } from "../keyword.js";

/** An inline schema at several locations, with one module for all of them. */
export interface SharedPart {
  readonly schema: Schema;
  /** `validators/shared/login-avatar-url-3f9ac1b2` */
  readonly path: string;
  /** `LoginAvatarUrl_3f9ac1b2` */
  readonly where: string;
  readonly is: ImportedSymbol;
  readonly rule: ImportedSymbol;
}

/** Facts about a schema: the same for equal ones. */
interface Content {
  readonly schema: Schema;
  readonly id: number;
  /** Its text, with the ids of the schemas inside. */
  readonly key: string;
  readonly inside: readonly Content[];
  /** How many schemas there are in it. */
  readonly size: number;
  /** Whether the result is the same at each location. */
  readonly isShareable: boolean;
  /** How many different schemas use it. */
  uses: number;
}

/** The parts of a plan's schemas and bodies that share a module. A name follows from the content alone. */
export class SharedParts {
  readonly #graph: SchemaGraph;
  readonly #plan: Plan;
  readonly #contents = new Map<string, Content>();
  readonly #known = new Map<Schema, Content>();
  readonly #shared = new Map<Content, SharedPart>();

  constructor(plan: Plan, graph: SchemaGraph) {
    this.#plan = plan;
    this.#graph = graph;
    for (const { schema } of plan.schemas) this.#content(schema).uses++;
    for (const { bodies } of plan.operations) for (const { alias, schema } of bodies) if (alias === undefined) this.#content(schema).uses++;
    const paths = new Set<string>();
    for (const content of this.#contents.values()) {
      if (!content.isShareable || !pays(content) || isInline(content.schema)) continue;
      const part = this.#part(content);
      if (!paths.has(part.path)) this.#shared.set(content, part);
      paths.add(part.path);
    }
  }

  get all(): readonly SharedPart[] {
    return [...this.#shared.values()];
  }

  /** The module of an inline schema. */
  of(schema: Schema): SharedPart | undefined {
    const content = this.#known.get(schema);
    return content === undefined || this.#graph.get(schema.id) === schema ? undefined : this.#shared.get(content);
  }

  /** The modules that a schema uses: they determine its own module. */
  usedBy(schema: Schema): readonly string[] {
    const found = new Set<string>();
    const visit = (content: Content): void => {
      for (const inner of content.inside) {
        const part = this.#shared.get(inner);
        if (part === undefined) visit(inner);
        else found.add(part.path);
      }
    };
    const whole = this.#known.get(schema);
    if (whole !== undefined) visit(whole);
    return [...found];
  }

  #part(content: Content): SharedPart {
    const { schema } = content;
    const hash = shortHash(this.#text(content));
    const names = [...(schema.object?.properties?.keys() ?? [])].slice(0, 2).join(" ");
    const words = kebab(names).slice(0, 40).replace(/-$/, "") || (schema.array === undefined ? "schema" : "list");
    const path = `validators/shared/${words}-${hash}`;
    const where = `${pascal(words)}_${hash}`;
    return { schema, path, where, is: symbol(path, `is${where}`), rule: symbol(path, `${camel(words)}_${hash}Rule`) };
  }

  /** The content of a schema, independent of the order of reading. */
  #text({ key, inside }: Content): string {
    return [key.replace(/#\d+/g, "#"), ...inside.map((each) => this.#text(each))].join("\n");
  }

  #content(schema: Schema): Content {
    const before = this.#known.get(schema);
    if (before !== undefined) return before;
    const inside: Content[] = [];
    let isShareable = schema.ref === undefined || this.#isPlain(schema.ref);
    let size = 1;
    const write = (value: unknown, path: string): string => {
      if (value instanceof Map) {
        const members = [...(value as ReadonlyMap<string, unknown>)].map(
          ([name, each]) => `${JSON.stringify(name)}:${write(each, `${path}/${escapeToken(name)}`)}`,
        );
        return `{${members.join(",")}}`;
      }
      if (Array.isArray(value)) return `[${value.map((each, index) => write(each, `${path}/${index}`)).join(",")}]`;
      if (typeof value !== "object" || value === null) return JSON.stringify(value);
      if (!isSchema(value))
        return `{${Object.entries(value)
          .map(([name, each]) => `${JSON.stringify(name)}:${write(each, path)}`)
          .join(",")}}`;
      // Targets of references have a module of their own.
      if (this.#graph.get(value.id) === value) {
        isShareable &&= this.#isPlain(value.id);
        return `@${value.id}`;
      }
      const content = this.#content(value);
      const own = `${value.place.file}${value.place.pointer}`;
      isShareable &&= content.isShareable && (own === path || isOnlyReference(value) || isAnything(value));
      size += content.size;
      inside.push(content);
      return `#${content.id}`;
    };
    const texts: string[] = [];
    for (const [key, value] of Object.entries(schema)) {
      if (value === undefined || key === "id" || key === "place" || key === "annotations") continue;
      if (key === "enum" || key === "const") texts.push(`${key}:${JSON.stringify(value)}`);
      else if (!groups.has(key)) texts.push(`${key}:${write(value, keywordPointer(schema, key))}`);
      else
        for (const [keyword, each] of Object.entries(value as object))
          if (each !== undefined && keyword !== "contentSchema") texts.push(`${keyword}:${write(each, keywordPointer(schema, keyword))}`);
    }
    const { readOnly, writeOnly, default: value } = schema.annotations ?? {};
    // Requests and responses differ by these.
    if (readOnly !== undefined || writeOnly !== undefined) isShareable = false;
    if (value !== undefined) texts.push(`default:${JSON.stringify(value)}`);
    const key = `${isShareable ? "" : "!"}${texts.join(";")}`;
    let content = this.#contents.get(key);
    if (content === undefined) {
      this.#contents.set(key, (content = { schema, id: this.#contents.size, key, inside, size, isShareable, uses: 0 }));
      for (const inner of inside) inner.uses++;
    }
    this.#known.set(schema, content);
    return content;
  }

  /** Whether a reference means the same everywhere: not a level of a recursion, nor another schema in requests. */
  #isPlain(id: string): boolean {
    return !this.#graph.isRecursive(id) && this.#plan.schemaById.get(id)?.directional !== true;
  }
}

const groups: ReadonlySet<string> = new Set(["number", "string", "array", "object"]);

function isSchema(value: object): value is Schema {
  return "place" in value && "id" in value;
}

/** Whether a module saves code: lines of a test and of a rule for each nested schema, against imports. */
function pays({ size, uses }: Content): boolean {
  return 75 * size * (uses - 1) > 700 + 100 * uses;
}
