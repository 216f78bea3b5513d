import type { FailedRequest } from "../port.js";
import { itemOf, type Trial } from "../trial.js";
import type { Thing } from "../trial-steps.js";
import { requireUnchanged, stable } from "./compare.js";
import { forResources, type Law, type LawCase } from "./law.js";

export const readsChangeNothing: Law = {
  name: "reads-change-nothing",
  title: "Reading a resource does not change it.",
  reason: "RFC 9110 §9.2.1: GET is safe. Only properties that a client sends are compared.",
  cases: (port) =>
    forResources(
      port,
      ["read", "create"],
      async (trial, resource) => {
        const thing = await trial.create(resource);
        const first = await trial.readSettled(thing);
        if (!first.ok || itemOf(thing, first.json) === undefined) return;
        const second = await trial.read(thing, { shows: `read the ${resource.name} again` });
        trial.require(
          { kind: "status", step: second.step, in: ["2XX"] },
          `The second of two equal ${resource.read?.key} responds with ${second.status}.`,
        );
        requireUnchanged(trial, thing, first, second, stable(trial, thing, first, resource.create), `Reading the ${resource.name}`);
      },
      { rounds: 2, singletons: true },
    ),
};

export const noServerError: Law = {
  name: "no-server-error",
  title: "A request that the document allows does not make the server fail.",
  reason:
    "RFC 9110 §15.6: 5xx means that the server erred. A documented 500, or `default`, does not make it right. All requests of all laws are judged.",
  cases: (port) => [
    // A failed request is sent again, so that it can be shrunk and replayed.
    ...port.failed().map((failed): LawCase => ({ operation: failed.operation, rounds: 1, run: (trial) => sendAgain(trial, failed) })),
    ...forResources(port, ["create"], async (trial, resource) => {
      const thing = await trial.create(resource);
      if (resource.read !== undefined) await trial.read(thing);
      if (resource.replace !== undefined) {
        const value = await trial.replacementOf(thing);
        if (value !== undefined) await trial.replace(thing, value);
      }
      if (resource.list !== undefined)
        await trial.send(resource.list, { path: trial.pathFor(resource.list, thing.parent) }, { shows: `list ${resource.name} resources` });
      if (trial.round === 0) await removeReferred(trial, thing);
    }),
  ],
};

/** Removes what an item refers to. A server may refuse that, or show the item without it. */
async function removeReferred(trial: Trial, thing: Thing): Promise<void> {
  for (const { resource, ...other } of trial.things.filter((one) => one !== thing && one.resource.remove !== undefined)) {
    const removed = await trial.remove({ resource, ...other }, { shows: `delete the ${resource.name} that the ${thing.resource.name} refers to` });
    if (removed.ok && thing.resource.read !== undefined) await trial.read(thing);
  }
}

async function sendAgain(trial: Trial, { operation, given, resource, what, cause }: FailedRequest): Promise<void> {
  trial.cause = cause;
  const how = { shows: `send ${operation.key} (${what})` };
  if (resource === undefined) return void (await trial.send(operation, given, how));
  const isCreate = operation === resource.create;
  const thing = isCreate ? await trial.parentOf(resource, operation) : await trial.create(resource);
  const id = isCreate && operation === resource.replace ? trial.values.freshId(resource, operation) : {};
  const body = given.body && (await trial.values.withOwnReferences(operation, given.body));
  await trial.send(operation, { ...given, path: { ...trial.pathFor(operation, thing), ...id }, ...(body && { body }) }, how);
}
