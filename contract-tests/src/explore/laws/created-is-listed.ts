import { idOf, type Resource } from "../resources.js";
import type { Port } from "../port.js";
import { itemProperties } from "./filters.js";
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
      const last = listed?.responses.at(-1);
      // An empty list does not show where its items have their id.
      const key = listed?.key ?? keyOfItems(port, resource, thing.created.json);
      if (listed === undefined || key === undefined || last === undefined || !listed.isComplete || filtersByDefault(resource.list?.parameters ?? []))
        return;
      const of = listed.responses.map(({ step }) => step);
      const times = listed.ids.filter((id) => isSame(thing.id, id)).length;
      trial.require(
        { kind: "listed", step: last.step, of, items: listed.items, key, value: thing.id, times: 1, ...listed.end },
        `The created ${resource.name} is ${times === 0 ? "not" : `${times} times`} in the list of ${resource.list?.key}.`,
        [thing.created, ...listed.responses],
      );
    }),
};

/** Where items of a list have the id that a created item has, according to the document. */
function keyOfItems(port: Port, resource: Resource, created: unknown): string | undefined {
  const name = idOf(resource, { body: created })?.at.split("/").at(-1);
  const { properties, at } = itemProperties(port, resource);
  return name === undefined || !properties.has(name) ? undefined : `${at}/${name}`;
}

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
