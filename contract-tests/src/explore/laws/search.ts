import { readingsOf } from "tallystick";
import type { Json, Operation, Parameter } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { flat } from "../names.js";
import { idOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import type { Thing } from "../trial-steps.js";
import { listAll, type Listed } from "./list.js";
import { otherValue } from "./compare.js";
import { isFreeText, isRewritten, responseProperties, wordsOf, writableProperties } from "./properties.js";
import { isSame } from "./same.js";

interface Searched {
  /** The whole list. */
  readonly whole: Listed;
  /** A new item in it. */
  readonly thing: Thing | undefined;
  readonly parent: Thing | undefined;
}

/** A query parameter that searches for words. Searches by similarity find something for any text. */
export function searchOf(list: Operation): Parameter | undefined {
  const isSearch = ({ in: location, description = "" }: Parameter): boolean =>
    location === "query" && !/semantic|similar|vector|fuzzy|natural/i.test(`${list.summary} ${list.description} ${description}`);
  // Beside another one, `keyword` is a filter.
  const named = [/^(?:q|query|search|searchtext|searchterm|term|text)$/, /^keywords?$/];
  return named.map((names) => list.parameters.find((one) => isSearch(one) && names.test(flat(one.name)))).find((one) => one !== undefined);
}

/** A search finds an item by the texts that it is documented to search in, and by no other text. */
export async function testSearch(trial: Trial, resource: Resource, searched: Searched): Promise<void> {
  const search = resource.list && searchOf(resource.list);
  if (search === undefined) return;
  await findNothing(trial, resource, search, searched);
  await findEach(trial, resource, search, searched);
}

/** Texts of an item that a search should find, each with a word of its own. */
export function searchedTexts(trial: Trial, resource: Resource): Readonly<Record<string, Json>> {
  const search = resource.list && searchOf(resource.list);
  const writable = writableProperties(trial.model, resource.create);
  const texts = (search === undefined ? [] : searchedNames(trial, resource, search)).flatMap((name): [string, Json][] => {
    const schemas = writable.get(name) ?? [];
    const value = isRewritten(schemas) ? undefined : otherValue(trial, name, schemas, "text");
    return typeof value === "string" && ordinary.test(value) ? [[name, value]] : [];
  });
  return Object.fromEntries(texts);
}

/** A search for a text that an item does not have must not find it. */
async function findNothing(trial: Trial, resource: Resource, search: Parameter, { whole, thing, parent }: Searched): Promise<void> {
  const word = trial.random.word(10);
  const wanted = thing?.id ?? whole.ids[0];
  if (wanted === undefined || !fits(trial, search, word)) return;
  if (!whole.ids.some((id) => isSame(wanted, id)) || JSON.stringify(whole.all).includes(word)) return;
  const found = await listAll(trial, resource, parent, { [search.name]: word }, { most: 1 });
  const last = found?.responses.at(-1);
  if (found?.key === undefined || last === undefined || !found.ids.some((id) => isSame(wanted, id))) return;
  trial.require(
    { kind: "listed", step: last.step, of: [last.step], items: found.items, key: found.key, value: wanted, times: 0 },
    `${resource.list?.key} was searched for "${word}", but has the ${resource.name} ${JSON.stringify(wanted)}, which does not have this text.`,
    [...(thing === undefined ? whole.responses : [thing.created]), last],
  );
}

/** A search for the text of an item must find it, if the description names the property. */
async function findEach(trial: Trial, resource: Resource, search: Parameter, { whole, thing, parent }: Searched): Promise<void> {
  const listed = whole.all.find((item) => isSame(thing?.id, idOf(resource, { body: item })?.id));
  if (thing === undefined || listed === undefined || whole.key === undefined) return;
  const at = itemOf(thing, listed)?.at ?? "";
  for (const name of searchedNames(trial, resource, search)) {
    const value = thing.sent[name];
    if (typeof value !== "string" || !ordinary.test(value) || !isSame(value, valueAt(listed, `${at}/${name}`))) continue;
    const text = inOtherCase(search, value);
    if (!fits(trial, search, text)) continue;
    const { length } = trial.steps;
    const ask = (): Promise<Listed | undefined> => listAll(trial, resource, parent, { [search.name]: text });
    const isFound = (one: Listed | undefined): boolean => one?.ids.some((id) => isSame(thing.id, id)) === true;
    let found = await ask();
    if (found?.isComplete === true && !isFound(found)) {
      // An index may lag behind.
      await new Promise((resolve) => setTimeout(resolve, 500));
      trial.steps.length = length;
      found = await ask();
    }
    const last = found?.responses.at(-1);
    if (found?.isComplete !== true || last === undefined || isFound(found)) continue;
    trial.require(
      {
        kind: "listed",
        step: last.step,
        of: found.responses.map(({ step }) => step),
        items: found.items,
        key: whole.key,
        value: thing.id,
        times: 1,
        ...found.end,
      },
      `${resource.list?.key} was searched for "${text}", but lacks the ${resource.name} whose "${name}" is that.`,
      [thing.created, ...found.responses],
    );
  }
}

/** Words that no search engine reads as an operator or splits at a sign. */
const ordinary = /^[A-Za-z][A-Za-z0-9]*(?:[ -][A-Za-z0-9]+){0,3}$/;
const longestText = 300;

/** The texts that a description names: "Search in first and last name", "matches title or body". */
function searchedNames({ model }: Trial, { list, read }: Resource, { description = "" }: Parameter): readonly string[] {
  const words = new Set(wordsOf(namedIn(description)));
  const found = [...responseProperties(model, read ?? list)].filter(
    ([name, schemas]) => isFreeText(schemas) && wordsOf(name).every((word) => words.has(word)),
  );
  // "First name" is not the `name` of something.
  const isPart = (name: string): boolean => found.some(([other]) => other !== name && wordsOf(name).every((word) => wordsOf(other).includes(word)));
  return found.map(([name]) => name).filter((name) => !isPart(name));
}

/** The words about what is searched, without those about what is not: "in the title, not in the body". */
export function namedIn(description: string): string {
  const text = description.slice(0, longestText);
  // "Articles whose title contains the text" names it before the verb.
  const before = /\b(?:whose|where|if)\b([^.;()]*)/i.exec(text)?.[1]?.split(/\bcontains?\b/i, 2) ?? [];
  const [, after = ""] = /\b(?:searches|in|by|over|across|match(?:es|ing)?(?: against)?|contains?)\b([^.;()]*)/i.exec(text) ?? [];
  const named = before.length > 1 ? (before[0] ?? "") : after;
  return named.split(/\b(?:not|nor|but|except|excluding|without|instead)\b/i, 1)[0] ?? "";
}

/** The text with the other case of each letter, if the description of the parameter states that case does not matter. */
export function inOtherCase({ description = "" }: Parameter, text: string): string {
  if (!/\b(?:case[- ]?insensitive(?:ly)?|ignor\w+ (?:the )?(?:letter )?case|regardless of (?:letter )?case)\b/i.test(description)) return text;
  return text.replace(/[A-Za-z]/g, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()));
}

function fits(trial: Trial, { schema }: Parameter, value: string): boolean {
  return schema === undefined || readingsOf(value, schema, trial.model).some((reading) => trial.accepts(schema, reading));
}
