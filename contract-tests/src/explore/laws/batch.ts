import { minimal } from "tallystick";
import { tokens, type Json, type Operation } from "tallystick/model";
import { withValueAt } from "../../observe/value-at.js";
import type { GivenBody } from "../port.js";
import { batchOf, idOf, itemsOf, type Resource } from "../resources.js";
import { Inapplicable, type StepResponse, type Trial } from "../trial.js";
import type { Law, LawCase } from "./law.js";
import { listAll } from "./list.js";
import { requestMedia } from "./properties.js";

export const batchesAreWhole: Law = {
  name: "batches-are-whole",
  title: "A batch that succeeds creates all of its items. One that is refused creates none, where the document states that.",
  reason:
    "RFC 9110 §15.3.2: 201 means that what the response shows exists. Applies to operations of --allow that take a list of what a create takes.",
  cases: (port) =>
    port.resources.flatMap((resource): readonly LawCase[] =>
      resource.actions.flatMap((batch): readonly LawCase[] => {
        const at = batchOf(port.model, batch);
        if (at === undefined || resource.read === undefined) return [];
        if (!port.mayAct(batch)) return [{ operation: batch, unless: `it creates many items at once: --allow '${batch.key}' permits it` }];
        const run = (trial: Trial): Promise<void> => (trial.round === 0 ? createAll : createNone)(trial, resource, batch, at);
        return [{ operation: batch, rounds: 2, run }];
      }),
    ),
};

async function createAll(trial: Trial, resource: Resource, batch: Operation, at: string): Promise<void> {
  const { read, create } = resource;
  const path = trial.pathFor(batch, undefined);
  const attempt = async (): Promise<StepResponse> => {
    const body = batchBody(trial, batch, at, [await itemFor(trial, resource), await itemFor(trial, resource)]);
    return trial.send(batch, { path, body }, { shows: `create two ${resource.name} resources at once` });
  };
  let made = await attempt();
  // A property must be unique: the next items have new texts.
  if (made.status === 409 && create !== undefined && !trial.port.conflicting.has(create)) {
    trial.port.conflicting.add(create);
    made = await attempt();
  }
  if (!made.ok || made.status === 202) return;
  for (const item of itemsOf(made.json, resource)?.items ?? []) {
    const found = idOf(resource, { body: item });
    if (found === undefined) return;
    const thing = trial.thingOf(resource, made, path, undefined, undefined, "main", found.id);
    const response = await trial.readSettled(thing);
    trial.require(
      { kind: "status", step: response.step, in: ["2XX"] },
      `${batch.key} responded with ${made.status} and the ${resource.name} ${JSON.stringify(found.id)}, but ${read?.key} responds with ${response.status}.`,
      [made, response],
    );
  }
}

/** The same item twice: where a key must be unique, the second one is refused. */
async function createNone(trial: Trial, resource: Resource, batch: Operation, at: string): Promise<void> {
  if (!/\b(?:none|nothing|no item|atomic\w*|all or)\b/i.test(`${batch.summary} ${batch.description}`)) return;
  const item = await itemFor(trial, resource);
  const body = batchBody(trial, batch, at, [item, item]);
  const before = await listAll(trial, resource, undefined);
  const refused = await trial.send(batch, { path: trial.pathFor(batch, undefined), body }, { shows: `create a ${resource.name} twice at once` });
  if (refused.status < 400 || refused.status > 499) return;
  const after = await listAll(trial, resource, undefined);
  const [first, last] = [before?.responses[0], after?.responses.at(-1)];
  if (before?.isComplete !== true || after === undefined || first === undefined || last === undefined || after.responses.length > 1) return;
  trial.require(
    { kind: "length", step: last.step, items: after.items, as: first.step },
    `${batch.key} responded with ${refused.status}, but ${resource.list?.key} has ${after.all.length} items after it, and had ${before.all.length}.`,
  );
}

async function itemFor(trial: Trial, { create }: Resource): Promise<Json> {
  const made = create && (await trial.bodyOf(create));
  if (made?.value === undefined) throw new Inapplicable("no item for the batch could be generated");
  return made.value;
}

function batchBody(trial: Trial, batch: Operation, at: string, items: readonly Json[]): GivenBody {
  const media = requestMedia(batch);
  const around = media?.schema && minimal(media.schema, trial.model, { direction: "request" });
  if (media === undefined || around?.found !== true) throw new Inapplicable(`no body for ${batch.key} could be generated`);
  return { mediaType: media.mediaType, value: withValueAt(around.value, tokens(at), [...items]) };
}
