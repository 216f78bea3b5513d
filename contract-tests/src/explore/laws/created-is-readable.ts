import type { Json } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { referredName } from "../names.js";
import type { Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { linkedIn, requireSent, showsSent, shown } from "./compare.js";
import { forResources, type Law, type LawCase } from "./law.js";
import { isFreeText, writableProperties } from "./properties.js";
import { isSame } from "./same.js";
import { withArticle } from "../../plural.js";

export const createdIsReadable: Law = {
  name: "created-is-readable",
  title: "A created resource can be read, and has the values that were sent.",
  reason: "RFC 9110 §9.3.3: 201 means that the resource exists; §15.3.2: the response describes it.",
  cases: (port) => [
    ...port
      .altered(({ create, read }) => read && create)
      .map(({ operation, resource, changes }): LawCase => ({ operation, rounds: 1, run: (trial) => createAndRead(trial, resource, changes) })),
    ...forResources(port, ["create", "read"], createAndRead),
    ...forResources(port, ["create", "read"], createWithLongTexts, { rounds: 1 }).filter(({ unless }) => unless === undefined),
  ],
};

/** Creates an item with the longest texts that the document allows: the server may refuse them, but neither cut nor lose them. */
async function createWithLongTexts(trial: Trial, resource: Resource): Promise<void> {
  const { create, read, replace } = resource;
  if (create === undefined || read === undefined || create === replace) return;
  const parent = await trial.parentOf(resource, create);
  const texts = [...writableProperties(trial.model, create)].flatMap(([name, schemas]): [string, Json][] => {
    const [schema] = schemas;
    const text = schema === undefined || !isFreeText(schemas) || referredName(name) !== undefined ? undefined : trial.values.longText(name, schema);
    return text === undefined ? [] : [[name, text]];
  });
  const body = texts.length === 0 ? undefined : await trial.bodyToCreate(resource, create, parent, Object.fromEntries(texts));
  if (body === undefined) return;
  const path = trial.pathFor(create, parent);
  const created = await trial.send(create, { path, body }, { shows: `create ${withArticle(resource.name)} with long texts` });
  if (!created.ok || created.status === 202) return;
  const thing = trial.thingOf(resource, created, path, parent, body.value);
  requireSent(trial, thing, create, thing.sent, created);
  requireSent(trial, thing, create, thing.sent, await trial.readSettled(thing, (one) => showsSent(trial, thing, create, thing.sent, one)));
}

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
