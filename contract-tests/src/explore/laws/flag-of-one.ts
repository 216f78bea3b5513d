import { valueAt } from "../../observe/value-at.js";
import { flat, singular } from "../names.js";
import type { Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import { escaped, isFlagOfOne } from "./compare.js";
import { itemProperties } from "./filters.js";
import { forResources, type Law } from "./law.js";
import { listSettled, type Listed } from "./list.js";
import { typesOf, writableProperties } from "./properties.js";
import type { Port } from "../port.js";

export const flagsAreOfOne: Law = {
  name: "flags-are-of-one",
  title: "Of several items, one has a flag that a description reserves for one.",
  reason:
    "A client uses the item with the flag, such as the default address. Applies to flags such as `isDefault` and `primary` of items below an item of their own, if a description states that only one has it, or that the former one loses it. Does not apply if the items of each type or country have one of their own.",
  cases: (port) =>
    forResources(port, ["create", "list"], setTwice, {
      rounds: 1,
      unless: (resource) => (flagOf(port, resource) === undefined ? "no description reserves a flag for one item" : undefined),
    }).filter(({ unless }) => unless === undefined),
};

const longestSentence = 500;

function flagOf(port: Pick<Port, "model" | "resources">, resource: Resource): { readonly name: string; readonly key: string } | undefined {
  const { create, parent, replace, update } = resource;
  if (parent?.create === undefined) return undefined;
  const properties = [...writableProperties(port.model, create)];
  const [name, schemas = []] = properties.find(([one, types]) => isFlagOfOne(one) && typesOf(types)[0] === "boolean") ?? [];
  if (name === undefined) return undefined;
  const texts = [create, replace, update].flatMap((operation) => [operation?.summary, operation?.description]);
  const described = schemas.map(({ annotations }) => annotations?.description);
  const isReserved = [...texts, ...described].some((text = "") => text.split(/[.\n]/).some((sentence) => reservesFlag(sentence, parent.name)));
  const { properties: listed, at } = itemProperties(port, resource);
  return isReserved && listed.has(name) ? { name, key: `${at}/${escaped(name)}` } : undefined;
}

/** Whether a sentence states that one item below a parent has a flag. Of each country or type one may have it: the law creates two of any. */
export function reservesFlag(sentence: string, parent: string): boolean {
  if (sentence.length >= longestSentence || !/\b(?:default|primary|preferred|main)\b/i.test(sentence)) return false;
  const scopes = [...sentence.matchAll(/\b(?:per|each|every|same) ([a-z]{1,40})/gi)].map(([, noun = ""]) => singular(flat(noun)));
  if (scopes.some((noun) => noun !== parent)) return false;
  return (
    /\b(?:exactly one|only one|at most one)\b(?! of\b)|\bloses\b|\b(?:the (?:former|previous|old|current|other)s?)\b/i.test(sentence) ||
    /\bno longer (?:be )?(?:the )?(?:default|primary|preferred|main)\b/i.test(sentence)
  );
}

async function setTwice(trial: Trial, resource: Resource): Promise<void> {
  const flag = flagOf(trial.port, resource);
  const parent = await trial.parentOf(resource, resource.create);
  if (flag === undefined || parent === undefined) return;
  const first = await trial.create(resource, { [flag.name]: true }, { parent });
  const second = await trial.create(resource, { [flag.name]: true }, { parent });
  const isOfOne = ({ all }: Listed): boolean => all.filter((item) => valueAt(item, flag.key) === true).length === 1;
  const listed = await listSettled(trial, resource, parent, isOfOne);
  const last = listed?.responses.at(-1);
  if (listed?.isComplete !== true || last === undefined) return;
  const of = listed.responses.map(({ step }) => step);
  trial.require(
    { kind: "listed", step: last.step, of, items: listed.items, key: flag.key, value: true, times: 1, ...listed.end },
    `Not one ${resource.name} of ${resource.list?.key} has "${flag.name}", although two were created with it one after the other.`,
    [first.created, second.created, ...listed.responses],
  );
}
