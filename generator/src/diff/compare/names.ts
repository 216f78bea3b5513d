import type { Operation, SecurityScheme } from "../../model/api.js";
import { credentialOption } from "../../plan/names/credentials.js";
import { plan } from "../../plan/make-plan.js";
import { namedServers } from "../../plan/servers.js";
import type { BodyPlan, OperationPlan, Plan } from "../../plan/plan.js";
import type { Context } from "./context.js";
import { sent } from "./operations/security.js";

/**
 * The exported names of parts that both documents have, determined as in `generate`. They follow the document's words, but also depend on
 * competing names and on whether request and response variants differ.
 */
export function compareNames(context: Context): void {
  compareCredentials(context);
  compareServerNames(context);
  if (context.old.sha256 === context.next.sha256) return;
  const [old, next] = [plan(context.old, {}, () => {}), plan(context.next, {}, () => {})];
  compareSchemas(context, old, next);
  compareCalls(context, old, next);
}

function compareSchemas(context: Context, old: Plan, next: Plan): void {
  for (const [name, id] of context.old.components.schemas) {
    const [was, is] = [old.schemaById.get(id), next.schemaById.get(context.next.components.schemas.get(name) ?? "")];
    if (was === undefined || is === undefined) continue;
    const places = { old: was.schema.place, new: is.schema.place };
    const names = renamed([was.typeName, is.typeName], [was.constName, is.constName], [was.fixtureName, is.fixtureName]);
    if (names.length > 0) context.report("export-renamed", "both", undefined, places, { names: names.slice(0, 1) });
    if (was.request !== undefined && is.request === undefined)
      context.report("export-removed", "both", undefined, places, { name: was.request.typeName });
  }
}

function compareCalls(context: Context, old: Plan, next: Plan): void {
  const [before, after] = [byOperation(old), byOperation(next)];
  for (const pair of context.operations) {
    const [was, is] = [before.get(pair.old), after.get(pair.new)];
    // An operation of another id is called otherwise, and so is all that is named after it.
    if (was === undefined || is === undefined || pair.old.operationId !== pair.new.operationId) continue;
    const own = renamed([was.functionName, is.functionName], [was.typeName, is.typeName]).slice(0, 1);
    const names = own.length > 0 ? own : renamedBodies(was, is);
    if (names.length > 0) context.report("export-renamed", "both", pair.new.key, { old: pair.old.place, new: pair.new.place }, { names });
  }
}

function byOperation({ operations }: Plan): ReadonlyMap<Operation, OperationPlan> {
  return new Map(operations.map((planned) => [planned.operation, planned]));
}

/** Renamed parts: the first represents all names derived from the same words. */
function renamed(...names: readonly Renaming[]): readonly Renaming[] {
  return names.filter(([old, next]) => old !== next);
}

type Renaming = readonly [old: string, next: string];

function renamedBodies(old: OperationPlan, next: OperationPlan): readonly Renaming[] {
  const byIdentity = new Map(next.bodies.map((body) => [identity(body), body]));
  return old.bodies.flatMap((was) => {
    const is = byIdentity.get(identity(was));
    return is === undefined ? [] : renamed([was.constName, is.constName], [was.fixtureName, is.fixtureName]).slice(0, 1);
  });
}

function identity({ direction, response, media }: BodyPlan): string {
  return `${direction} ${response?.status} ${media.mediaType}`;
}

/** A scheme is identified by the credential that it sends. */
function compareCredentials(context: Context): void {
  const [old, next] = [optionsOf(context.old.components.securitySchemes), optionsOf(context.next.components.securitySchemes)];
  const added = [...next].filter(([option]) => !old.has(option));
  for (const [option, was] of old) {
    if (next.has(option)) continue;
    const index = added.findIndex(([, is]) => sent(is, "") === sent(was, ""));
    const [found] = index < 0 ? [] : added.splice(index, 1);
    if (found === undefined) context.report("credential-removed", "both", undefined, { old: was.place }, { name: option });
    else context.report("credential-renamed", "both", undefined, { old: was.place, new: found[1].place }, { old: option, new: found[0] });
  }
}

/** The names by which a client chooses a server. */
function compareServerNames(context: Context): void {
  const [old, next] = [namedServers(context.old), namedServers(context.next)];
  for (const [name, was] of old) {
    const is = next.get(name);
    if (is === undefined) context.report("server-name-removed", "both", undefined, { old: was.place }, { name });
    else if (was.url !== is.url)
      context.report("server-name-moved", "both", undefined, { old: was.place, new: is.place }, { name, old: was.url, new: is.url });
  }
  for (const [name, is] of next) if (!old.has(name)) context.report("server-name-added", "both", undefined, { new: is.place }, { name });
}

function optionsOf(schemes: ReadonlyMap<string, SecurityScheme>): ReadonlyMap<string, SecurityScheme> {
  const credentials = [...schemes].filter(([, { type }]) => type !== "mutualTLS");
  return new Map(credentials.map(([name, scheme]) => [credentialOption(name, scheme), scheme]));
}
