import { escapeToken, type ApiModel, type MediaType, type Schema } from "tallystick/model";

/** Where a value is in a body: its path, and the schemas that may describe it. */
export interface FieldPlace {
  readonly path: string;
  readonly schemas: readonly Schema[];
  /** The schemas around it, each with its path: one that contains itself is one place. */
  readonly trail: ReadonlyMap<Schema, string>;
}

/** Names the fields of bodies as the document does. A key of a map is `*`, because it is data; an undocumented field has no name. */
export class FieldPlaces {
  readonly #expanded = new Map<Schema, readonly Schema[]>();

  constructor(readonly model: ApiModel) {}

  root(content: readonly MediaType[]): FieldPlace {
    return this.#place(
      "",
      content.flatMap(({ schema }) => schema ?? []),
      new Map(),
    );
  }

  property(place: FieldPlace, name: string): FieldPlace | undefined {
    const named = place.schemas.flatMap(({ object }) => object?.properties?.get(name) ?? []);
    if (named.length > 0) return this.#place(`${place.path}/${escapeToken(name)}`, named, place.trail);
    const values = place.schemas.flatMap(({ object }) => [object?.additionalProperties ?? [], ...(object?.patternProperties?.values() ?? [])].flat());
    return values.length > 0 ? this.#place(`${place.path}/*`, values, place.trail) : undefined;
  }

  item(place: FieldPlace): FieldPlace | undefined {
    const items = place.schemas.flatMap(({ array }) => [...(array?.prefixItems ?? []), ...(array?.items === undefined ? [] : [array.items])]);
    return items.length > 0 ? this.#place(`${place.path}/*`, items, place.trail) : undefined;
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

  #place(path: string, schemas: readonly Schema[], trail: ReadonlyMap<Schema, string>): FieldPlace {
    const all = [...new Set(schemas.flatMap((schema) => this.#expand(schema)))];
    const objects = all.filter(({ object }) => object?.properties !== undefined);
    const folded = objects.map((schema) => trail.get(schema)).find((known) => known !== undefined) ?? path;
    const longer = new Map(trail);
    for (const schema of objects) if (!longer.has(schema)) longer.set(schema, folded);
    return { path: folded, schemas: all, trail: longer };
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
