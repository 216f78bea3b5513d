import { minimal } from "tallystick";
import { isJsonObject, tokens, type Json, type Operation } from "tallystick/model";
import { withValueAt } from "../../observe/value-at.js";
import type { GivenBody } from "../port.js";
import { batchOf, idOf, itemsOf, type Batch, type Resource } from "../resources.js";
import type { Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import { escaped } from "./compare.js";
import type { Law, LawCase } from "./law.js";
import { listAll } from "./list.js";
import { requestMedia } from "./properties.js";
import { isSame } from "./same.js";
import { withArticle } from "../../plural.js";

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

async function createAll(trial: Trial, resource: Resource, batch: Operation, at: Batch): Promise<void> {
  const { read, create } = resource;
  const parent = await trial.parentOf(resource, batch);
  const path = trial.pathFor(batch, parent);
  let sent: readonly Json[] = [];
  const attempt = async (): Promise<StepResponse> => {
    sent = [await itemFor(trial, resource, parent), await itemFor(trial, resource, parent)];
    const body = batchBody(trial, batch, at, sent);
    return trial.send(batch, { path, body }, { shows: `create two ${resource.name} resources at once` });
  };
  let made = await attempt();
  // A property must be unique: the next items have new texts.
  if (made.status === 409 && create !== undefined && !trial.port.conflicting.has(create)) {
    trial.port.conflicting.add(create);
    made = await attempt();
  }
  if (!made.ok || made.status === 202) return;
  requireOrder(trial, resource, batch, made, sent);
  for (const item of itemsOf(made.json, resource)?.items ?? []) {
    const found = idOf(resource, { body: item });
    if (found === undefined) return;
    const thing = trial.thingOf(resource, made, path, parent, undefined, "main", found.id);
    const response = await trial.readSettled(thing);
    trial.require(
      { kind: "status", step: response.step, in: ["2XX"] },
      `${batch.key} responded with ${made.status} and the ${resource.name} ${JSON.stringify(found.id)}, but ${read?.key} responds with ${response.status}.`,
      [made, response],
    );
  }
}

/** Requires the items in the order of the request, where the document states that. */
function requireOrder(trial: Trial, resource: Resource, batch: Operation, made: StepResponse, sent: readonly Json[]): void {
  const texts = [batch.summary, batch.description, ...batch.responses.map(({ description }) => description)].join(" ");
  const list = itemsOf(made.json, resource);
  const [first, last] = list?.items ?? [];
  const [one, other] = sent;
  if (!/\b(?:in|same) (?:the )?(?:same )?order\b/i.test(texts) || list?.items.length !== 2 || !isJsonObject(one) || !isJsonObject(other)) return;
  if (!isJsonObject(first) || !isJsonObject(last)) return;
  const swapped = Object.keys(one).find(
    (name) => typeof one[name] !== "object" && !isSame(one[name], other[name]) && isSame(first[name], other[name]) && isSame(last[name], one[name]),
  );
  if (swapped === undefined) return;
  trial.require(
    { kind: "equals", step: made.step, at: `${list.pointer}/0/${escaped(swapped)}`, value: one[swapped] as Json },
    `${batch.key} responds with the items in another order than that of the request.`,
    [made],
  );
}

/** The same item twice: where a key must be unique, the second one is refused. */
async function createNone(trial: Trial, resource: Resource, batch: Operation, at: Batch): Promise<void> {
  if (!/\b(?:none|nothing|no item|atomic\w*|all or)\b/i.test(`${batch.summary} ${batch.description}`)) return;
  const parent = await trial.parentOf(resource, batch);
  const item = await itemFor(trial, resource, parent);
  const body = batchBody(trial, batch, at, [item, item]);
  const before = await listAll(trial, resource, parent);
  const refused = await trial.send(
    batch,
    { path: trial.pathFor(batch, parent), body },
    { shows: `create ${withArticle(resource.name)} twice at once` },
  );
  if (refused.status < 400 || refused.status > 499) return;
  const after = await listAll(trial, resource, parent);
  const [first, last] = [before?.responses[0], after?.responses.at(-1)];
  if (before?.isComplete !== true || after === undefined || first === undefined || last === undefined || after.responses.length > 1) return;
  trial.require(
    { kind: "length", step: last.step, items: after.items, as: first.step },
    `${batch.key} responded with ${refused.status}, but ${resource.list?.key} has ${after.all.length} items after it, and had ${before.all.length}.`,
  );
}

async function itemFor(trial: Trial, { create }: Resource, parent: Thing | undefined): Promise<Json> {
  const made = create && (await trial.values.bodyOf(create, {}, parent));
  if (made?.value === undefined) throw new Inapplicable("no item for the batch could be generated");
  return made.value;
}

function batchBody(trial: Trial, batch: Operation, { at, within }: Batch, items: readonly Json[]): GivenBody {
  const media = requestMedia(batch);
  const around = media?.schema && minimal(media.schema, trial.model, { direction: "request" });
  if (media === undefined || around?.found !== true) throw new Inapplicable(`no body for ${batch.key} could be generated`);
  const elements = items.map((item) => (within === "" ? item : { [tokens(within)[0] ?? ""]: item }));
  return { mediaType: media.mediaType, value: withValueAt(around.value, tokens(at), elements) };
}
