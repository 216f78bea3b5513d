import type { Operation } from "tallystick/model";
import { idOf } from "../resources.js";
import { isSame } from "./same.js";
import { forResources, type Law } from "./law.js";

function keyHeader(operation: Operation | undefined): string | undefined {
  return operation?.parameters.find(
    ({ in: location, name }) => location === "header" && /idempotency-?key|^x-request-token$|client-token/i.test(name),
  )?.name;
}

export const idempotencyKeyHolds: Law = {
  name: "idempotency-key-holds",
  title: "Two creates with the same Idempotency-Key create one resource.",
  reason: "draft-ietf-httpapi-idempotency-key-header §2: the server recognizes a retry by the key. Applies where the document has the header.",
  cases: (port) =>
    forResources(
      port,
      ["create"],
      async (trial, resource) => {
        const { create } = resource;
        const name = keyHeader(create);
        if (create === undefined || name === undefined) return;
        const parent = await trial.parentOf(resource, create);
        const path = trial.pathFor(create, parent);
        const body = await trial.bodyOf(create, {}, parent);
        const given = { path, headers: { [name]: trial.freshKey() }, ...(body && { body }) };
        const first = await trial.send(create, given, { shows: `create a ${resource.name} with a key` });
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
        if (found === undefined || isSame(found.id, thing.id)) return;
        trial.thingOf(resource, second, path, parent, body?.value);
        const at = found.at === "Location" ? undefined : found.at;
        if (at === undefined) return;
        trial.require({ kind: "equals", step: second.step, at, value: thing.id }, `Two ${create.key} with the same ${name} created two resources.`);
      },
      { rounds: 2, unless: ({ create }) => (keyHeader(create) === undefined ? "the document has no Idempotency-Key header" : undefined) },
    ),
};
