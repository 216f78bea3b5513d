import { isJsonObject, type Json, type Operation } from "tallystick/model";
import { valueAt } from "../observe/value-at.js";
import { isRelation, pathOf, resourcesOf, roleOf } from "./resources.js";
import { isPartial, lacksOne } from "../verify/credentials.js";
import { omitted } from "../verify/requests/plan-requests.js";
import { NotSent, type Values } from "./exchange.js";
import { inventFor } from "./invent.js";
import { alignPath } from "./path-values.js";
import type { Session } from "./session.js";
import { unusualValues } from "./unusual.js";
import { envelopeOfBody, requestMedia } from "./laws/properties.js";
import type { AlteredValue, FailedRequest, Given, GivenBody, Port } from "./port.js";
import { isServerError } from "./trial.js";
import { OutOfBudget } from "./trial-steps.js";
import { isSafe } from "./writes.js";

/** Sends the requests of laws through the session, which enforces the level of writes and knows the created items. */
export function sessionPort(session: Session, operations: readonly Operation[]): Port {
  const selected = new Set(operations);
  const { model } = session;
  const tidied = new Set<number>();
  const chosen = <T extends Operation | undefined>(operation: T): T | undefined =>
    operation !== undefined && selected.has(operation) && session.refuses(operation) === undefined ? operation : undefined;
  const resources = resourcesOf(model).map((resource) => {
    const { create, list, read, replace, update, remove, ...rest } = resource;
    const parts = { create, list, read, replace, update, remove };
    const allowed: Partial<typeof parts> = Object.fromEntries(Object.entries(parts).filter(([, operation]) => chosen(operation) !== undefined));
    // PUT creates under an id that GET shows to be free.
    const isByPut = create === undefined && resource.singleton !== true && resource.idParameter !== undefined && allowed.read !== undefined;
    if ((isByPut || isRelation(resource)) && allowed.replace !== undefined) allowed.create = allowed.replace;
    return { original: resource, limited: { ...rest, ...allowed } as typeof resource };
  });
  // Parents are compared by identity.
  for (const { limited } of resources) {
    for (const name of ["parent", "origin"] as const) {
      const above = resources.find(({ original }) => original === limited[name])?.limited;
      if (above !== undefined) Object.assign(limited, { [name]: above });
    }
  }
  return {
    model,
    resources: resources.map(({ limited }) => limited),
    canWrite: session.guard.level !== "none",
    mayAct: (operation) =>
      chosen(operation) !== undefined && (operation.method !== "post" || session.guard.level === "all" || session.guard.allows(operation)),
    identities: session.identities.filter((name) => name !== "invalid" && !isPartial(name)),
    lackingOne: (operation) => session.identities.filter((name) => lacksOne(model, operation, name)),
    async send(operation, given, { shows, as = "main", invalid }) {
      const purpose = { kind: "law", law: "", what: shows, ...((invalid === true || as !== "main") && { deliberate: true as const }) } as const;
      const values = valuesOf(operation, given);
      try {
        try {
          return (await session.send(operation, values, { purpose, as })).interaction;
        } catch (error) {
          const made = resources.find(({ limited }) => limited.create === operation && limited.replace === operation)?.limited;
          if (!(error instanceof NotSent) || error.kind !== "level" || made === undefined || given.path === undefined) throw error;
          if (made.read !== undefined) {
            const path = alignPath(pathOf(operation), given.path, pathOf(made.read));
            await session.send(made.read, { path }, { purpose: { kind: "look", what: `shows that no ${made.name} has this id` } });
          } else if (as !== "main" || !session.claimRelation(roleOf(model, operation).resource ?? made, operation, given.path)) throw error;
          return (await session.send(operation, values, { purpose, as })).interaction;
        }
      } catch (error) {
        if (!(error instanceof NotSent)) throw error;
        if (error.kind === "budget" || error.kind === "interrupted") throw new OutOfBudget();
        return { refused: error.reason };
      }
    },
    failed() {
      const failed: FailedRequest[] = [];
      for (const { operation, purpose, status, values } of session.log) {
        const isAllowed = purpose.kind === "ordinary" || purpose.kind === "unusual" || (purpose.kind === "probe" && purpose.probe.side === "inside");
        if (!isAllowed || !isServerError(operation, status) || chosen(operation) === undefined) continue;
        const resource = isSafe(operation) ? undefined : resources.find(({ limited }) => Object.values(limited).includes(operation))?.limited;
        const what =
          "what" in purpose ? purpose.what : purpose.kind === "probe" ? `"${purpose.probe.parameter.name}" is ${purpose.probe.what}` : "usual values";
        const cause = [...what.matchAll(/"([^"]+)"/g)].map(([, name = ""]) => name);
        const others = failed.filter((one) => one.operation === operation);
        // One cause may show in many requests.
        if (others.length >= mostFailed || others.some((one) => one.cause.every((name) => cause.includes(name)))) continue;
        failed.push({ operation, given: givenOf(operation, values), ...(resource && { resource }), what, cause });
      }
      return failed;
    },
    altered(isOf) {
      const found = new Map<string, AlteredValue>();
      for (const { operation, values, altered = [] } of session.log) {
        const resource = altered.length === 0 ? undefined : resources.find(({ limited }) => isOf(limited) === operation)?.limited;
        const sent = valueAt(values.body, envelopeOfBody(model, operation));
        if (resource === undefined || !isJsonObject(sent) || found.size >= mostAltered) continue;
        for (const name of altered) {
          const key = `${operation.key} ${name}`;
          if (!found.has(key)) found.set(key, { operation, resource, changes: { [name]: sent[name] as Json } });
        }
      }
      return [...found.values()];
    },
    valueFor(operation, name) {
      const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
      const given = session.options.params.operations.get(operation.key)?.values.get(name) ?? session.options.params.defaults.get(name);
      if (given !== undefined && given !== null && typeof given !== "object") return given;
      return parameter === undefined ? undefined : (session.pool.find(operation, parameter)?.value as Json | undefined);
    },
    invent: (parameter, thing) => inventFor(session, parameter, thing),
    unusual: (name, schema) => unusualValues(session, name, schema).map(({ value }) => value),
    hopeless: new Set(),
    conflicting: new Set(),
    dated: new Set(),
    likely: (create) => session.likely.get(create),
    refusals: new Map(),
    refusedNames: new Map(),
    prepared: new Map(),
    prerequisites: new Map(),
    mark: () => session.own.length,
    async tidy(mark) {
      for (let index = session.own.length - 1; index >= mark; index--) {
        const created = session.own[index];
        const remove = created && chosen(created.resource.remove);
        if (created === undefined || remove === undefined || created.isRemoved || created.itemPath === "" || tidied.has(index)) continue;
        tidied.add(index);
        try {
          await session.sendToOwn(created, remove);
        } catch (error) {
          if (!(error instanceof NotSent)) throw error;
        }
      }
    },
  };
}

const mostFailed = 3;
const mostAltered = 20;

function givenOf(operation: Operation, { path, query, headers, body, text }: Values): Given {
  const media = requestMedia(operation) ?? operation.requestBody?.content[0];
  const sent: GivenBody | undefined =
    text !== undefined
      ? { mediaType: text.contentType, ...(typeof text.text === "string" ? { text: text.text } : { bytes: text.text }) }
      : body === undefined || body === omitted || media === undefined
        ? undefined
        : { mediaType: media.mediaType, value: body as Json };
  const retained = <T>(values: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(values).filter((entry): entry is [string, T] => entry[1] !== omitted));
  return { path: retained<Json>(path), query: retained<Json>(query), headers: retained<string>(headers), ...(sent && { body: sent }) };
}

/** The values of a request. Values that a law does not give are not sent, so that earlier responses do not affect it. */
function valuesOf(operation: Operation, { path, query = {}, headers = {}, body }: Given): Values {
  const left = (location: "query" | "header", given: Readonly<Record<string, unknown>>): Record<string, unknown> => {
    const names = new Set(Object.keys(given).map((name) => name.toLowerCase()));
    const others = operation.parameters.filter(
      (one) => one.in === location && !one.required && !names.has(one.name.toLowerCase()) && !/^if-match$/i.test(one.name),
    );
    return { ...Object.fromEntries(others.map(({ name }) => [name, omitted])), ...given };
  };
  return { ...(path && { path }), query: left("query", query), headers: left("header", headers), ...bodyValues(operation, body) };
}

function bodyValues(operation: Operation, body: GivenBody | undefined): Pick<Values, "body" | "text"> {
  if (body === undefined) return operation.requestBody === undefined ? {} : { body: omitted };
  const { mediaType, value, text, bytes } = body;
  if (text !== undefined) return { text: { text, contentType: mediaType } };
  if (bytes !== undefined && /^multipart\//i.test(mediaType)) return { text: { text: bytes, contentType: mediaType } };
  if (bytes !== undefined) return { body: new Blob([new Uint8Array(bytes)], { type: mediaType }) };
  // The session writes the preferred media type; another one is written here.
  const isOther = /json-patch/.test(mediaType);
  return isOther ? { text: { text: JSON.stringify(value), contentType: mediaType } } : { body: value };
}
