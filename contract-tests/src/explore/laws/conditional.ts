import { isJsonObject, type ApiModel, type Json, type Operation } from "tallystick/model";
import { itemOf, type Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import type { Resource } from "../resources.js";
import { flat } from "../names.js";
import { escaped, otherValue, requireUnchanged, stable } from "./compare.js";
import { forResources, type Law } from "./law.js";
import { enumOf, requiredProperties, responseProperties, writableProperties } from "./properties.js";
import { isSame } from "./same.js";
import { changedStates } from "./update.js";

/** Whether the document has conditional requests of an operation: the header that carries the condition, or the status that follows from it. */
function hasCondition(operation: Operation | undefined, header: RegExp, status?: string): boolean {
  if (operation === undefined) return false;
  return (
    operation.parameters.some(({ in: location, name }) => location === "header" && header.test(name)) ||
    operation.responses.some((one) => one.status === status)
  );
}

export const etagRevalidates: Law = {
  name: "etag-revalidates",
  title: "A request with the current ETag in If-None-Match gets 304, and a change gives a new ETag.",
  reason: "RFC 9110 §13.1.2 and §8.8.3. Applies where the document has If-None-Match or 304.",
  cases: (port) =>
    forResources(
      port,
      ["read", "create"],
      async (trial, resource) => {
        const thing = await trial.create(resource);
        const first = await trial.readSettled(thing);
        const etag = first.header("etag");
        if (etag === undefined) return;
        const again = await trial.read(thing, { shows: `read the ${resource.name} again with its ETag` }, { headers: { "If-None-Match": etag } });
        trial.require(
          { kind: "status", step: again.step, in: ["304"] },
          `${resource.read?.key} was sent the current ETag in If-None-Match, but responds with ${again.status}.`,
        );
        const updated = await change(trial, thing);
        if (updated?.ok !== true) return;
        const stale = await trial.read(thing, { shows: `read the ${resource.name} with its old ETag` }, { headers: { "If-None-Match": etag } });
        trial.require(
          { kind: "status", step: stale.step, in: ["2XX"] },
          `The ${resource.name} was changed, but ${resource.read?.key} still responds with ${stale.status} to its old ETag.`,
        );
      },
      {
        singletons: true,
        unless: ({ read }) => (hasCondition(read, /^if-none-match$/i, "304") ? undefined : "the document has neither If-None-Match nor 304"),
      },
    ),
};

export const ifMatchPreventsLostUpdates: Law = {
  name: "if-match-prevents-lost-updates",
  title: "A write with an old ETag in If-Match is refused with 412, and changes nothing.",
  reason:
    "RFC 9110 §13.1.1. Applies where the document has If-Match or 412. A weak ETag is tried where the document has If-Match: it may be refused when it is current, and may stay the same.",
  cases: (port) => [...forWrites(port, "update"), ...forWrites(port, "replace"), ...forWrites(port, "remove")],
};

export const etagPreventsLostUpdates: Law = {
  name: "etag-prevents-lost-updates",
  title: "A change gives an item another etag, and a write with the old one is refused and changes nothing.",
  reason:
    "AIP-154. Applies where the item has a property such as `etag`, a write takes it in its body or query, and the document has 409 or 412 or describes the refusal.",
  cases: (port) =>
    (["update", "replace", "remove"] as const).flatMap((kind) =>
      forResources(port, [kind, "create", "read"], (trial, resource) => staleEtag(trial, resource, kind), {
        rounds: 2,
        unless: (resource) => (etagOf(port.model, resource, kind) === undefined ? "the document describes no etag of the write" : undefined),
      }),
    ),
};

/** The property or query parameter with which a write carries the etag of the item, and the property of the item that has it. */
function etagOf(
  model: ApiModel,
  resource: Resource,
  kind: "update" | "replace" | "remove",
): { readonly name: string; readonly query: boolean; readonly property: string } | undefined {
  const { [kind]: operation, read } = resource;
  if (operation === undefined) return undefined;
  const isEtag = (name: string): boolean => flat(name) === "etag";
  const property = [...responseProperties(model, read).keys()].find(isEtag);
  const inQuery = operation.parameters.find((one) => one.in === "query" && isEtag(one.name));
  const [inBody, schemas = []] = [...writableProperties(model, operation)].find(([one]) => isEtag(one)) ?? [];
  // A changed item shows nothing about a DELETE.
  const name = inQuery?.name ?? (kind === "remove" ? undefined : inBody);
  const texts = [operation.description, inQuery?.description, ...schemas.map(({ annotations }) => annotations?.description)].join(" ");
  const refuses = /\b(?:fail\w*|refuse\w*|reject\w*|abort\w*|conflict\w*|concurren\w*|mismatch\w*|match\w*)\b/i.test(texts);
  const isRefused = refuses || operation.responses.some(({ status }) => status === "409" || status === "412");
  return name === undefined || property === undefined || !isRefused ? undefined : { name, query: inQuery !== undefined, property };
}

async function staleEtag(trial: Trial, resource: Resource, kind: "update" | "replace" | "remove"): Promise<void> {
  const operation = resource[kind];
  const etag = etagOf(trial.model, resource, kind);
  if (operation === undefined || etag === undefined) return;
  const thing = await trial.create(resource);
  const first = await trial.readSettled(thing);
  const shown = itemOf(thing, first.json);
  const old = shown?.item[etag.property];
  if (shown === undefined || typeof old !== "string" || old === "") throw new Inapplicable(`the ${resource.name} has no ${etag.property}`);
  const changed = await change(trial, thing);
  if (changed?.ok !== true) throw new Inapplicable(`the ${resource.name} could not be changed`);
  const before = await trial.readSettled(thing);
  const now = itemOf(thing, before.json);
  const names = stable(trial, thing, before, resource.create, resource.update, resource.replace);
  // A write that changed nothing need not give another etag.
  if (now === undefined || names.every((name) => isSame(shown.item[name], now.item[name]))) return;
  const [from, at] = [shown.at, now.at].map((outer) => `${outer}/${escaped(etag.property)}`);
  trial.require(
    { kind: "differs", step: before.step, at: at ?? "", value: { $step: first.step, from: from ?? "" } },
    `${trial.steps[changed.step]?.operation.key} changed the ${resource.name}, but its "${etag.property}" is the same.`,
  );
  const how = { shows: `${{ update: "update", replace: "replace", remove: "delete" }[kind]} the ${resource.name} with its old ${etag.name}` };
  const stale = etag.query
    ? await trial.send(operation, { path: trial.pathFor(operation, thing), query: { [etag.name]: old } }, how)
    : await change(trial, thing, {}, kind === "remove" ? undefined : kind, how, { [etag.name]: old });
  if (stale === undefined) return;
  trial.require(
    { kind: "status", step: stale.step, in: ["4XX"] },
    `${operation.key} was sent an old "${etag.name}", but responds with ${stale.status}.`,
  );
  if (stale.status !== 409 && stale.status !== 412) return;
  const after = await trial.read(thing);
  if (after.ok) requireUnchanged(trial, thing, before, after, names, `${operation.key}, which responded with ${stale.status},`);
}

export const versionPreventsLostUpdates: Law = {
  name: "version-prevents-lost-updates",
  title: "A write with another version than the current one is refused, and changes nothing.",
  reason:
    "RFC 9110 §15.5.10: 409 for a conflict with the current state. Applies where a write requires a number such as `version`, has a documented 409 or 412, and the server counts it.",
  keeps: "bodies",
  cases: (port) =>
    (["update", "replace"] as const).flatMap((kind) =>
      forResources(port, [kind, "create", "read"], (trial, resource) => otherVersion(trial, resource, kind), {
        rounds: 2,
        unless: (resource) =>
          resource[kind]?.responses.some(({ status }) => status === "409" || status === "412") === true
            ? undefined
            : "the document has neither status 409 nor 412",
      }),
    ),
};

async function otherVersion(trial: Trial, resource: Resource, kind: "update" | "replace"): Promise<void> {
  const operation = resource[kind];
  const thing = await trial.create(resource);
  const before = await trial.readSettled(thing);
  const version = operation && trial.versionOf(thing, operation);
  if (operation === undefined || typeof version?.value !== "number") throw new Inapplicable("its body requires no number of a version");
  const write = async (value: Json, shows: string): Promise<StepResponse | undefined> => {
    const properties = kind === "update" ? { ...thing.sent } : await trial.replacementOf(thing);
    if (!isJsonObject(properties)) return undefined;
    const given = properties as Readonly<Record<string, Json>>;
    const other = { ...given, ...changedStates(trial, thing, operation, given), [version.name]: value };
    const body = trial.values.withProperties(operation, other, thing);
    return trial.send(operation, { path: trial.pathFor(operation, thing), body }, { shows });
  };
  const unknown = Number(version.value) + 7;
  const early = await write(unknown, `${kind} the ${resource.name} with a version that it never had`);
  if (early === undefined) return;
  const unchanged = await trial.read(thing);
  if (early.ok) {
    const stored = itemOf(thing, unchanged.json)?.item[version.name];
    // A server that stores the number does not count versions.
    if (typeof stored !== "number" || stored >= unknown) return;
    return trial.require(
      { kind: "status", step: early.step, in: ["4XX"] },
      `${operation.key} was sent the "${version.name}" ${unknown} instead of ${String(version.value)}, but responds with ${early.status}.`,
      [thing.created, before, early, unchanged],
    );
  }
  if (early.status !== 409 && early.status !== 412) return;
  const names = stable(trial, thing, before, resource.create, operation);
  requireUnchanged(trial, thing, before, unchanged, names, `${operation.key}, which responded with ${early.status},`, [
    thing.created,
    before,
    early,
    unchanged,
  ]);
  const first = await write(version.value, `${kind} the ${resource.name} with its version`);
  if (first?.ok !== true) return;
  const again = await write(version.value, `${kind} the ${resource.name} with its former version`);
  if (again === undefined) return;
  trial.require(
    { kind: "status", step: again.step, in: ["4XX"] },
    `Two ${operation.key} with the "${version.name}" ${String(version.value)} succeed, although another number is refused with ${early.status}.`,
    [thing.created, early, first, again],
  );
}

const ifMatch = /^if-match$/i;

function forWrites(port: Parameters<Law["cases"]>[0], kind: "update" | "replace" | "remove"): ReturnType<Law["cases"]> {
  return forResources(port, [kind, "create", "read"], (trial, resource) => staleWrite(trial, resource, kind), {
    singletons: true,
    unless: (resource) => (hasCondition(resource[kind], ifMatch, "412") ? undefined : "the document has neither If-Match nor 412"),
  });
}

async function staleWrite(trial: Trial, resource: Resource, kind: "update" | "replace" | "remove"): Promise<void> {
  const operation = resource[kind];
  const thing = await trial.create(resource);
  const first = await trial.readSettled(thing);
  const old = first.header("etag");
  const isWeak = old?.startsWith("W/") === true;
  // Some frameworks give each response a weak ETag, without conditional writes.
  if (old === undefined || operation === undefined || (isWeak && !hasCondition(operation, ifMatch))) return;
  const changed = await change(trial, thing, { "If-Match": old });
  if (changed === undefined) return;
  // If-Match never matches a weak ETag, but servers that issue only weak ones compare them.
  if (!isWeak)
    trial.require(
      { kind: "status", step: changed.step, in: ["1XX", "2XX", "3XX", "400", "401", "403", "404", "405", "409", "415", "422", "428", "429"] },
      `A write with the current ETag responds with ${changed.status}.`,
    );
  if (!changed.ok) return;
  const before = await trial.read(thing);
  if (isWeak && before.header("etag") === old) return;
  const same = `The ${resource.name} was changed, but its ETag is the same.`;
  trial.require({ kind: "header", step: before.step, name: "ETag", value: { $step: first.step, header: "ETag" }, not: true }, same);
  const headers = { "If-Match": old };
  const how = { shows: `${{ update: "update", replace: "replace", remove: "delete" }[kind]} the ${resource.name} with its old ETag` };
  const stale = kind === "remove" ? await trial.remove(thing, how, headers) : await change(trial, thing, headers, kind, how);
  if (stale === undefined) return;
  trial.require(
    { kind: "status", step: stale.step, in: ["412"] },
    `${operation.key} was sent an old ETag in If-Match, but responds with ${stale.status}.`,
  );
  if (stale.status !== 412) return;
  const after = await trial.read(thing);
  const names = stable(trial, thing, before, resource.create, operation);
  if (after.ok) requireUnchanged(trial, thing, before, after, names, `${operation.key}, which responded with 412,`);
}

/** Writes other values, by PATCH or else by PUT. */
async function change(
  trial: Trial,
  thing: Thing,
  headers: Readonly<Record<string, string>> = {},
  kind: "update" | "replace" | undefined = undefined,
  how: { readonly shows?: string } = {},
  given: Readonly<Record<string, Json>> = {},
): Promise<StepResponse | undefined> {
  const { update, replace } = thing.resource;
  const current = thing.created.json === undefined ? thing.sent : { ...thing.sent, ...itemOf(thing, thing.created.json)?.item };
  if (update !== undefined && kind !== "replace") {
    // Listed values come last: a state may refuse its change with another status.
    const properties = [...writableProperties(trial.model, update)];
    const isListed = (schemas: (typeof properties)[number][1]): number => (enumOf(schemas) === undefined ? 0 : 1);
    for (const [name, schemas] of properties.toSorted((a, b) => isListed(a[1]) - isListed(b[1]))) {
      const value = otherValue(trial, name, schemas, current[name]);
      if (value === undefined || value === thing.id || flat(name) === "etag") continue;
      const required = requiredProperties(trial.model, update).filter((one) => one !== name && current[one] !== undefined);
      return trial.update(
        thing,
        { ...Object.fromEntries(required.map((one) => [one, current[one] as Json])), [name]: value, ...given },
        how,
        headers,
      );
    }
  }
  if (replace === undefined || kind === "update") return undefined;
  const value = await trial.replacementOf(thing);
  return value === undefined ? undefined : trial.replace(thing, isJsonObject(value) ? ({ ...value, ...given } as Json) : value, how, headers);
}
