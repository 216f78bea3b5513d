import { idOf } from "../resources.js";
import { isSame } from "./same.js";
import { forResources, type Law } from "./law.js";

export const locationLeadsToCreated: Law = {
  name: "location-leads-to-created",
  title: "The Location header of a created resource leads to it.",
  reason: "RFC 9110 §15.3.2: the resource that was created is identified by Location. Applies where the response has the header.",
  cases: (port) =>
    forResources(
      port,
      ["create", "read"],
      async (trial, resource) => {
        const thing = await trial.create(resource);
        const { create } = resource;
        const documented = create?.responses.some(
          ({ status, headers }) => status === String(thing.created.status) && headers.some(({ name }) => /^location$/i.test(name)),
        );
        const location = thing.created.header("location");
        if (documented === true) {
          trial.require(
            { kind: "header", step: thing.created.step, name: "Location" },
            `${create?.key} responded with ${thing.created.status}, but without the documented Location.`,
          );
        }
        if (location === undefined || thing.created.status === 202) return;
        const inBody = idOf(resource, { body: thing.created.json })?.id;
        const inHeader = idOf(resource, { location })?.id;
        const url = thing.created.interaction.request.url;
        const isCollection = URL.canParse(location, url) && new URL(location, url).pathname === new URL(url).pathname;
        if (inBody !== undefined && (inHeader !== undefined || isCollection)) {
          trial.require(
            {
              kind: "equals",
              step: thing.created.step,
              at: idOf(resource, { body: thing.created.json })?.at ?? "",
              value: { $step: thing.created.step, header: "Location", segment: "last" },
            },
            inHeader === undefined
              ? `The Location of the created ${resource.name} is that of the collection.`
              : `The body of ${create?.key} has the id ${JSON.stringify(inBody)}, but its Location has ${JSON.stringify(inHeader)}.`,
          );
        }
        const followed = await trial.follow(location, thing.created, resource);
        if (followed === undefined) return;
        trial.require(
          { kind: "status", step: followed.step, in: ["2XX", "3XX"] },
          `The Location of the created ${resource.name} responds with ${followed.status}.`,
        );
        const id = idOf(resource, { body: followed.json })?.id;
        if (id === undefined || isSame(id, thing.id)) return;
        trial.require(
          { kind: "equals", step: followed.step, at: idOf(resource, { body: followed.json })?.at ?? "", value: thing.id },
          `The Location of the created ${resource.name} leads to another one.`,
        );
      },
      { rounds: 2 },
    ),
};
