import { idOf } from "../resources.js";
import { pathPattern, type Trial } from "../trial.js";
import type { Thing } from "../trial-steps.js";
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
        if (location === undefined) return;
        if (thing.created.status === 202) return requireMonitor(trial, location, thing);
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
        if (followed === undefined) return requireDocumentedPath(trial, location, thing);
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

/** The Location of what was accepted leads to the state of the work. Without such a description, it may lead to a later result. */
async function requireMonitor(trial: Trial, location: string, { created, resource, id }: Thing): Promise<void> {
  const described = resource.create?.responses
    .find(({ status }) => status === "202")
    ?.headers.find(({ name }) => /^location$/i.test(name))?.description;
  const isOfStatus = /status|state|progress|monitor|poll/i.test(described ?? "");
  const reads = trial.model.operations.filter(({ kind, method }) => kind === "path" && method === "get" && isOfStatus);
  for (const read of [...(resource.read ? [resource.read] : []), ...reads]) {
    const followed = await trial.follow(location, created, { ...resource, read });
    if (followed === undefined) continue;
    trial.require(
      { kind: "status", step: followed.step, in: ["2XX", "3XX"] },
      `${resource.create?.key} responded with 202, but its Location responds with ${followed.status}.`,
    );
    return;
  }
  requireDocumentedPath(trial, location, { created, resource, id }, (segments) => segments.some((one) => isSame(String(id), one)));
}

/** A Location of this server with the id of the item has a path of the document. Files may also have other addresses, below the id or without it. */
function requireDocumentedPath(
  trial: Trial,
  location: string,
  { created, resource, id }: Pick<Thing, "created" | "resource" | "id">,
  hasId = (segments: readonly string[]): boolean => isSame(String(id), segments.at(-1)),
): void {
  const { url } = created.interaction.request;
  const { read, create } = resource;
  if (read === undefined || !/^(?:\/(?!\/)|https?:)/i.test(location) || !URL.canParse(location, url)) return;
  const { origin, pathname } = new URL(location, url);
  if (origin !== new URL(url).origin || !hasId(pathname.split("/"))) return;
  if (trial.model.operations.some((one) => one.kind === "path" && one.method === "get" && pathPattern(one).test(pathname))) return;
  trial.require(
    { kind: "header", step: created.step, name: "Location", matches: pathPattern(read).source },
    `The Location of the created ${resource.name} is ${JSON.stringify(location)}, which is no path of the document: ${create?.key} creates ${read.path}.`,
    [created],
  );
}
