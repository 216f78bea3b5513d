import type { Json, Operation } from "tallystick/model";
import { needsCredentials } from "../../verify/credentials.js";
import type { Port } from "../port.js";
import { itemsOf, idOf, pathOf, type Resource } from "../resources.js";
import { flat } from "../names.js";
import type { Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import { isSafe } from "../writes.js";
import { isSame } from "./same.js";
import { otherValue, requireUnchanged, stable } from "./compare.js";
import { forActions } from "./actions.js";
import { isPart, writeParts } from "./job.js";
import { forResources, unlessPosted, type Law, type LawCase } from "./law.js";
import { listAll } from "./list.js";
import { requiredProperties, typesOf, wordsOf, writableProperties } from "./properties.js";
import { withArticle } from "../../plural.js";

export const identitiesAreSeparate: Law = {
  name: "identities-are-separate",
  title: "An identity can neither read nor change what another identity created.",
  reason:
    "OWASP API1:2023, broken object level authorization. Applies to resources of which some operation refuses the other identity, and to items that are created with `private: true` if a text states who may see private ones.",
  cases: (port) =>
    port.resources.flatMap((resource): readonly LawCase[] => {
      const { create } = resource;
      if (create === undefined || resource.singleton === true) return [];
      const others = port.identities.filter((name) => name !== "main");
      if (others.length === 0) return [{ operation: create, unless: "only one identity is given (--as)" }];
      if (!needsCredentials(create)) return [{ operation: create, unless: "no credentials are required" }];
      return others.flatMap((as) => [
        { operation: create, rounds: 2, run: (trial: Trial) => trespass(trial, resource, as) },
        ...(hidesPrivate(resource) ? [{ operation: create, rounds: 1, run: (trial: Trial) => readPrivate(trial, resource, as) }] : []),
      ]);
    }),
};

/** Tries all operations as another identity. Servers whose data is for all identities refuse none of them. */
async function trespass(trial: Trial, resource: Resource, as: string): Promise<void> {
  const thing = await trial.create(resource);
  const attempts: { readonly operation: Operation; readonly step: number; readonly isRefused: boolean; readonly message: string }[] = [];
  const before = resource.read && (await trial.readSettled(thing));
  const note = (operation: Operation, { step, status, ok }: { step: number; status: number; ok: boolean }): void => {
    const message = `${operation.key} responds with ${status} to the identity "${as}", although "main" created the ${resource.name}.`;
    attempts.push({ operation, step, isRefused: [401, 403, 404, 410].includes(status), message });
    if (!ok && ![401, 403, 404, 410].includes(status)) attempts.pop();
  };
  if (resource.read !== undefined) note(resource.read, await trial.read(thing, { as, shows: `read the ${resource.name} as ${as}` }));
  await writeParts(trial, thing);
  for (const operation of readsBelow(trial.port, resource)) {
    // Nothing may be there yet: then the owner cannot read it either.
    const path = trial.pathFor(operation, thing);
    if ((await trial.send(operation, { path }, { shows: `read what is below the ${resource.name}` })).ok)
      note(operation, await trial.send(operation, { path }, { as, shows: `read it as ${as}` }));
  }
  let isUnlisted = false;
  let isHidden = false;
  let listed: { readonly step: number; readonly items: string; readonly key: string } | undefined;
  if (resource.list !== undefined) {
    const response = await trial.send(
      resource.list,
      { path: trial.pathFor(resource.list, thing.parent) },
      { as, shows: `list ${resource.name} resources as ${as}` },
    );
    const found = itemsOf(response.json, resource);
    const item = found?.items.find((one) => isSame(thing.id, idOf(resource, { body: one })?.id));
    const key = idOf(resource, { body: item })?.at;
    // A role that only the list requires is no sign that its items are private.
    const has403 = (operation: Operation | undefined): boolean => operation?.responses.some(({ status }) => status === "403") === true;
    const isByRole = response.status === 403 && has403(resource.list) && !has403(resource.read);
    isUnlisted = [401, 403, 404].includes(response.status) && !isByRole;
    isHidden = isUnlisted || (response.ok && item === undefined && (await isListed(trial, thing)));
    if (response.ok && found !== undefined && item !== undefined && key !== undefined) listed = { step: response.step, items: found.pointer, key };
  }
  const changes = resource.update && trialChanges(trial, thing, resource.update);
  if (resource.update !== undefined && changes !== undefined)
    note(resource.update, await trial.update(thing, changes, { as, shows: `update the ${resource.name} as ${as}` }));
  if (resource.replace !== undefined) {
    const value = await trial.replacementOf(thing);
    if (value !== undefined) note(resource.replace, await trial.replace(thing, value, { as, shows: `replace the ${resource.name} as ${as}` }));
  }
  for (const operation of writesBelow(trial, resource)) {
    try {
      const body = await trial.values.bodyOf(operation, {}, thing);
      const given = { path: trial.pathFor(operation, thing), ...(body && { body }) };
      note(operation, await trial.send(operation, given, { as, shows: `send ${operation.key} as ${as}` }));
    } catch (error) {
      // A write that cannot be sent shows nothing.
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
  const after = before?.ok === true ? await trial.read(thing) : undefined;
  if (resource.remove !== undefined) note(resource.remove, await trial.remove(thing, { as, shows: `delete the ${resource.name} as ${as}` }));
  // A missing scope is no sign that data is separate.
  const isSign = ({ operation, isRefused, step }: (typeof attempts)[number]): boolean =>
    isRefused && (trial.steps[step]?.response.status !== 403 || !operation.security.some((one) => [...one.values()].flat().length > 0));
  if (!isUnlisted && !attempts.some(isSign)) throw new Inapplicable("its data is for all identities");
  // What others may read, but not change, is public: a write that is refused with 403 is no sign that it is private.
  const isPrivate = isUnlisted || attempts.some((one) => isSign(one) && (isSafe(one.operation) || trial.steps[one.step]?.response.status !== 403));
  const mayBePublic = [...writableProperties(trial.model, resource.create).keys()].some((name) =>
    wordsOf(name).some((word) => publicWords.has(word)),
  );
  // What is public may be open to all for a vote or a comment, but not for its own update or removal.
  const isOwners = (operation: Operation): boolean =>
    [resource.update, resource.replace, resource.remove].includes(operation) ||
    operation.responses.some(({ status }) => /^(?:403|4XX|default)$/i.test(status));
  const isJudged = (operation: Operation): boolean =>
    isPrivate ||
    (!isSafe(operation) && isOwners(operation)) ||
    (isHidden && !mayBePublic && operation.responses.some(({ status }) => status === "403"));
  for (const { operation, step, isRefused, message } of attempts) {
    const response = trial.steps[step]?.response;
    if (!isRefused && response !== undefined && isJudged(operation))
      trial.require({ kind: "status", step, in: ["401", "403", "404", "410"] }, message, [thing.created, response]);
  }
  if (listed !== undefined && resource.list !== undefined && attempts.some(({ operation, isRefused }) => isRefused && operation === resource.read)) {
    trial.require(
      { kind: "listed", step: listed.step, of: [listed.step], items: listed.items, key: listed.key, value: thing.id, times: 0 },
      `${resource.list.key} shows the ${resource.name} that "main" created to the identity "${as}".`,
    );
  }
  if (before !== undefined && after?.ok === true)
    requireUnchanged(
      trial,
      thing,
      before,
      after,
      stable(trial, thing, before, resource.create, resource.update, resource.replace),
      `A refused write of the identity "${as}"`,
    );
}

/** Whether a text states who may see private items: "A private channel is visible to its members only." */
function hidesPrivate({ create, read, list }: Resource): boolean {
  const texts = [create, read, list].flatMap((operation) => [operation?.summary ?? "", operation?.description ?? ""]);
  return texts
    .flatMap((text) => text.split(/[.\n]/))
    .some(
      (sentence) =>
        sentence.length < longestSentence && /\bprivate\b/i.test(sentence) && /\b(?:only|members?|owners?|others|nobody)\b/i.test(sentence),
    );
}

/** A longer one is no statement about private items. */
const longestSentence = 500;

/** Whether a flag makes its item private: `private`, `isPrivate` and `privateRoom`, but not `hasPrivateKey`. */
export function isPrivacy(name: string, resource: string): boolean {
  return ["private", "isprivate", `private${resource}`, `isprivate${resource}`].includes(flat(name));
}

/** Another identity neither reads nor lists an item that was created as private. */
async function readPrivate(trial: Trial, resource: Resource, as: string): Promise<void> {
  const { create, read, list } = resource;
  const flag = [...writableProperties(trial.model, create)].find(
    ([name, schemas]) => isPrivacy(name, resource.name) && typesOf(schemas)[0] === "boolean",
  );
  if (flag === undefined || read === undefined) return;
  const thing = await trial.create(resource, { [flag[0]]: true });
  const own = await trial.readSettled(thing);
  if (!own.ok) return;
  const response = await trial.read(thing, { as, shows: `read the private ${resource.name} as ${as}` });
  trial.require(
    { kind: "status", step: response.step, in: ["401", "403", "404", "410"] },
    `${read.key} responds with ${response.status} to the identity "${as}", although "main" created the ${resource.name} as private.`,
    [thing.created, response],
  );
  const listed = list && (await listAll(trial, resource, thing.parent, {}, { as }));
  const last = listed?.responses.at(-1);
  if (listed?.key === undefined || last === undefined) return;
  trial.require(
    {
      kind: "listed",
      step: last.step,
      of: listed.responses.map(({ step }) => step),
      items: listed.items,
      key: listed.key,
      value: thing.id,
      times: 0,
    },
    `${list?.key} shows the private ${resource.name} that "main" created to the identity "${as}".`,
    [thing.created, ...listed.responses],
  );
}

/** Properties that decide who may read an item. */
const publicWords = new Set("public private visibility visible shared published listed secret".split(" "));

/** Whether the first page of the list has an item for its owner. */
async function isListed(trial: Trial, { resource, id, parent }: Thing): Promise<boolean> {
  if (resource.list === undefined) return false;
  const response = await trial.send(resource.list, { path: trial.pathFor(resource.list, parent) }, { shows: `list ${resource.name} resources` });
  return itemsOf(response.json, resource)?.items.some((one) => isSame(id, idOf(resource, { body: one })?.id)) ?? false;
}

/** Reads of what belongs to one item and is no resource of its own, such as its bytes. */
function readsBelow({ model, resources }: Port, { item }: Resource): readonly Operation[] {
  if (item === undefined) return [];
  return model.operations.filter((operation) => {
    const path = pathOf(operation);
    const isOwn = resources.some(({ list, read, singleton }) => singleton !== true && (list === operation || read === operation));
    return operation.kind === "path" && operation.method === "get" && path !== item && isPart(item, path) && !isOwn;
  });
}

/** Writes to what an item has once, such as its settings or its picture, and actions that the run may call, such as its cancellation. */
function writesBelow({ port }: Trial, owner: Resource): readonly Operation[] {
  const parts = port.resources.flatMap(({ singleton, parent, replace, update }) =>
    singleton === true && parent === owner ? [replace ?? update ?? []].flat() : [],
  );
  const { item } = owner;
  const actions = owner.actions.filter(
    (action) => item !== undefined && isPart(item, pathOf(action)) && action.method === "post" && needsCredentials(action) && port.mayAct(action),
  );
  return [...parts, ...actions];
}

function trialChanges(trial: Trial, thing: Thing, update: Operation): Readonly<Record<string, Json>> | undefined {
  const required = requiredProperties(trial.model, update);
  for (const [name, schemas] of writableProperties(trial.model, update)) {
    const value = otherValue(trial, name, schemas, thing.sent[name]);
    if (value === undefined || isSame(thing.sent[name], thing.id)) continue;
    return {
      ...Object.fromEntries(required.flatMap((one): [string, Json][] => (thing.sent[one] === undefined ? [] : [[one, thing.sent[one]]]))),
      [name]: value,
    };
  }
  return undefined;
}

export const credentialsAreRequired: Law = {
  name: "credentials-are-required",
  title:
    "A write without credentials is refused, and changes nothing. What an item has once is not readable without them either. Of several that are required together, none may be missing.",
  reason: "OpenAPI 3.1 §4.8.30: one of the security requirements must be satisfied. RFC 9110 §15.5.2: 401.",
  cases: (port) => [
    ...forResources(port, ["create"], readPartsWithout, {
      rounds: 1,
      unless: (resource) => (readsBelow(port, resource).some(needsCredentials) ? undefined : "nothing below it requires credentials to read"),
    }).filter(({ unless }) => unless === undefined),
    ...forResources(port, ["read", "create"], readLackingOne, {
      rounds: 1,
      unless: ({ read }) => (read !== undefined && port.lackingOne(read).length > 0 ? undefined : "it does not require several credentials together"),
    }).filter(({ unless }) => unless === undefined),
    ...forActions(port, actWithout, (action) => (needsCredentials(action) ? undefined : "no credentials are required")),
    ...(["create", "update", "replace", "remove"] as const).flatMap((kind) =>
      forResources(
        port,
        kind === "create" ? ["create"] : [kind, "create"],
        async (trial, resource) => {
          const operation = resource[kind];
          if (operation === undefined) return;
          const as = ["anonymous", "invalid", ...port.lackingOne(operation)][trial.round];
          if (as === undefined) return;
          const words = as === "anonymous" ? "without credentials" : as === "invalid" ? "with invalid credentials" : `${as}, which is required`;
          const how = { as, shows: `${kind} ${withArticle(resource.name)} ${words}` };
          const parent = kind === "create" ? await trial.parentOf(resource, operation) : undefined;
          const thing = kind === "create" ? undefined : await trial.create(resource);
          if (kind === "create") {
            // A rejection only counts if the same request succeeds with credentials.
            const path = trial.pathFor(operation, parent);
            const body = await trial.values.bodyOf(operation, {}, parent);
            const response = await trial.send(operation, { path, ...(body && { body }) }, how);
            if (response.ok) trial.adopt(resource, response, path, parent, body?.value);
            refused(trial, operation, response, words);
            return;
          }
          if (thing === undefined) return;
          const changes = resource.update && trialChanges(trial, thing, resource.update);
          const value = resource.replace && (await trial.replacementOf(thing));
          const response =
            kind === "remove"
              ? await trial.remove(thing, how)
              : kind === "update"
                ? changes && (await trial.update(thing, changes, how))
                : value !== undefined && (await trial.replace(thing, value, how));
          if (response) refused(trial, operation, response, words);
        },
        {
          rounds: 2 + Math.max(0, ...port.resources.map((resource) => (resource[kind] ? port.lackingOne(resource[kind]).length : 0))),
          singletons: true,
          unless: (resource) =>
            (kind === "create" ? unlessPosted(resource) : undefined) ??
            (needsCredentials(resource[kind]!) ? undefined : "no credentials are required"),
        },
      ),
    ),
  ],
};

/** Sends an action for a new item, first without credentials, then with invalid ones: an item in another state would refuse it anyway. */
async function actWithout(trial: Trial, resource: Resource, action: Operation): Promise<void> {
  const as = trial.round === 0 ? "anonymous" : "invalid";
  const words = as === "anonymous" ? "without credentials" : "with invalid credentials";
  const thing = await trial.create(resource);
  const body = action.requestBody === undefined ? undefined : await trial.values.bodyOf(action, {}, thing);
  const given = { path: trial.pathFor(action, thing), ...(body && { body }) };
  refused(trial, action, await trial.send(action, given, { as, shows: `send ${action.key} ${words}` }), words);
}

/** Reads an item and its list with all but one of the credentials that are required together. */
async function readLackingOne(trial: Trial, resource: Resource): Promise<void> {
  const thing = await trial.create(resource);
  const { read, list } = resource;
  for (const operation of [read, list]) {
    if (operation === undefined) continue;
    const path = trial.pathFor(operation, operation === read ? thing : thing.parent);
    for (const as of trial.port.lackingOne(operation)) {
      const response = await trial.send(operation, { path }, { as, shows: `${operation === read ? "read" : "list"} it ${as}` });
      refused(trial, operation, response, `${as}, which is required`);
    }
  }
}

/** Reads what is below an item, such as its bytes, without credentials: without an item of its own, a run may get 404 for it. */
async function readPartsWithout(trial: Trial, resource: Resource): Promise<void> {
  const thing = await trial.create(resource);
  await writeParts(trial, thing);
  for (const operation of readsBelow(trial.port, resource).filter(needsCredentials)) {
    const path = trial.pathFor(operation, thing);
    if (!(await trial.send(operation, { path }, { shows: `read what is below the ${resource.name}` })).ok) continue;
    const response = await trial.send(operation, { path }, { as: "anonymous", shows: "read it without credentials" });
    refused(trial, operation, response, "without credentials");
  }
}

function refused(trial: Trial, operation: Operation, response: { readonly step: number; readonly status: number }, words: string): void {
  trial.require(
    { kind: "status", step: response.step, in: ["3XX", "4XX", "5XX"] },
    `${operation.key} responds with ${response.status} to a request ${words}.`,
  );
}

export const scopesAreHeld: Law = {
  name: "scopes-are-held",
  title: "An identity without a required scope or role is refused, by each operation that requires it.",
  reason:
    "OpenAPI 3.1 §4.8.30: a requirement lists scopes or roles. An identity of --as lacks one if its name states so (a viewer cannot write), if it is named after another one, or if some operation that requires it responds with 403.",
  cases: (port) => [
    ...port.model.operations.flatMap((operation): readonly LawCase[] => {
      if (operation.kind !== "path" || !needsCredentials(operation)) return [];
      const required = requiredRoles(operation, port);
      if (required.length === 0) return [];
      const known = new Set(allRoles(port));
      const lacking = port.identities.filter((name) => name !== "main" && required.every((role) => lacks(name, role, known)));
      if (lacking.length === 0) return [{ operation, unless: "no identity of --as is named after another scope or role" }];
      return lacking.map((as) => ({ operation, rounds: 1, run: (trial: Trial) => tryWithout(trial, operation, as, required) }));
    }),
    ...scopesOf(port).flatMap(([scope, operations]): readonly LawCase[] => {
      const [operation] = operations;
      if (operation === undefined || operations.length < 2) return [];
      const others = port.identities.filter((name) => name !== "main");
      return others.map((as) => ({ operation, rounds: 1, run: (trial: Trial) => compareOperations(trial, operations, as, scope) }));
    }),
  ],
};

/** The operations that require each scope. */
function scopesOf({ model }: Port): readonly (readonly [string, readonly Operation[]])[] {
  const found = new Map<string, Operation[]>();
  for (const operation of model.operations) {
    if (operation.kind !== "path" || operation.security.length !== 1) continue;
    for (const scope of [...(operation.security[0]?.values() ?? [])].flat()) found.set(scope, [...(found.get(scope) ?? []), operation]);
  }
  return [...found];
}

/** Sends all operations that require a scope: if one refuses the identity with 403, the others must as well. */
async function compareOperations(trial: Trial, operations: readonly Operation[], as: string, scope: string): Promise<void> {
  const responses: { readonly operation: Operation; readonly response: StepResponse }[] = [];
  for (const operation of operations) {
    try {
      responses.push({ operation, response: await sendAs(trial, operation, as) });
    } catch (error) {
      // A request that cannot be sent does not affect the others.
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
  const other = responses.find(({ response }) => response.status === 403);
  if (other === undefined) throw new Inapplicable(`no operation that requires "${scope}" refuses the identity "${as}"`);
  for (const { operation, response } of responses) {
    if (!response.ok) continue;
    trial.require(
      { kind: "status", step: response.step, in: ["401", "403", "404"] },
      `${operation.key} responds with ${response.status} to the identity "${as}", to which ${other.operation.key} responds with 403. Both require "${scope}".`,
      [other.response, response],
    );
  }
}

async function tryWithout(trial: Trial, operation: Operation, as: string, required: readonly string[]): Promise<void> {
  const response = await sendAs(trial, operation, as);
  if (!response.ok && ![401, 403, 404].includes(response.status)) return;
  trial.require(
    { kind: "status", step: response.step, in: ["401", "403", "404"] },
    `${operation.key} requires ${required.map((role) => `"${role}"`).join(" or ")}, but responds with ${response.status} to the identity "${as}".`,
  );
}

/** Sends a valid request of an operation as an identity, about an item that the main one created. */
async function sendAs(trial: Trial, operation: Operation, as: string): Promise<StepResponse> {
  const resource = trial.port.resources.find((one) =>
    [one.create, one.read, one.list, one.update, one.replace, one.remove, ...one.actions].includes(operation),
  );
  const isBelow = resource?.item !== undefined && operation.path.startsWith(resource.item);
  const thing = isBelow && resource?.create !== undefined ? await trial.create(resource) : undefined;
  const parent = thing ?? (resource && (await trial.parentOf(resource, operation)));
  const path = trial.pathFor(operation, parent);
  const body = operation.requestBody === undefined ? undefined : await trial.values.bodyOf(operation, {}, parent);
  const response = await trial.send(operation, { path, ...(body && { body }) }, { as, shows: `send the request as ${as}` });
  if (response.ok && resource?.create === operation) trial.adopt(resource, response, path, thing, body?.value);
  return response;
}

/** The scopes and roles of an operation, and a role that its text requires: "Requires the admin role". */
function requiredRoles({ security, summary = "", description = "" }: Operation, port: Port): readonly string[] {
  const listed = security.flatMap((requirement) => [...requirement.values()].flat());
  const texts = [
    /\b(?:requires?|needs?) (?:the )?(?:role )?[`"']?(\w{1,60})[`"']? (?:role|scope|permission)/i,
    /\b(?:only|reserved) (?:for |to )?(\w{1,60}?)s?\b(?=[.,;]|$)/i,
    /\b(\w+?)s? only\b/i,
  ];
  const text = `${summary}. ${description}`.replaceAll(/\s+/g, " ");
  const words = texts.flatMap((pattern) => pattern.exec(text)?.[1]?.toLowerCase() ?? []);
  return [...new Set([...listed, ...words.filter((word) => port.identities.some((name) => roleOf(name) === word) || word === "admin")])];
}

function allRoles(port: Port): readonly string[] {
  return port.model.operations.flatMap((operation) => requiredRoles(operation, port)).flatMap((role) => [role.toLowerCase(), ...wordsOf(role)]);
}

function roleOf(identity: string): string {
  return identity.toLowerCase();
}

const readWords = new Set("read reader readonly view viewer list get guest public".split(" "));
const writeWords = new Set("write writer edit editor create update delete remove manage manager publish admin administrator owner root".split(" "));
const ruleWords = new Set("admin administrator owner root superuser".split(" "));
const ordinaryNames = new Set("user member guest customer".split(" "));

/**
 * Whether the name of an identity states that it lacks a role: a viewer cannot write, a member does not administrate, and what is named after one
 * role of the document lacks the others. An identity that may write may usually read as well.
 */
function lacks(identity: string, role: string, known: ReadonlySet<string>): boolean {
  const [words, names] = [wordsOf(role), wordsOf(identity)];
  if (holds(identity, role)) return false;
  if (names.some((name) => readWords.has(name))) return words.some((word) => writeWords.has(word));
  if (ordinaryNames.has(roleOf(identity))) return words.some((word) => ruleWords.has(word));
  return known.has(roleOf(identity)) && !(names.some((name) => writeWords.has(name)) && words.some((word) => readWords.has(word)));
}

/** Whether an identity is named after a scope: `notes:read` is held by `notes:read`, `read` and `reader`. */
function holds(identity: string, role: string): boolean {
  const name = roleOf(identity);
  return [role.toLowerCase(), ...wordsOf(role)].some((word) => word === name || `${word}er` === name || `${word}r` === name) || name === "admin";
}
