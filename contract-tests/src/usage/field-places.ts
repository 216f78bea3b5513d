import { escapeToken, type ApiModel, type MediaType, type Schema } from "tallystick/model";

/** Where a value is in a body: its path, and the schemas that may describe it. */
export interface FieldPlace {
  readonly path: string;
  readonly schemas: readonly Schema[];
  /** The schemas around it, each with its path: one that contains itself is one place. */
  readonly trail: ReadonlyMap<Schema, string>;
  /** Locations below it that were read, by the name in the document. */
  readonly below: Map<string, FieldPlace>;
}

/**
 * Names the fields of bodies as the document does. A key of a map is `*`, because it is data; an undocumented field has no name.
 * Each field is stored once, so the document bounds their number, not the traffic.
 */
export class FieldPlaces {
  readonly #expanded = new Map<Schema, readonly Schema[]>();
  readonly #numbers = new Map<Schema, number>();
  readonly #places = new Map<string, FieldPlace>();
  readonly #roots = new WeakMap<readonly MediaType[], FieldPlace>();

  constructor(readonly model: ApiModel) {}

  root(content: readonly MediaType[]): FieldPlace {
    let root = this.#roots.get(content);
    if (root === undefined) {
      const schemas = content.flatMap(({ schema }) => schema ?? []);
      this.#roots.set(content, (root = this.#place("", schemas, new Map())));
    }
    return root;
  }

  property(place: FieldPlace, name: string): FieldPlace | undefined {
    const known = place.below.get(`/${name}`);
    if (known !== undefined) return known;
    const named = place.schemas.flatMap(({ object }) => object?.properties?.get(name) ?? []);
    if (named.length > 0) return this.#below(place, `/${name}`, `/${escapeToken(name)}`, named);
    const value = place.below.get("values");
    if (value !== undefined) return value;
    const values = place.schemas.flatMap(({ object }) => [object?.additionalProperties ?? [], ...(object?.patternProperties?.values() ?? [])].flat());
    return values.length > 0 ? this.#below(place, "values", "/*", values) : undefined;
  }

  item(place: FieldPlace): FieldPlace | undefined {
    const known = place.below.get("items");
    if (known !== undefined) return known;
    const items = place.schemas.flatMap(({ array }) => [...(array?.prefixItems ?? []), ...(array?.items === undefined ? [] : [array.items])]);
    return items.length > 0 ? this.#below(place, "items", "/*", items) : undefined;
  }

  /** Where the items of a page are: the body itself, or its only list. */
  pageItem(place: FieldPlace): FieldPlace | undefined {
    const direct = this.item(place);
    if (direct !== undefined) return direct;
    const lists = new Set(place.schemas.flatMap(({ object }) => [...(object?.properties?.keys() ?? [])]));
    const items = [...lists].flatMap((name) => {
      const list = this.property(place, name);
      return (list === undefined ? undefined : this.item(list)) ?? [];
    });
    return items.length === 1 ? items[0] : undefined;
  }

  #below(place: FieldPlace, key: string, suffix: string, schemas: readonly Schema[]): FieldPlace {
    const found = this.#place(place.path + suffix, schemas, place.trail);
    place.below.set(key, found);
    return found;
  }

  #place(path: string, schemas: readonly Schema[], trail: ReadonlyMap<Schema, string>): FieldPlace {
    const all = [...new Set(schemas.flatMap((schema) => this.#expand(schema)))];
    const objects = all.filter(({ object }) => object?.properties !== undefined);
    const folded = objects.map((schema) => trail.get(schema)).find((known) => known !== undefined) ?? path;
    const key = [folded, ...all.map((schema) => this.#number(schema))].join(" ");
    let place = this.#places.get(key);
    if (place === undefined) {
      const longer = new Map(trail);
      for (const schema of objects) if (!longer.has(schema)) longer.set(schema, folded);
      this.#places.set(key, (place = { path: folded, schemas: all, trail: longer, below: new Map() }));
    }
    return place;
  }

  #number(schema: Schema): number {
    const number = this.#numbers.get(schema) ?? this.#numbers.size;
    this.#numbers.set(schema, number);
    return number;
  }

  /** A schema with all that apply, or may apply, with it. */
  #expand(schema: Schema): readonly Schema[] {
    const known = this.#expanded.get(schema);
    if (known !== undefined) return known;
    const found = new Set<Schema>();
    const add = (each: Schema): void => {
      if (found.has(each)) return;
      found.add(each);
      const target = each.ref === undefined ? undefined : this.model.schemas.get(each.ref);
      for (const part of [target, ...(each.allOf ?? []), ...(each.anyOf ?? []), ...(each.oneOf ?? []), each.then, each.else]) if (part) add(part);
      for (const id of each.discriminator?.mapping.values() ?? []) {
        const branch = this.model.schemas.get(id);
        if (branch) add(branch);
      }
    };
    add(schema);
    const all = [...found];
    this.#expanded.set(schema, all);
    return all;
  }
}
