import type { Operation } from "tallystick/model";
import type { Purpose } from "./exchange.js";
import { inventFor } from "./invent.js";
import { isComplete } from "./paging.js";
import { alignPath } from "./path-values.js";
import { idOf, itemsOf, pathId, pathOf, type Resource } from "./resources.js";
import type { Session } from "./session.js";

/**
 * An id that no item has, valid by the schema. GET responded with 404 or 410, or a complete list lacks it.
 * @returns The parameters of the path of the item, or nothing if no id is known to be free.
 */
export async function unknownId(
  session: Session,
  resource: Resource,
  given: Readonly<Record<string, unknown>> = {},
  purpose?: Purpose,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { read, list, item, idParameter } = resource;
  const some = read ?? resource.replace ?? resource.update ?? resource.remove;
  if (item === undefined || idParameter === undefined || some === undefined) return undefined;
  for (let attempt = 0; attempt < 3 && !session.isOver; attempt++) {
    const id = inventId(session, resource, some);
    if (id === undefined) return undefined;
    const path = { ...given, [idParameter]: id };
    const what = `shows that no ${resource.name} has the id ${String(id)}`;
    if (read !== undefined && session.refuses(read) === undefined) {
      const exchange = await session.send(read, { path: alignPath(item, path, pathOf(read)) }, { purpose: purpose ?? { kind: "unknown", what } });
      if (exchange.status === 404 || exchange.status === 410) return { ...path, ...exchange.values.path };
      continue;
    }
    if (list === undefined || session.refuses(list) !== undefined) return undefined;
    const exchange = await session.send(list, { path: alignPath(item, path, pathOf(list)) }, { purpose: { kind: "look", what } });
    const found = itemsOf(exchange.json, resource);
    if (exchange.status !== 200 || found === undefined || !isComplete(list, found.items.length, found.total, exchange)) return undefined;
    if (found.items.some((one) => String(pathId(resource.name, idOf(resource, { body: one })?.id)) === String(id))) continue;
    const itemPath = session.items.itemPath(resource, { ...path, ...alignPath(pathOf(list), exchange.values.path ?? {}, item) }, some);
    if (itemPath === undefined) return undefined;
    session.items.addFree(itemPath);
    return { ...path, ...alignPath(pathOf(list), exchange.values.path ?? {}, item) };
  }
  return undefined;
}

function inventId(session: Session, resource: Resource, operation: Operation): string | number | undefined {
  const template = pathOf(operation);
  const name = /\{([^{}]*)\}/.exec(template.split("/")[(resource.item?.split("/").length ?? 1) - 1] ?? "")?.[1];
  const parameter = operation.parameters.find((one) => one.in === "path" && one.name === name);
  if (parameter === undefined) return undefined;
  return inventFor(session, parameter, resource.name);
}
