import { seeded } from "tallystick";
import type { ApiModel, Json, Operation, Schema } from "tallystick/model";
import { valueAt } from "../../observe/value-at.js";
import { listAt } from "../expectation.js";
import { attributesIn } from "../envelope.js";
import { itemsOf } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse } from "../trial-steps.js";
import { escaped } from "./compare.js";
import { isSame } from "./same.js";
import { forResources, type Law } from "./law.js";
import { bodySchemas, isMarked, propertiesOf, requestMedia, responseProperties } from "./properties.js";
import { withArticle } from "../../plural.js";

export const readOnlyDoesNotStick: Law = {
  name: "read-only-does-not-stick",
  isSeldom: true,
  title: "A readOnly property that was sent is refused or ignored.",
  reason: "OpenAPI 3.1 §4.8.24.1, JSON Schema Validation §9.4: readOnly values are managed by the server.",
  cases: (port) =>
    (["create", "update", "replace"] as const).flatMap((kind) =>
      forResources(
        port,
        kind === "create" ? ["create", "read"] : [kind, "create", "read"],
        async (trial, resource) => {
          const operation = resource[kind];
          if (operation === undefined) return;
          for (const [name, schemas] of readOnlyProperties(port.model, resource[kind], resource.read)) {
            const control = await trial.create(resource);
            const before = await trial.readSettled(control);
            const current = itemOf(control, before.json)?.item[name];
            // Values that the server sets by itself do not count.
            const value = valueUnlike(trial, name, schemas, current);
            if (current === undefined || value === undefined) continue;
            if (kind === "create") {
              const how = { shows: `create ${withArticle(resource.name)} with the readOnly property "${name}"`, invalid: true } as const;
              const thing = await trial.create(resource, { [name]: value }, how);
              const after = await trial.readSettled(thing);
              // A server that stored another owner may hide the item.
              const isShownAtOnce = isSame(value, itemOf(thing, thing.created.json)?.item[name]);
              const isStored = !after.ok || isSame(value, itemOf(thing, after.json)?.item[name]);
              differs(trial, thing, isStored && isShownAtOnce ? thing.created : after, name, value, operation.key);
              continue;
            }
            const how = { shows: `${kind} the ${resource.name} with the readOnly property "${name}"`, invalid: true } as const;
            const sent =
              kind === "update"
                ? await trial.update(control, { [name]: value }, how)
                : await trial.replace(control, { ...control.sent, [name]: value }, how);
            const thing = control;
            if (sent.ok) differs(trial, thing, await trial.read(thing), name, value, operation.key);
          }
        },
        {
          rounds: 2,
          unless: (resource) =>
            readOnlyProperties(port.model, resource[kind], resource.read).length === 0 ? "the body has no readOnly properties" : undefined,
        },
      ),
    ),
};

function valueUnlike(trial: Trial, name: string, schemas: readonly Schema[], current: unknown): Json | undefined {
  const [schema] = schemas;
  if (schema === undefined) return undefined;
  for (let attempt = 0; attempt < 6; attempt++) {
    const result = seeded(schema, trial.random.integer(1, 1e9), trial.model, { direction: "response", name });
    if (!result.found || result.value === null) continue;
    const value = typeof result.value === "number" && Number.isInteger(result.value) ? result.value + 100_003 : result.value;
    if (!isSame(value, current) && !isSame(current, value)) return value;
  }
  return undefined;
}

/** Properties that the request and the response describe and that are readOnly. */
function readOnlyProperties(
  model: ApiModel,
  write: Operation | undefined,
  read: Operation | undefined,
): readonly (readonly [string, readonly Schema[]])[] {
  if (requestMedia(write) === undefined) return [];
  const sent = propertiesOf(model, bodySchemas(model, write));
  const returned = responseProperties(model, read);
  // Where the request describes no such property and forbids others, sending it is another law's.
  return [...returned].filter(([name, schemas]) => isMarked(schemas, "readOnly") && (sent.has(name) ? isMarked(sent.get(name), "readOnly") : true));
}

function differs(trial: Trial, thing: Parameters<typeof itemOf>[0], response: StepResponse, name: string, value: Json, key: string): void {
  const found = itemOf(thing, response.json);
  if (found === undefined || !response.ok) return;
  trial.require(
    { kind: "differs", step: response.step, at: `${found.at}/${escaped(name)}`, value },
    `"${name}" is readOnly, but ${key} stored ${JSON.stringify(value)}.`,
  );
}

export const writeOnlyIsHidden: Law = {
  name: "write-only-is-hidden",
  title: "A writeOnly property never returns.",
  reason: "OpenAPI 3.1 §4.8.24.1, JSON Schema Validation §9.4: writeOnly values are not part of a response.",
  cases: (port) =>
    forResources(
      port,
      ["create"],
      async (trial, resource) => {
        const names = writeOnlyProperties(port.model, resource.create);
        const thing = await trial.create(resource);
        const responses = [thing.created];
        if (resource.read !== undefined) responses.push(await trial.readSettled(thing));
        if (resource.list !== undefined) {
          const listed = await trial.send(
            resource.list,
            { path: trial.pathFor(resource.list, thing.parent) },
            { shows: `list ${resource.name} resources` },
          );
          const found = itemsOf(listed.json, resource);
          for (const name of names) {
            const items = listAt(listed.json, found?.pointer ?? "") ?? [];
            const at = `${attributesIn(items[0])}/${escaped(name)}`;
            const index = items.findIndex((item) => valueAt(item, at) !== undefined);
            if (index >= 0) hidden(trial, listed, `${found?.pointer}/${index}${at}`, name);
          }
        }
        for (const response of responses) {
          const found = itemOf(thing, response.json);
          for (const name of names) if (found !== undefined) hidden(trial, response, `${found.at}/${escaped(name)}`, name);
        }
      },
      {
        rounds: 2,
        unless: ({ create }) => (writeOnlyProperties(port.model, create).length === 0 ? "the body has no writeOnly properties" : undefined),
      },
    ),
};

function hidden(trial: Trial, response: StepResponse, at: string, name: string): void {
  const { key } = trial.steps[response.step]?.operation ?? { key: "" };
  trial.require({ kind: "absent", step: response.step, at }, `"${name}" is writeOnly, but ${key} returns it.`);
}

function writeOnlyProperties(model: ApiModel, write: Operation | undefined): readonly string[] {
  return [...propertiesOf(model, bodySchemas(model, write))].filter(([, schemas]) => isMarked(schemas, "writeOnly")).map(([name]) => name);
}
