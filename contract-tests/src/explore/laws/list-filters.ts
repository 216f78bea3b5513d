import type { Json, Parameter, Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { listAt } from "../expectation.js";
import type { Port } from "../port.js";
import { flat, singular } from "../names.js";
import { idOf, type Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import type { Thing } from "../trial-steps.js";
import { shown } from "./compare.js";
import { listAll, type Listed } from "./list.js";
import { conjuncts, typesOf, writableProperties } from "./properties.js";
import { isSame } from "./same.js";

const commaWords = /\bcomma[- ]?(?:separated|delimited)\b|\blist of comma\b/i;

/** The schema of one value of a parameter that takes several: an array, or a text whose description names commas. */
export function oneOfSeveral({ model }: Pick<Port, "model">, { schema, description }: Parameter): readonly Schema[] | undefined {
  const schemas = conjuncts(model, schema);
  const items = schemas.find(({ array }) => array?.items !== undefined)?.array?.items;
  if (typesOf(schemas)[0] === "array") return items === undefined ? undefined : conjuncts(model, items);
  const texts = [description, ...schemas.map(({ annotations }) => annotations?.description)];
  return typesOf(schemas)[0] === "string" && texts.some((text) => text !== undefined && commaWords.test(text))
    ? [{ ...schemas[0], string: {} } as Schema]
    : undefined;
}

/** Several values, as the parameter takes them. */
export function severalValues({ model }: Pick<Port, "model">, { schema }: Parameter, values: readonly Json[]): Json {
  return typesOf(conjuncts(model, schema))[0] === "array" ? values : values.join(",");
}

/** Whether a filter finds items that have all of its values: "Notes with all of these tags", but not "All notes with any of these tags". */
export function asksForAll({ name, description = "" }: Pick<Parameter, "name" | "description">, property: string): boolean {
  if (/\b(?:any|either|or|at least one|one of)\b/i.test(description)) return false;
  const nouns = new Set([name, property].map((one) => singular(flat(one))));
  const named = [
    ...description.matchAll(
      /\b(?:all|every|each|both)(?: of)?(?: (?:the|these|those|its)\b)?(?: given| listed| specified| named| requested)? ?([a-z]{0,40})/gi,
    ),
  ];
  return named.some(([, noun = ""]) => /^(?:|of|the|these|those|them|values?|ones?)$/i.test(noun) || nouns.has(singular(flat(noun))));
}

/** Filters by two values: an item that has both, or each item that has one of them, is listed. */
export async function testSeveral(
  trial: Trial,
  resource: Resource,
  { parameter, property, key }: { readonly parameter: Parameter; readonly property: string; readonly key: string },
  whole: Listed,
  things: readonly Thing[],
  parent: Thing | undefined,
): Promise<void> {
  const { list } = resource;
  const valuesOf = (thing: Thing): readonly Json[] => {
    const item = whole.all.find((one) => isSame(thing.id, idOf(resource, { body: one })?.id));
    return [valueAt(item, key)].flat().filter((one) => isPlain(one)) as readonly Json[];
  };
  const [first, ...others] = things.filter((thing) => valuesOf(thing).length > 0);
  if (list === undefined || first === undefined) return;
  const isSet = whole.all.some((item) => Array.isArray(valueAt(item, key)));
  const [one, next] = valuesOf(first);
  const other = isSet ? undefined : others.find((thing) => !isSame(valuesOf(thing)[0], one));
  const second = isSet ? next : other && valuesOf(other)[0];
  if (one === undefined || second === undefined) return;
  const isForAll = isSet && asksForAll(parameter, property);
  if (isForAll)
    await createWithOne(
      trial,
      resource,
      property,
      one,
      second,
      whole.all.flatMap((item) => valueAt(item, key) as Json),
      parent,
    );
  // A server may use the first one only, or the last one.
  const sent = severalValues(trial, parameter, trial.round % 2 === 0 ? [one, second] : [second, one]);
  if (parameter.schema !== undefined && !trial.accepts(parameter.schema, sent)) return;
  const listed = await listAll(trial, resource, parent, { [parameter.name]: sent }, { most: 3 });
  const last = listed?.responses.at(-1);
  if (listed === undefined || last === undefined || !listed.isComplete || listed.key === undefined) return;
  const because = [...trial.things.map(({ created }) => created), ...listed.responses];
  const stated = `${list.key} was filtered by "${parameter.name}" ${shown(sent)}`;
  const of = listed.responses.map(({ step }) => step);
  for (const thing of [first, ...(other === undefined ? [] : [other])]) {
    trial.require(
      { kind: "listed", step: last.step, of, items: whole.items, key: listed.key, value: thing.id, times: 1, ...listed.end },
      `${stated}, but lacks the ${resource.name} ${JSON.stringify(thing.id)}, which has ${isSet ? "both" : "one of them"}.`,
      because,
    );
  }
  if (!isForAll) return;
  for (const response of listed.responses)
    for (const value of [one, second]) {
      const wrong = (listAt(response.json, listed.items) ?? []).find((item) => ![valueAt(item, key)].flat().some((has) => isSame(value, has)));
      if (wrong === undefined) continue;
      trial.require(
        { kind: "every", step: response.step, items: listed.items, key, compare: "equals", value },
        `${stated}, but has an item without ${shown(value)}.`,
        because,
      );
    }
}

/** Creates an item that has the first of two values, and not the second. */
async function createWithOne(
  trial: Trial,
  resource: Resource,
  property: string,
  one: Json,
  second: Json,
  known: readonly Json[],
  parent: Thing | undefined,
): Promise<void> {
  const schemas = writableProperties(trial.model, resource.create).get(property) ?? [];
  const others = known.filter((value) => !isSame(value, one) && !isSame(value, second));
  const value = [[one], ...others.map((other) => [one, other])].find(
    (all) => schemas.length > 0 && schemas.every((schema) => trial.accepts(schema, all)),
  );
  if (value !== undefined && resource.create !== undefined) await trial.create(resource, { [property]: value }, parent && { parent });
}

/** A comma in a value would divide it. */
function isPlain(value: unknown): boolean {
  return typeof value === "number" || (typeof value === "string" && value !== "" && !value.includes(","));
}
