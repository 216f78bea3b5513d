import type { ApiModel, Operation, Server } from "../model/api.js";
import { memoize } from "../algorithms/memoize.js";

/**
 * The servers that a client's one option replaces: the document's, or, where it names none, those that all operations name alike. Some generators write the
 * same ones at each path.
 */
export function usualServers({ servers, operations }: Pick<ApiModel, "servers" | "operations">): readonly Server[] {
  if (servers.length > 0) return servers;
  return alikeServers(operations);
}

/** Called for each operation. */
const alikeServers = memoize((operations: readonly Operation[]): readonly Server[] => {
  const [first] = operations;
  const areAlike = operations.every((operation) => areSame(operation.servers, first?.servers));
  return (areAlike ? first?.servers : undefined) ?? [];
});

/** The server of an operation if the option does not set one: one that differs from the default, because it is another host. */
export function ownServer({ servers }: Pick<Operation, "servers">, model: Pick<ApiModel, "servers" | "operations">): Server | undefined {
  const own = servers?.slice(0, 1);
  return areSame(own, usualServers(model).slice(0, 1)) ? undefined : own?.[0];
}

/** Whether a client may talk to a server with a variable that the document has no value for. */
export function hasOpenVariable(model: Pick<ApiModel, "servers" | "operations">): boolean {
  return allServers(model).some(({ variables }) => [...variables].some(([name, variable]) => variable.default === `{${name}}`));
}

/** The variables of all servers that a client may talk to, by name. Where one of them may be anything, it may. */
export function serverVariables(model: Pick<ApiModel, "servers" | "operations">): ReadonlyMap<string, readonly string[] | undefined> {
  const variables = new Map<string, readonly string[] | undefined>();
  for (const [name, { enum: values = [] }] of allServers(model).flatMap((server) => [...server.variables])) {
    const known = variables.get(name) ?? [];
    const isAny = values.length === 0 || (variables.has(name) && known.length === 0);
    variables.set(name, isAny ? undefined : [...new Set([...known, ...values])]);
  }
  return variables;
}

function allServers(model: Pick<ApiModel, "servers" | "operations">): readonly Server[] {
  return [...usualServers(model), ...model.operations.flatMap((operation) => ownServer(operation, model) ?? [])];
}

function areSame(a: readonly Server[] = [], b: readonly Server[] = []): boolean {
  return a.length === b.length && a.every((server, index) => text(server) === text(b[index]));
}

function text(server: Server | undefined): string {
  return JSON.stringify([server?.url, [...(server?.variables ?? [])]]);
}

/** The usual servers that have a name, by which a client may choose one. The first of two equal names counts. */
export function namedServers(model: Pick<ApiModel, "servers" | "operations">): ReadonlyMap<string, Server> {
  const named = usualServers(model).flatMap((server) => (server.name === undefined || server.name === "" ? [] : [[server.name, server] as const]));
  const byName = new Map(named.toReversed());
  return new Map(named.map(([name]) => [name, byName.get(name) as Server]));
}
