import type { Json, Operation } from "tallystick/model";
import { flat, singular } from "../names.js";
import { itemOf, type Trial } from "../trial.js";
import { Inapplicable, type Thing } from "../trial-steps.js";
import type { Port } from "../port.js";
import type { Resource } from "../resources.js";
import { escaped } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { responseProperties, typesOf, writableProperties } from "./properties.js";

export const sumsAgree: Law = {
  name: "sums-agree",
  title: "A property that is the sum of values of nested items follows each of them.",
  reason: 'Applies where a text states it, such as "The total becomes the sum of amount times quantity of its lines", to integers.',
  cases: (port) =>
    forResources(port, ["create"], addAndRemove, {
      rounds: 1,
      unless: (resource) => (sumOf(port, resource) === undefined ? "no text states a sum of its values" : undefined),
    }),
};

interface Sum {
  /** The property of the parent. */
  readonly total: string;
  /** Properties of the nested item, which are multiplied. */
  readonly factors: readonly string[];
}

async function addAndRemove(trial: Trial, resource: Resource): Promise<void> {
  const sum = sumOf(trial.port, resource);
  const { parent, create, remove } = resource;
  if (sum === undefined || parent === undefined) return;
  const owner = await trial.create(parent);
  const first = numberIn(owner, sum.total, await trial.readSettled(owner));
  const children = [
    await trial.create(resource, {}, { parent: owner }),
    await trial.create(resource, negative(trial, create, sum), { parent: owner }),
  ];
  const amounts = children.map((child) => {
    const item = itemOf(child, child.created.json)?.item;
    return sum.factors.reduce((product, name) => product * Number(item?.[name]), 1);
  });
  const requireTotal = async (total: number, cause: Operation | undefined): Promise<void> => {
    if (!Number.isSafeInteger(total)) throw new Inapplicable("the summands are no integers");
    const response = await trial.readSettled(owner, ({ json }) => itemOf(owner, json)?.item[sum.total] === total);
    const at = `${itemOf(owner, response.json)?.at ?? ""}/${escaped(sum.total)}`;
    const is = numberIn(owner, sum.total, response);
    trial.require(
      { kind: "equals", step: response.step, at, value: total },
      `After ${cause?.key}, "${sum.total}" of the ${parent.name} is ${is}, but the sum of its items is ${total}.`,
    );
  };
  const all = amounts.reduce((left, right) => left + right, first);
  await requireTotal(all, create);
  const [child] = children;
  if (remove !== undefined && child !== undefined && (await trial.remove(child)).ok) await requireTotal(all - (amounts[0] ?? 0), remove);
}

/** A negative summand, where the document allows one: a server may add up without the sign. */
function negative(trial: Trial, create: Operation | undefined, { factors: [name = "", ...others] }: Sum): Readonly<Record<string, Json>> {
  const schemas = writableProperties(trial.model, create).get(name) ?? [];
  const isAllowed = others.length === 0 && schemas.length > 0 && schemas.every((schema) => trial.accepts(schema, -1));
  const isMeant = schemas.some(({ number }) => number?.minimum !== undefined);
  return isAllowed && isMeant ? { [name]: -1 } : {};
}

function numberIn(thing: Thing, name: string, { json }: { readonly json?: unknown }): number {
  const value = itemOf(thing, json)?.item[name];
  if (typeof value !== "number") throw new Inapplicable(`the ${thing.resource.name} has no "${name}"`);
  return value;
}

const plainWords = new Set(["", "of", "the", "its", "all", "each", "times", "multiplied", "by"]);

/** The sum that a text states: that of the create operation of the nested items, or that of the property itself. */
function sumOf({ model }: Port, resource: Resource): Sum | undefined {
  const { parent, create } = resource;
  if (create === undefined || parent?.create === undefined || parent.read === undefined) return undefined;
  const integers = (operation: Operation): readonly (readonly [string, string])[] =>
    [...responseProperties(model, operation)].flatMap(([name, schemas]) =>
      typesOf(schemas)[0] === "integer" ? [[name, schemas.map(({ annotations }) => annotations?.description ?? "").join(" ")] as const] : [],
    );
  const [totals, summands] = [integers(parent.read), integers(create).map(([name]) => name)];
  // "the quantities of all movements" are the `quantity` of each.
  const summandOf = (word: string): string | undefined => summands.find((name) => name === word || flat(name) === singular(flat(word)));
  const read = (text: string, own?: string): Sum | undefined => {
    for (const sentence of text.split(/[.;\n]/)) {
      const words = sentence.split(/[^A-Za-z0-9_]+/);
      const at = words.findIndex((word, index) => /^sum$/i.test(word) && words[index + 1] === "of");
      const after = words.slice(at + 2);
      const end = after.findIndex((word) => singular(flat(word)) === resource.name);
      // "of its paid lines" and "of its lines minus the discount" are other sums.
      const rest = after.slice(end + 1).filter((word) => word !== "" && !plainWords.has(word.toLowerCase()));
      const isWhole = end >= 0 && rest.every((word) => word === "this" || flat(word) === parent.name);
      const isPlain = isWhole && after.slice(0, end).every((word) => summandOf(word) !== undefined || plainWords.has(word.toLowerCase()));
      const total = own ?? words.slice(0, Math.max(0, at)).find((word) => totals.some(([name]) => name === word));
      const factors = after.slice(0, Math.max(0, end)).flatMap((word) => summandOf(word) ?? []);
      const isProduct = factors.length === 1 || (factors.length === 2 && /\b(?:times|multiplied by)\b|[*×]/.test(sentence));
      if (at >= 0 && isPlain && total !== undefined && isProduct) return { total, factors };
    }
    return undefined;
  };
  for (const [name, text] of totals) {
    const found = read(text, name);
    if (found !== undefined) return found;
  }
  return read(`${create.description ?? ""}\n${create.summary ?? ""}`);
}
