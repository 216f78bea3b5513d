import type { ApiModel, Operation, Server } from "../model/api.js";

/**
 * Servers that all operations name alike, where the document names none, are the document's; those that begin as the document's do need not be said again.
 * A caller replaces the document's by one option, and those of an operation by none: there another host was meant.
 */
export function withCommonServers<Model extends Pick<ApiModel, "servers" | "operations">>(model: Model): Model {
  const [first] = model.operations;
  const isCommon = model.servers.length === 0 && model.operations.every(({ servers }) => areSame(servers, first?.servers));
  const servers = isCommon ? (first?.servers ?? []) : model.servers;
  return { ...model, servers, operations: model.operations.map((operation) => withoutServersOf(operation, servers)) };
}

function withoutServersOf(operation: Operation, [usual]: readonly Server[]): Operation {
  const { servers, ...others } = operation;
  return servers !== undefined && usual !== undefined && areSame(servers.slice(0, 1), [usual]) ? others : operation;
}

function areSame(a: readonly Server[] = [], b: readonly Server[] = []): boolean {
  return a.length === b.length && a.every((server, index) => text(server) === text(b[index]));
}

function text(server: Server | undefined): string {
  return JSON.stringify([server?.url, [...(server?.variables ?? [])]]);
}
