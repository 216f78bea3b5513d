import { isJsonObject, type Json, type Operation, type Parameter } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { referredName } from "../names.js";
import { idOf, type Resource } from "../resources.js";
import type { Given } from "../port.js";
import type { Trial } from "../trial.js";
import type { StepResponse } from "../trial-steps.js";
import { otherValue } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { envelopeOfBody, writableProperties } from "./properties.js";
import { isSame } from "./same.js";
import { withArticle } from "../../plural.js";

/** The parameter that identifies a request. Of a request id, which may serve logs only, the description has to state it (AIP-155). */
function keyParameter(operation: Operation | undefined): Parameter | undefined {
  return operation?.parameters.find(
    ({ in: location, name, description = "" }) =>
      (location === "header" && /idempotency-?key|^x-request-token$|client-token/i.test(name)) ||
      (["header", "query"].includes(location) &&
        /^(?:x-?)?(?:idempotency-?(?:key|token)|client-?token|request-?id)$/i.test(name.replaceAll("_", "-")) &&
        /idempoten|\b(?:repeated|retr(?:y|ied|ies)|duplicate)\b/i.test(description)),
  );
}

export const idempotencyKeyHolds: Law = {
  name: "idempotency-key-holds",
  title: "Two creates with the same Idempotency-Key create one resource, and another body with that key is refused.",
  reason:
    "draft-ietf-httpapi-idempotency-key-header §2: the server recognizes a retry by the key. Applies where the document has the header, or a request id that identifies repeated requests (AIP-155), and to another body if a description states that it is refused.",
  keeps: "shared-values",
  cases: (port) =>
    forResources(
      port,
      ["create"],
      async (trial, resource) => {
        const { create } = resource;
        const key = keyParameter(create);
        if (create === undefined || key === undefined) return;
        const { name } = key;
        const parent = await trial.parentOf(resource, create);
        const path = trial.pathFor(create, parent);
        const body = await trial.bodyToCreate(resource, create, parent);
        const given = { path, ...trial.values.freshKey(key), ...(body && { body }) };
        const first = await trial.send(create, given, { shows: `create ${withArticle(resource.name)} with a key` });
        if (!first.ok) return;
        const thing = trial.thingOf(resource, first, path, parent, body?.value);
        const second = await trial.send(create, given, { shows: "send the same request again with the same key" });
        const conflict = create.responses.find(({ status }) => status === "409")?.description ?? "";
        if (second.status === 409 && /idempot|key|request|retr/i.test(conflict)) return;
        trial.require(
          { kind: "status", step: second.step, in: ["2XX"] },
          `The second of two ${create.key} with the same ${name} responds with ${second.status}, not with the result of the first.`,
        );
        if (!second.ok) return;
        const found = idOf(resource, { body: second.json, location: second.header("location") });
        if (found === undefined) return;
        if (isSame(found.id, thing.id)) return requireRefusalOfOther(trial, resource, create, given, [first]);
        trial.thingOf(resource, second, path, parent, body?.value);
        const at = found.at === "Location" ? undefined : found.at;
        if (at === undefined) return;
        trial.require({ kind: "equals", step: second.step, at, value: thing.id }, `Two ${create.key} with the same ${name} created two resources.`);
      },
      // In the third round, only required properties are sent: a unique one could have the repeated request refused.
      { rounds: 3, unless: ({ create }) => (keyParameter(create) === undefined ? "the document has no Idempotency-Key header" : undefined) },
    ),
};

/** A key that was used is refused with another body. Applies if the document states it: other servers repeat the first response. */
async function requireRefusalOfOther(
  trial: Trial,
  resource: Resource,
  create: Operation,
  given: Given,
  because: readonly StepResponse[],
): Promise<void> {
  const texts = [
    keyParameter(create)?.description,
    create.description,
    ...create.responses.filter(({ status }) => status.startsWith("4")).map(({ description }) => description),
  ];
  const isDocumented = texts.some((text = "") =>
    /\b(?:another|different|other|changed)\s(?:request\s)?(?:body|payload|parameters|request|content)\b/i.test(text),
  );
  const [first] = because;
  const sent = valueAt(given.body?.value, envelopeOfBody(trial.model, create));
  if (!isDocumented || first === undefined || !isJsonObject(sent)) return;
  for (const [name, schemas] of writableProperties(trial.model, create)) {
    const value = sent[name] === undefined ? undefined : otherValue(trial, name, schemas, sent[name]);
    if (value === undefined || referredName(name) !== undefined) continue;
    const body = trial.values.withProperties(create, { ...(sent as Readonly<Record<string, Json>>), [name]: value });
    const other = await trial.send(create, { ...given, body }, { shows: `send another "${name}" with the same key` });
    if (!other.ok) return;
    trial.adopt(resource, other, given.path ?? {}, undefined, body.value);
    return trial.require(
      { kind: "status", step: other.step, in: ["4XX"] },
      `${create.key} responds with ${other.status} to another body with the Idempotency-Key of an earlier request.`,
      [...because, other],
    );
  }
}
