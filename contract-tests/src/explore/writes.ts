import { matching, UsageError } from "tallystick";
import { safeMethods, type ApiModel, type Operation } from "tallystick/model";
import { withArticle } from "../plural.js";
import { ownMethods } from "../verify/methods.js";
import { itemResourceOf, pathOf, roleOf } from "./resources.js";

/** The permitted changes on the server. */
export const writeLevels = ["none", "own", "all"] as const;
export type WriteLevel = (typeof writeLevels)[number];

/** One sentence for each level, for help texts and errors. */
export const levelMeaning: Readonly<Record<WriteLevel, string>> = {
  none: "sends safe methods only",
  own: "creates items, and changes and deletes only items that this run created",
  all: "sends every write to any item: for disposable servers only",
};

export function isSafe({ method }: Pick<Operation, "method">): boolean {
  return safeMethods.includes(method);
}

const changeWords = new Set(
  "delete remove destroy erase purge wipe clear flush drop cancel revoke reset deactivate disable terminate kill shutdown restart reboot logout logoff signout unsubscribe".split(
    " ",
  ),
);

/** What a client reads about a change, before or after it: `/cancel-reasons`. */
const readWords = new Set(["reason", "reasons", "eligibility", "preview", "progress"]);

/**
 * The word in the name of a safe operation that states a change: `/logout`, `/chat.delete`, `deleteByLink`. Some servers have such actions
 * (RFC 9110 §9.2.1 forbids them).
 */
export function statedChange(operation: Operation): string | undefined {
  if (!isSafe(operation)) return undefined;
  const last = pathOf(operation)
    .split("/")
    .findLast((segment) => segment !== "" && !segment.includes("{"));
  for (const name of [last, operation.operationId]) {
    const words = (name?.split(/[.:]/).at(-1) ?? "")
      .replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-")
      .toLowerCase()
      .split(/[^a-z]+/);
    const found = [words[0] ?? "", words.slice(0, 2).join("")].find((word) => changeWords.has(word));
    if (found !== undefined && !readWords.has(words.at(-1) ?? "")) return found;
  }
  return undefined;
}

export interface WriteRules {
  readonly level: WriteLevel;
  /** Globs of `--allow`, such as `POST /tools/reindex`. */
  readonly allow?: readonly string[];
  /** Of `--methods`: other methods are not sent. */
  readonly methods?: readonly string[];
  /** Of `--include`, `--exclude` and `--tags`: other operations are not sent. Default: all. */
  readonly selected?: ReadonlySet<Operation>;
}

/** Refuses options that contradict each other, before anything is sent. */
export function checkWriteRules({
  writes,
  allow,
  methods,
}: {
  readonly writes?: WriteLevel;
  readonly allow?: readonly string[];
  readonly methods?: readonly string[];
}): void {
  const level = writes ?? "none";
  if (!writeLevels.includes(level)) throw new UsageError(`Unknown level "${String(level)}" of --writes. Available: ${writeLevels.join(", ")}.`);
  if (level !== "none") return;
  const help = `Choose another level. Levels: ${writeLevels.map((one) => `--writes ${one} (${levelMeaning[one]})`).join("; ")}.`;
  const unsafe = methods?.find((method) => !safeMethods.includes(method.toLowerCase()));
  if (unsafe !== undefined)
    throw new UsageError(`--methods names ${unsafe.toUpperCase()}, which can change the server, but --writes is none.`, { help });
  if ((allow?.length ?? 0) > 0) throw new UsageError("--allow has no effect, because --writes is none.", { help });
}

/** The known items of the server, by path: `/things/7`. */
export interface KnownItems {
  isOwn(path: string): boolean;
  /** The server reported that no such item exists. */
  isFree(path: string): boolean;
}

/** Why a request is forbidden, in one sentence, and the option that would allow it. */
export interface Refusal {
  readonly reason: string;
  readonly add?: string;
}

/** Decides for every request whether the level of writes permits it. */
export class WriteGuard {
  readonly level: WriteLevel;
  readonly #isAllowed: (operation: Operation) => boolean;
  readonly #methods: ReadonlySet<string> | undefined;
  readonly #selected: ReadonlySet<Operation> | undefined;

  constructor(
    readonly model: ApiModel,
    { level, allow = [], methods, selected }: WriteRules,
    /** Why params.yaml skips an operation. */
    readonly skipOf: (operation: Operation) => string | undefined = () => undefined,
  ) {
    this.level = level;
    this.#isAllowed = matching(allow);
    this.#selected = selected;
    this.#methods = methods === undefined ? undefined : new Set(methods.map((method) => method.toLowerCase()));
  }

  /** Whether `--allow` names an operation. */
  allows(operation: Operation): boolean {
    return this.#isAllowed(operation);
  }

  /** Why an operation is never sent, not even to remove an own item. */
  skips(operation: Operation): Refusal | undefined {
    const reason = this.skipOf(operation);
    return reason === undefined ? undefined : { reason: `skipped by params.yaml: ${reason}` };
  }

  /** Why no request of the operation can be sent at all, whatever its values. */
  refusesOperation(operation: Operation): Refusal | undefined {
    const { method, key } = operation;
    const name = method.toUpperCase();
    const skipped = this.skips(operation);
    if (skipped !== undefined) return skipped;
    if (this.#selected?.has(operation) === false) return { reason: "it is not selected by --include, --exclude and --tags" };
    const isUnsafe = !isSafe(operation);
    const stated = this.level === "all" || this.#isAllowed(operation) ? undefined : statedChange(operation);
    if (stated !== undefined)
      return {
        reason: `its name says "${stated}", so that it can change the server although ${name} is a safe method`,
        add: `${this.level === "none" ? "--writes own " : ""}--allow '${key}'`,
      };
    if (isUnsafe && this.level === "none")
      return { reason: `${name} can change the server, so it is sent only with --writes own or --writes all`, add: "--writes own" };
    if (this.#methods?.has(method) === false) {
      const methods = [...this.#methods, method].map((each) => (ownMethods.includes(each) ? each : each.toUpperCase()));
      return { reason: `--methods does not have ${name}`, add: `--methods ${methods.join(",")}` };
    }
    if (!isUnsafe || this.level === "all") return undefined;
    if (this.#isAllowed(operation)) return undefined;
    const { role } = roleOf(this.model, operation);
    const add = `--allow '${key}'`;
    // An operation on an item can at least be sent with an id that the server does not have.
    if (pathOf(operation).includes("{") || role === "create") return undefined;
    if (role === "singleton") return { reason: "it changes a singleton, which this run did not create", add };
    if (role === "bulk") return { reason: "it changes many items at once", add };
    return { reason: "it is an action that does not create an item", add };
  }

  /** Why an own item cannot be removed at the end. That needs neither `--methods` nor `--include`. */
  refusesRemoval(path: string, known: KnownItems): Refusal | undefined {
    return this.level !== "none" && known.isOwn(path) ? undefined : { reason: `this run did not create ${path}` };
  }

  /** Why this request cannot be sent. @param path Of the request, encoded, without the base URL. */
  refuses(operation: Operation, path: string, known: KnownItems): Refusal | undefined {
    const refused = this.refusesOperation(operation);
    const isRead = isSafe(operation) && statedChange(operation) === undefined;
    if (refused !== undefined || isRead || this.level !== "own") return refused;
    const { role, resource } = roleOf(this.model, operation);
    const { items, rest } = itemsIn(pathOf(operation), path);
    // Whatever is below an item that does not exist cannot exist either.
    if (items.some((item) => known.isFree(item))) return undefined;
    const item = items.at(-1);
    if (role === "create") {
      // Without a path of its own, it could not be removed from an item of others.
      const isRemovable = resource?.entry === undefined || (item !== undefined && known.isOwn(item));
      return isRemovable ? undefined : { reason: `this run did not create ${item}, with which ${withArticle(resource.name)} would be removed` };
    }
    const add = `--allow '${operation.key}'`;
    if (this.#isAllowed(operation) && !["replace", "update", "remove"].includes(role)) {
      // Permission for an action is none for items of others, if this run can create an item of its own.
      const { create, replace } = itemResourceOf(this.model, operation) ?? {};
      const isCreatable = create !== undefined || replace !== undefined;
      return item === undefined || known.isOwn(item) || !isCreatable ? undefined : { reason: `this run did not create ${item}` };
    }
    if (item === undefined) return { reason: "it changes more than one item that this run created", add };
    if (!known.isOwn(item)) return { reason: `this run did not create ${item}, and the server did not confirm that its id is free` };
    if (role === "bulk") return { reason: "it changes many items at once", add };
    if (operation.method === "post" && rest !== "" && role !== "remove")
      return { reason: "it is an action, whose effects can go beyond the item", add };
    return ["put", "patch", "delete", "post"].includes(operation.method) ? undefined : { reason: "HTTP does not define its method", add };
  }
}

/** The paths of the items in a request's path, outermost first, and the rest. */
export function itemsIn(template: string, path: string): { readonly items: readonly string[]; readonly rest: string } {
  const names = template.split("/");
  const segments = withoutQuery(path).split("/");
  // A value of several segments is no id of an item.
  if (names.length !== segments.length) return { items: [], rest: path };
  const ends = names.flatMap((name, index) => (name.includes("{") ? [index + 1] : []));
  // A custom method follows its item in the same segment: `/things/7:cancel` (AIP-136).
  const [verb = ""] = /(?<=\}):[^{}]*$/.exec(names[(ends.at(-1) ?? 0) - 1] ?? "") ?? [];
  const items = ends.map((end, index) => {
    const item = segments.slice(0, end).join("/");
    return index === ends.length - 1 && item.endsWith(verb) ? item.slice(0, item.length - verb.length) : item;
  });
  return { items, rest: verb + segments.slice(ends.at(-1) ?? 0).join("/") };
}

export function withoutQuery(path: string): string {
  return path.replace(/[?#].*$/s, "").replace(/(?<=.)\/$/, "");
}
