import { isSame } from "./same.js";
import { forResources, type Law } from "./law.js";
import { listAll, type Listed } from "./list.js";

export const createdIsListed: Law = {
  name: "created-is-listed",
  title: "A created resource is in the list of its collection, once.",
  reason: "A list that lacks existing resources hides them from its clients. Lists of more than 12 pages are not judged.",
  cases: (port) =>
    forResources(port, ["list", "create"], async (trial, resource) => {
      const thing = await trial.create(resource);
      if (thing.created.status === 202) return;
      let listed: Listed | undefined;
      const { length } = trial.steps;
      for (const wait of [0, 100, 500]) {
        await new Promise((resolve) => setTimeout(resolve, wait));
        trial.steps.length = length;
        listed = await listAll(trial, resource, thing.parent);
        if (listed?.ids.filter((id) => isSame(thing.id, id)).length === 1) return;
      }
      const last = listed?.answers.at(-1);
      if (listed?.key === undefined || last === undefined || !listed.isComplete || filtersByDefault(resource.list?.parameters ?? [])) return;
      const of = listed.answers.map(({ step }) => step);
      const times = listed.ids.filter((id) => isSame(thing.id, id)).length;
      trial.require(
        { kind: "listed", step: last.step, of, items: listed.items, key: listed.key, value: thing.id, times: 1 },
        `The created ${resource.name} is ${times === 0 ? "not" : `${times} times`} in the list of ${resource.list?.key}.`,
        [thing.created, ...listed.answers],
      );
    }),
};

/** A parameter with a default, other than page or order, may hide the created item. */
function filtersByDefault(
  parameters: readonly { readonly in: string; readonly name: string; readonly schema?: { readonly annotations?: { readonly default?: unknown } } }[],
): boolean {
  return parameters.some(
    ({ in: location, name, schema }) =>
      location === "query" &&
      schema?.annotations?.default !== undefined &&
      !/page|limit|offset|size|count|sort|order|direction|dir|skip|fields|expand|include|format/i.test(name),
  );
}
