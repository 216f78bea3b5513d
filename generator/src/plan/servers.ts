import type { ApiModel, Operation, Server } from "../model/api.js";

/**
 * The servers that a client's one option replaces: the document's, or, where it names none, those that all operations name alike. Some generators write the
 * same ones at each path.
 */
export function usualServers({ servers, operations }: Pick<ApiModel, "servers" | "operations">): readonly Server[] {
  if (servers.length > 0) return servers;
  let found = common.get(operations);
  if (found === undefined) {
    const [first] = operations;
    const areAlike = operations.every((operation) => areSame(operation.servers, first?.servers));
    common.set(operations, (found = (areAlike ? first?.servers : undefined) ?? []));
  }
  return found;
}

/** Each operation asks. */
const common = new WeakMap<readonly Operation[], readonly Server[]>();

/** The server that an operation goes to whatever that option says: one that is not the usual one, as another host is meant there. */
export function ownServer({ servers }: Pick<Operation, "servers">, model: Pick<ApiModel, "servers" | "operations">): Server | undefined {
  const own = servers?.slice(0, 1);
  return areSame(own, usualServers(model).slice(0, 1)) ? undefined : own?.[0];
}

function areSame(a: readonly Server[] = [], b: readonly Server[] = []): boolean {
  return a.length === b.length && a.every((server, index) => text(server) === text(b[index]));
}

function text(server: Server | undefined): string {
  return JSON.stringify([server?.url, [...(server?.variables ?? [])]]);
}
