import { isJsonObject, type Json, type Operation } from "tallystick/model";
import { referredName } from "../names.js";
import type { Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { comparable, otherValue, requireUnchanged, stable } from "./compare.js";
import { isSame } from "./same.js";
import { forResources, type Law } from "./law.js";
import { enumOf, requiredProperties, typesOf, writableProperties } from "./properties.js";

export const writesLeaveOtherItems: Law = {
  name: "writes-leave-other-items",
  title: "A write to one item changes no other item.",
  reason:
    "RFC 9110 §9.3: a method applies to the target resource. Only texts are compared: a write may change positions and defaults of other items.",
  cases: (port) => [
    ...forResources(port, ["update", "create", "read"], (trial, resource) => write(trial, resource, resource.update, update), { rounds: 2 }),
    ...forResources(port, ["replace", "create", "read"], (trial, resource) => write(trial, resource, resource.replace, replace), { rounds: 1 }),
    ...forResources(
      port,
      ["remove", "create", "read"],
      (trial, resource) => write(trial, resource, resource.remove, (_, thing) => trial.remove(thing)),
      {
        rounds: 1,
      },
    ),
  ],
};

/** Creates two items, writes to the second one, and compares the first one before and after. */
async function write(
  trial: Trial,
  resource: Resource,
  operation: Operation | undefined,
  send: (trial: Trial, thing: Thing) => Promise<StepResponse | undefined>,
): Promise<void> {
  if (operation === undefined || resource.read === undefined) return;
  // A server that searches ids by their beginning meets both.
  const ids = operation === resource.remove ? trial.values.neighbouringIds(resource) : undefined;
  const bystander = await trial.create(resource, {}, ids && { id: ids[1] });
  const thing = await trial.create(resource, {}, { ...(ids && { id: ids[0] }), ...(bystander.parent && { parent: bystander.parent }) });
  // A server that removes too many meets the item after it.
  const next = operation === resource.remove ? await trial.create(resource, {}, bystander.parent && { parent: bystander.parent }) : undefined;
  const before = await trial.readSettled(bystander);
  if (!before.ok) return;
  const written = await send(trial, thing);
  if (written?.ok !== true || written.status === 202) return;
  const requireReadable = (response: StepResponse, because: readonly StepResponse[]): void =>
    trial.require(
      { kind: "status", step: response.step, in: ["2XX"] },
      `After ${operation.key} of one ${resource.name}, ${resource.read?.key} responds with ${response.status} for another one.`,
      because,
    );
  if (next !== undefined) {
    const kept = await trial.readSettled(next);
    requireReadable(kept, [thing.created, next.created, written, kept]);
  }
  const after = await trial.read(bystander);
  const because = [bystander.created, thing.created, before, written, after];
  requireReadable(after, because);
  const texts = stable(trial, bystander, before, resource.create, resource.update).filter((name) => isText(trial, resource, name));
  requireUnchanged(trial, bystander, before, after, texts, `${operation.key} of another ${resource.name}`, because);
}

/** Changes all texts of an item. */
async function update(trial: Trial, thing: Thing): Promise<StepResponse | undefined> {
  const { update: operation, read } = thing.resource;
  if (operation === undefined || read === undefined) return undefined;
  const found = itemOf(thing, (await trial.read(thing)).json);
  if (found === undefined) return undefined;
  const texts = [...comparable(trial, operation, read, found.at)].flatMap(([name, schemas]): [string, Json][] => {
    const value = isText(trial, thing.resource, name) ? otherValue(trial, name, schemas, found.item[name]) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  if (texts.length === 0) return undefined;
  const required = requiredProperties(trial.model, operation).filter((name) => found.item[name] !== undefined);
  const current = Object.fromEntries(required.map((name): [string, Json] => [name, found.item[name] as Json]));
  return trial.update(thing, { ...current, ...Object.fromEntries(texts) });
}

async function replace(trial: Trial, thing: Thing): Promise<StepResponse | undefined> {
  const value = await trial.replacementOf(thing);
  if (!isJsonObject(value)) return undefined;
  // Other texts than all items have: those of an example.
  const texts = [...writableProperties(trial.model, thing.resource.replace)].flatMap(([name, schemas]): [string, Json][] => {
    const isOther = isText(trial, thing.resource, name) && referredName(name) === undefined && !isSame(value[name], thing.id);
    const other = value[name] === undefined || !isOther ? undefined : otherValue(trial, name, schemas, thing.sent[name]);
    return other === undefined ? [] : [[name, other]];
  });
  return trial.replace(thing, { ...(value as Readonly<Record<string, Json>>), ...Object.fromEntries(texts) });
}

/** Whether the requests of a resource describe a property as text that is not from a list. */
function isText({ model }: Trial, resource: Resource, name: string): boolean {
  return [resource.create, resource.update].some((operation) => {
    const schemas = writableProperties(model, operation).get(name) ?? [];
    return typesOf(schemas)[0] === "string" && enumOf(schemas) === undefined;
  });
}
