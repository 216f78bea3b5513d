import { isInShard, parseShard, UsageError, type Shard } from "tallystick";
import { resolved, type ApiModel, type Operation, type Schema } from "tallystick/model";
import { flat, referredName, singular } from "../explore/names.js";
import { pathOf, resourcesOf, roleOf } from "../explore/resources.js";
import type { VerifyOptions } from "./options.js";

/** A part of the operations of a run. */
export interface RunShard extends Shard {
  /** Whether the part has an operation, by its key. */
  owns(operation: string): boolean;
}

/**
 * The shard of the options. Operations of recorded traffic are assigned one by one. Operations of a live run that depend on each other's items are
 * assigned together.
 */
export function shardOf({ shard: given, baseUrl, arazzo, updateBaseline }: VerifyOptions, model: ApiModel): RunShard | undefined {
  if (given === undefined) return undefined;
  const shard = parseShard(given);
  if (updateBaseline === true)
    throw new UsageError("--update-baseline cannot be used with --shard: a shard sees a part of the findings.", {
      help: "Merge the reports of all shards with tallystick report --merge DIR --baseline FILE --update-baseline.",
    });
  // Workflows are assigned, and not operations.
  if (arazzo !== undefined) return { ...shard, owns: () => true };
  const groups = baseUrl === undefined ? new Map<string, string>() : connectedGroups(model);
  return { ...shard, owns: (operation) => isInShard(groups.get(operation) ?? operation, shard) };
}

/**
 * The group of each operation: the shortest path of the operations that are connected with it. Operations are connected if they are about the same
 * resource, a resource below it, or a resource that a parameter, a body or a link refers to.
 */
export function connectedGroups(model: ApiModel): ReadonlyMap<string, string> {
  const operations = model.operations.filter(({ kind }) => kind === "path");
  const groups = new Groups();
  const resources = new Set(resourcesOf(model).map(({ name }) => name));
  for (const operation of operations) {
    const join = (thing: string | undefined): void => {
      if (thing !== undefined && resources.has(thing)) groups.join(operation.key, `thing ${thing}`);
    };
    groups.join(operation.key, `path ${pathOf(operation)}`);
    for (let resource = roleOf(model, operation).resource; resource !== undefined; resource = resource.parent) join(resource.name);
    for (const word of thingsInPath(pathOf(operation))) join(word);
    for (const { name } of operation.parameters) join(referredName(name));
    for (const name of bodyNames(model, operation)) join(referredName(name));
    for (const { links } of operation.responses)
      for (const link of links) if (link.operation !== undefined) groups.join(operation.key, link.operation);
  }
  const names = new Map<string, string>();
  for (const operation of operations) {
    const root = groups.root(operation.key);
    const known = names.get(root);
    if (known === undefined || isShorter(pathOf(operation), known)) names.set(root, pathOf(operation));
  }
  return new Map(operations.map(({ key }) => [key, names.get(groups.root(key)) ?? key]));
}

/** Words of a path that a parameter or nothing follows, in the singular: of `/v1/projects/{id}/tasks`, `project` and `task`. */
function thingsInPath(path: string): readonly string[] {
  const segments = path.split("/");
  return segments.flatMap((segment, index) => {
    const next = segments[index + 1];
    return segment === "" || segment.includes("{") || (next !== undefined && !next.includes("{")) ? [] : [singular(flat(segment))];
  });
}

const mostDepth = 4;

/** Names of the properties of an operation's request bodies. */
function bodyNames(model: ApiModel, { requestBody }: Operation): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (given: Schema | undefined, depth: number): void => {
    const schema = resolved(given, model.schemas);
    if (schema === undefined || depth > mostDepth) return;
    for (const [name, property] of schema.object?.properties ?? []) {
      names.add(name);
      visit(property, depth + 1);
    }
    for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? []), schema.array?.items]) visit(part, depth + 1);
  };
  for (const { schema } of requestBody?.content ?? []) visit(schema, 0);
  return names;
}

function isShorter(path: string, other: string): boolean {
  const difference = path.split("/").length - other.split("/").length;
  return difference === 0 ? path < other : difference < 0;
}

/** Disjoint groups of names. */
class Groups {
  readonly #parents = new Map<string, string>();

  root(name: string): string {
    let root = name;
    for (let parent = this.#parents.get(root); parent !== undefined; parent = this.#parents.get(root)) root = parent;
    if (root !== name) this.#parents.set(name, root);
    return root;
  }

  join(a: string, b: string): void {
    const [left, right] = [this.root(a), this.root(b)];
    if (left !== right) this.#parents.set(left, right);
  }
}
