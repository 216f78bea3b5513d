import { forResources, type Law } from "./law.js";
import { listAll } from "./list.js";
import { isSame } from "./same.js";

export const childrenBelongToParents: Law = {
  name: "children-belong-to-parents",
  title: "Nested items cannot be read or listed below another parent, and are deleted with their parent.",
  reason: "RFC 3986 §3.3: the hierarchy of a path identifies a resource. A server that ignores the parent shows items of others.",
  cases: (port) =>
    forResources(
      port,
      ["create", "read"],
      async (trial, resource) => {
        const { parent, read, list, create } = resource;
        if (parent === undefined || read === undefined || create === undefined) return;
        const owner = await trial.create(parent);
        const child = await trial.create(resource, {}, { parent: owner });
        const other = await trial.create(parent);
        const there = await trial.readSettled(child);
        if (!there.ok) return;
        const path = { ...trial.pathFor(read, other), [resource.idParameter ?? "id"]: child.id };
        const response = await trial.send(read, { path }, { shows: `read the ${resource.name} below another ${parent.name}` });
        trial.require(
          { kind: "status", step: response.step, in: ["3XX", "4XX", "5XX"] },
          `${read.key} responds with ${response.status} for a ${resource.name} that is below another ${parent.name}.`,
        );
        const listed = list !== undefined && list.path.startsWith(`${parent.item ?? "?"}/`) ? await listAll(trial, resource, other) : undefined;
        const last = listed?.responses.at(-1);
        if (listed?.key !== undefined && last !== undefined && listed.ids.some((id) => isSame(id, child.id))) {
          const of = listed.responses.map(({ step }) => step);
          trial.require(
            { kind: "listed", step: last.step, of, items: listed.items, key: listed.key, value: child.id, times: 0 },
            `${list?.key} has a ${resource.name} that is below another ${parent.name}.`,
          );
        }
        if (parent.remove === undefined || parent.read === undefined) return;
        const removed = await trial.remove(owner);
        if (!removed.ok || removed.status === 202) return;
        const isGone = await trial.readSettled(owner, ({ ok }) => !ok);
        if (isGone.ok) return;
        const orphan = await trial.readSettled(child, ({ ok }) => !ok);
        trial.require(
          { kind: "status", step: orphan.step, in: ["3XX", "4XX", "5XX"] },
          `The ${parent.name} was deleted, but ${read.key} still responds with ${orphan.status} for what was below it.`,
        );
      },
      {
        rounds: 2,
        unless: ({ parent, read }) =>
          parent?.create === undefined || read?.path.startsWith(`${parent.item ?? "?"}/`) !== true
            ? "it is not below an item that can be created"
            : undefined,
      },
    ),
};
