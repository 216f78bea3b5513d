import type { ApiModel, Tag } from "../../model/api.js";
import type { Schema } from "../../model/schemas/schema.js";
import { reachable } from "../../plan/select.js";
import { schemaText } from "../variants/text.js";
import { both } from "../change.js";
import type { Context } from "./context.js";

/**
 * Component names are exported names: they matter to code that compiles against the package, not to the wire. A rename is detected by equal schemas.
 */
export function compareComponents(context: Context): void {
  const { old, next } = context;
  const removed = [...old.components.schemas].filter(([name]) => !next.components.schemas.has(name));
  const added = [...next.components.schemas].filter(([name]) => !old.components.schemas.has(name));
  const byText = new Map<string, [name: string, id: string][]>();
  for (const entry of added) {
    const text = textOf(next, entry[1]);
    if (text !== undefined) byText.set(text, [...(byText.get(text) ?? []), entry]);
  }
  const renamed = new Set<string>();
  const reached = [old, next].map(({ operations, webhooks, schemas }) => reachable([...operations, ...webhooks], schemas));
  for (const [name, id] of old.components.schemas) {
    const [was, is] = [old.schemas.get(id), next.schemas.get(next.components.schemas.get(name) ?? "")];
    if (was !== undefined && is !== undefined && !reached.every((ids) => ids.has(id))) context.component(name, { old: was, new: is });
  }
  for (const [name, id] of removed) {
    const text = textOf(old, id);
    const partner = text === undefined ? undefined : byText.get(text)?.shift();
    if (partner === undefined) {
      context.report("component-removed", "both", undefined, placesOf(old.schemas.get(id), undefined), { name });
    } else {
      renamed.add(partner[0]);
      context.report("component-renamed", "both", undefined, placesOf(old.schemas.get(id), next.schemas.get(partner[1])), {
        old: name,
        new: partner[0],
      });
    }
  }
  for (const [name, id] of added) {
    if (!renamed.has(name)) context.report("component-added", "both", undefined, placesOf(undefined, next.schemas.get(id)), { name });
  }
}

export function compareInfo(context: Context): void {
  const { info: old } = context.old;
  const { info: next } = context.next;
  for (const keyword of ["title", "description", "summary", "license", "contact", "termsOfService"] as const) {
    if (old[keyword] === next[keyword]) continue;
    const place = { file: "", pointer: `#/info/${keyword}` };
    context.report("info-changed", "both", undefined, { old: place, new: place }, { keyword });
  }
  const place = { file: "", pointer: "#/externalDocs" };
  if (old.documentation !== next.documentation)
    context.report("info-changed", "both", undefined, { old: place, new: place }, { keyword: "externalDocs", subject: "externalDocs" });
}

/** The declared tags: only the order of documentation and a selection by `--tags` depend on them. */
export function compareTags(context: Context): void {
  const [old, next] = [tagsByName(context.old), tagsByName(context.next)];
  for (const name of new Set([...old.keys(), ...next.keys()])) {
    const [was, is] = [old.get(name), next.get(name)];
    const places = both(was?.place, is?.place);
    if (was === undefined || is === undefined)
      context.report("tag-changed", "both", undefined, places, {
        name,
        keyword: "name",
        old: was === undefined ? null : name,
        new: is === undefined ? null : name,
      });
    else
      for (const keyword of ["summary", "description", "parent", "kind"] as const)
        if (was[keyword] !== is[keyword])
          context.report("tag-changed", "both", undefined, places, { name, keyword, old: was[keyword] ?? null, new: is[keyword] ?? null });
  }
}

/** The first of two tags of one name counts. */
function tagsByName({ tags }: ApiModel): ReadonlyMap<string, Tag> {
  return new Map(tags.toReversed().map((tag) => [tag.name, tag]));
}

/** A recursive schema remains recursive after a rename, so its own name is removed from the text. An almost empty schema has no identity. */
function textOf(model: ApiModel, id: string): string | undefined {
  const schema = model.schemas.get(id);
  if (schema === undefined) return undefined;
  const text = schemaText(schema).replaceAll(JSON.stringify(id.slice(id.lastIndexOf("/"))), '"itself"');
  return text.length < 40 ? undefined : text;
}

function placesOf(old: Schema | undefined, next: Schema | undefined): { old?: Schema["place"]; new?: Schema["place"] } {
  return { ...(old && { old: old.place }), ...(next && { new: next.place }) };
}
