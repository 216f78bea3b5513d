import type { Operation } from "tallystick/model";
import { NotSent, type Exchange } from "./exchange.js";
import { hasText, nameOf, type Created, type FailedCreate } from "./items.js";
import { alignPath } from "./path-values.js";
import { idOf, itemsOf, pathId, pathOf, type Resource } from "./resources.js";
import type { Session } from "./session.js";
import { withArticle } from "../plural.js";

/** An item that the run created and could not remove. */
export interface Leftover {
  /** Of the item, or of its collection if the id is not known. */
  readonly path: string;
  readonly reason: string;
}

const noId = "the response to the request that created it has no id";

/** Removed items of one resource that are read again at the end of a run. The server is trusted about the others. */
export const mostChecked = 3;
/** Milliseconds for removing what was created, after the time of the run is over. */
const timeForAll = 30_000;
/** For each created item more: a slow server still gets its items removed. */
const timeForItem = 2_000;

/** Removes what the run created, the newest first. @returns What remains. */
export async function removeCreated(session: Session): Promise<readonly Leftover[]> {
  const until = Date.now() + timeForAll + session.own.length * timeForItem;
  const left: Leftover[] = [];
  /** Results for removed items, by resource: `undefined` if they are gone. */
  const checked = new Map<Resource, (string | undefined)[]>();
  /** By path: a server that responds with the same id each time has one item. */
  const remaining = new Map<string, Created>();
  for (const created of session.own.toReversed()) {
    const { resource, itemPath, isRemoved } = created;
    if (itemPath === "" || remaining.has(itemPath)) continue;
    const results = checked.get(resource) ?? [];
    checked.set(resource, results);
    let reason: string | undefined;
    if (isRemoved && results.length >= mostChecked) {
      // Each of those that were checked is still there, so this one is as well.
      if (results.every((result) => result !== undefined)) reason = results[0];
    } else {
      reason = Date.now() > until ? "there was no time left to remove it" : await removeOne(session, created);
      if (isRemoved) results.push(reason);
    }
    if (reason === undefined) continue;
    left.push({ path: itemPath, reason });
    remaining.set(itemPath, created);
  }
  // What could not be removed by itself may have gone with its parent.
  const withParent = new Set<string>();
  for (const [path, created] of remaining)
    if (hasRemovedParent(session, created) && Date.now() <= until && (await isGone(session, created)) !== false) withParent.add(path);
  const certain = left.filter(({ path }) => !withParent.has(path));
  /** Whether a collection has gone with what it was below, by its path. */
  const gone = new Map<string, boolean>();
  for (const created of session.own) {
    const { itemPath, resource } = created;
    if (itemPath !== "" || hasRemovedParent(session, created)) continue;
    const path = pathOfCreate(session, created);
    if (!gone.has(path)) gone.set(path, Date.now() <= until && (await isGoneWithParent(session, created)));
    if (gone.get(path) !== true) certain.push({ path, reason: resource.entry === true ? noRemoval(resource) : noId });
  }
  for (const [path, failed] of session.items.failedCreates) certain.push(...(await leftByFailure(session, path, failed)));
  return certain;
}

/** What a create request may have left that failed: the items that are new since then, if lists show them. */
async function leftByFailure(session: Session, path: string, { resource, exchange, before, refused }: FailedCreate): Promise<readonly Leftover[]> {
  const { operation, status, values } = exchange;
  const failure = status === 0 ? "had no response" : `returned ${status}`;
  const unknown = refused === undefined ? [{ path, reason: `${operation.key} ${failure}, so that an item may exist` }] : [];
  const { list, idParameter } = resource;
  const some = resource.read ?? resource.replace ?? resource.update ?? resource.remove;
  if (before === undefined || list === undefined || idParameter === undefined || some === undefined || session.guard.skips(list) !== undefined)
    return unknown;
  try {
    const given = alignPath(pathOf(operation), values.path ?? {}, pathOf(list));
    const { status: listed, json } = await session.send(list, { path: given }, { purpose: { kind: "cleanup" } });
    if (listed === 404 || listed === 410) return [];
    const items = itemsOf(json, resource)?.items.filter((item) => refused === undefined || hasText(item, refused));
    const ids = items?.flatMap((item) => idOf(resource, { body: item })?.id ?? []);
    if (ids === undefined) return unknown;
    const parents = alignPath(pathOf(operation), values.path ?? {}, resource.item ?? "");
    return ids.flatMap((id) => {
      const itemPath = session.items.itemPath(resource, { ...parents, [idParameter]: pathId(resource.name, id) }, some);
      if (before.has(nameOf(resource, id, parents)) || itemPath === undefined || session.items.isOwn(itemPath)) return [];
      return [{ path: itemPath, reason: `it is new since ${operation.key} ${failure}` }];
    });
  } catch (error) {
    if (error instanceof NotSent) return unknown;
    throw error;
  }
}

/** Whether what an item was created below does not exist, and lists nothing: a server may remove what belongs to nothing. */
async function isGoneWithParent(session: Session, { resource, exchange }: Created): Promise<boolean> {
  const { list } = resource;
  const above = (resource.parent ?? resource.origin)?.read;
  // To the main identity, the items of another one may seem not to exist.
  if (exchange.as !== "main") return false;
  if (list === undefined || above === undefined || [list, above].some((one) => session.guard.skips(one) !== undefined)) return false;
  const read = async (operation: Operation): Promise<Exchange> => {
    const path = alignPath(pathOf(exchange.operation), exchange.values.path ?? {}, pathOf(operation));
    return session.send(operation, { path }, { purpose: { kind: "cleanup" } });
  };
  try {
    const { status } = await read(above);
    if (status !== 404 && status !== 410) return false;
    const listed = await read(list);
    return listed.status === 404 || listed.status === 410 || (listed.status === 200 && itemsOf(listed.json, resource)?.items.length === 0);
  } catch (error) {
    if (error instanceof NotSent) return false;
    throw error;
  }
}

/** The path that a create request was sent to, from the base URL on. */
function pathOfCreate({ options }: Session, { exchange }: Created): string {
  const [path = ""] = exchange.interaction.request.url.slice(options.baseUrl.replace(/(?<!\/)\/+$/, "").length).split("?");
  return path;
}

/** Whether an own item was removed that another one is below, or was created below: `/projects/7` for `/tasks/3` of `POST /projects/7/tasks`. */
function hasRemovedParent(session: Session, created: Created): boolean {
  const { itemPath } = created;
  const createPath = pathOfCreate(session, created);
  return session.own.some(
    (one) => one.isRemoved && one.itemPath !== "" && [itemPath, createPath].some((path) => path.startsWith(`${one.itemPath}/`)),
  );
}

/** Whether GET no longer finds an item; nothing if GET does not show it. */
async function isGone(session: Session, created: Created): Promise<boolean | undefined> {
  const { read } = created.resource;
  if (read === undefined || session.guard.skips(read) !== undefined) return undefined;
  const { status } = await session.sendToOwn(created, read);
  return status === 404 || status === 410 ? true : status >= 200 && status < 300 ? false : undefined;
}

async function removeOne(session: Session, created: Created): Promise<string | undefined> {
  const { resource, itemPath } = created;
  const { read, remove } = resource;
  const hasGone = (): Promise<boolean | undefined> => isGone(session, created);
  try {
    // A second DELETE could remove the item of others that has the id now.
    if (created.isRemoved)
      return (await hasGone()) === false ? "DELETE succeeded, but the item is still there, or another one has its id" : undefined;
    // Items removed with an own parent are gone as well.
    if (hasRemovedParent(session, created) && (await hasGone()) !== false) return undefined;
    if (remove === undefined) return noRemoval(resource);
    let { status } = await session.sendToOwn(created, remove);
    if ((status === 412 || status === 428) && read !== undefined) {
      // Only the current version can be removed.
      await hasGone();
      const etag = session.items.etagOf(itemPath);
      if (etag !== undefined) ({ status } = await session.sendToOwn(created, remove, { "If-Match": etag }));
    }
    if (status === 404 || status === 410) return (await hasGone()) === false ? `DELETE returned ${status}, but the item is still there` : undefined;
    if (status < 200 || status > 299) return status === 0 ? "there was no response to DELETE" : `DELETE returned ${status}`;
    return (await hasGone()) === false ? `DELETE returned ${status}, but the item is still there` : undefined;
  } catch (error) {
    if (error instanceof NotSent) return error.reason;
    throw error;
  }
}

function noRemoval({ name }: Resource): string {
  return `the document has no operation that removes ${withArticle(name)}`;
}
