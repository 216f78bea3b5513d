import type { Json } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import type { Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { linkedIn, requireSent, showsSent, shown } from "./compare.js";
import { forResources, type Law, type LawCase } from "./law.js";
import { isSame } from "./same.js";

export const createdIsReadable: Law = {
  name: "created-is-readable",
  title: "A created resource can be read, and has the values that were sent.",
  reason: "RFC 9110 §9.3.3: 201 means that the resource exists; §15.3.2: the response describes it.",
  cases: (port) => [
    ...port
      .altered(({ create, read }) => read && create)
      .map(({ operation, resource, changes }): LawCase => ({ operation, rounds: 1, run: (trial) => createAndRead(trial, resource, changes) })),
    ...forResources(port, ["create", "read"], createAndRead),
  ],
};

async function createAndRead(trial: Trial, resource: Resource, values: Readonly<Record<string, Json>> = {}): Promise<void> {
  const thing = await trial.create(resource, values);
  const { create, read } = resource;
  if (create === undefined || thing.created.status === 202) return;
  // Some servers give an empty text a default.
  const sent = Object.fromEntries(Object.entries(thing.sent).filter(([, value]) => value !== ""));
  const response = await trial.readSettled(thing, (one) => showsSent(trial, thing, create, sent, one));
  trial.require(
    { kind: "status", step: response.step, in: ["2XX"] },
    `${create.key} responded with ${thing.created.status}, but ${read?.key} responds with ${response.status}.`,
  );
  requireSent(trial, thing, create, sent, thing.created, [thing.created]);
  requireSent(trial, thing, create, sent, response);
  for (const received of [thing.created, response]) requireLinked(trial, thing, received);
}

/** The relationships of a resource object (JSON:API) are next to its properties. */
function requireLinked(trial: Trial, thing: Thing, received: StepResponse): void {
  const { given, operation } = trial.steps[thing.created.step] ?? {};
  for (const [at, data] of linkedIn(given?.body?.value)) {
    const returned = valueAt(received.json, at);
    if (returned === undefined || isSame(data, returned)) continue;
    trial.require(
      { kind: "equals", step: received.step, at, value: data },
      `${operation?.key} was sent ${shown(data)} in "${at}", but ${trial.steps[received.step]?.operation.key} responds with ${shown(returned)}.`,
    );
  }
}
