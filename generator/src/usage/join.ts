import type { Operation } from "../model/api.js";
import { isJsonObject, type Json } from "../model/json.js";
import { tokens } from "../model/place.js";
import type { Change, Difference, Side, Surface } from "../diff/change.js";
import { canonicalPath } from "../diff/compare/operations/servers.js";
import type { Context, Root, Subject } from "../diff/compare/context.js";
import type { Pair } from "../diff/compare/schemas/pair.js";
import type { Spot } from "../diff/compare/schemas/collect.js";
import { ruleByCode } from "../diff/rules/rules.js";
import { PairGraph, type Ways } from "./pair-graph.js";
import type { UnknownReason, UsageManifest, UsedField, UsedOperation, UsedParameter, UsedResponse, UsePlace } from "./manifest.js";
import { questions, type Question } from "./questions.js";

/** The consumers that a change affects, as far as their manifests tell. A consumer in neither list is not known to use what changed. */
export interface Affects {
  readonly consumers: readonly AffectedConsumer[];
  readonly unknown: readonly UnknownConsumer[];
}

interface AffectedConsumer {
  readonly consumer: string;
  /** Where it uses what changed. None for what was only observed at run time. */
  readonly places: readonly UsePlace[];
}

export interface UnknownConsumer {
  readonly consumer: string;
  readonly uses: readonly { readonly place?: UsePlace; readonly reason: UndecidedReason }[];
}

/** Why it cannot be known whether a change affects a consumer: of its manifest, or of what a manifest cannot tell. */
export type UndecidedReason =
  UnknownReason | "any-value" | "maybe-omitted" | "sent-whole" | "only-observed" | "only-by-type" | "not-in-manifest" | "may-reject";

/** A manifest with its operations by what they are called on the wire. Manifests of one consumer are one. */
interface Consumer {
  readonly name: string;
  readonly operations: ReadonlyMap<string, readonly UsedOperation[]>;
  readonly unknown: UsageManifest["unknown"];
  readonly validates: boolean;
  /** Where the fields of each body lead: all changes of the body ask for the same. */
  readonly followed: Map<Root, FollowedFields>;
}

/** What is known of one consumer while a question is asked about it. */
class Evidence {
  readonly places = new Set<UsePlace>();
  readonly uses = new Map<string, UnknownConsumer["uses"][number]>();
  isAffected = false;

  affected(places: readonly UsePlace[]): void {
    this.isAffected = true;
    for (const place of places) this.places.add(place);
  }

  unknown(reason: UndecidedReason, place?: UsePlace): void {
    this.uses.set(`${reason} ${place}`, { reason, ...(place !== undefined && { place }) });
  }
}

/** What a change was made of. */
interface Origin {
  readonly difference: Difference;
  readonly spots: readonly Spot[];
}

function breaks({ level }: Change): boolean {
  return level === "breaking" || level === "warning";
}

/** What is asked about one operation of one consumer. */
interface QuestionContext extends Origin {
  readonly key: string;
  /** The operation before the change, where it was there. */
  readonly old: Operation | undefined;
  /** The uses in the consumer's manifest; at least one. */
  readonly used: readonly UsedOperation[];
  readonly followed: Consumer["followed"];
}

/** Joins usage manifests with the changes between two documents. */
export class UsageJoin {
  readonly #operations = new Map<string, { readonly identities: ReadonlySet<string>; readonly old: Operation | undefined }>();
  /** The operation that a callback belongs to. */
  readonly #callers = new Map<string, string>();
  readonly #roots = new Map<string, Root[]>();
  readonly #graph: PairGraph;
  #keys: Map<string, string> | undefined;

  constructor(readonly context: Context) {
    this.#graph = new PairGraph(context);
    const pairs = new Map(context.operations.map((pair) => [pair.new.key, pair]));
    for (const operation of [...context.next.operations, ...context.old.operations]) {
      if (this.#operations.has(operation.key)) continue;
      const pair = pairs.get(operation.key);
      const both = pair === undefined ? [operation] : [pair.old, pair.new];
      const old = pair?.old ?? context.old.operations.find(({ key }) => key === operation.key);
      this.#operations.set(operation.key, { identities: new Set(both.map(identityOf)), old });
      for (const each of both) this.#addCallbacks(each, operation.key);
    }
    for (const root of context.roots) {
      const key = `${root.side} ${root.operation}`;
      const list = this.#roots.get(key);
      if (list === undefined) this.#roots.set(key, [root]);
      else list.push(root);
    }
  }

  /** The operation that is called so on the wire; the new one where both documents have it. */
  readonly keyOf = (identity: string): string | undefined => {
    if (this.#keys === undefined) {
      this.#keys = new Map();
      for (const [key, { identities }] of this.#operations) for (const each of identities) if (!this.#keys.has(each)) this.#keys.set(each, key);
    }
    return this.#keys.get(identity);
  };

  #addCallbacks(operation: Operation, caller: string): void {
    for (const callback of operation.callbacks) {
      this.#callers.set(callback.key, caller);
      this.#addCallbacks(callback, caller);
    }
  }

  /** `undefined` for a change that breaks no consumer. */
  affects(change: Change, { difference, spots }: Origin, all: readonly Consumer[]): Affects | undefined {
    const question = questionOf(difference.code, difference.side, change.surface);
    const isBreak = breaks(change);
    // Consumers that compare with a removed member are reported, although nothing breaks.
    if (!isBreak && !(question === "names-member" && change.level === "safe" && difference.side === "response")) return undefined;
    const consumers: AffectedConsumer[] = [];
    const unknown: UnknownConsumer[] = [];
    for (const consumer of all) {
      const evidence = this.#evidence(consumer, change, { difference, spots }, question);
      if (evidence.isAffected) consumers.push({ consumer: consumer.name, places: [...evidence.places] });
      else if (evidence.uses.size > 0 && isBreak) unknown.push({ consumer: consumer.name, uses: [...evidence.uses.values()] });
    }
    return !isBreak && consumers.length === 0 ? undefined : { consumers, unknown };
  }

  #evidence(consumer: Consumer, change: Change, { difference, spots }: Origin, question: Question | undefined): Evidence {
    const evidence = new Evidence();
    const isBreak = breaks(change);
    if (difference.operations.length === 0) evidence.unknown("not-in-manifest");
    for (const key of difference.operations) {
      const caller = this.#callers.get(key) ?? key;
      const operation = this.#operations.get(caller);
      // A webhook belongs to no call, and a consumer may have nothing else.
      if (operation === undefined) {
        evidence.unknown("not-in-manifest");
        continue;
      }
      const used = [...operation.identities].flatMap((identity) => consumer.operations.get(identity) ?? []);
      if (used.length === 0) continue;
      const calls = placesOf(used);
      const isCalled = calls.length > 0 || used.some(({ observed }) => observed !== undefined);
      const context = { difference, spots, key, old: operation.old, used, followed: consumer.followed };
      if (caller !== key || question === undefined) evidence.unknown("not-in-manifest", calls[0]);
      else if (isCalled) this.#ask(question, context, evidence);
      else {
        // The consumer handles values of a component that the operation has, and perhaps not those of this operation.
        const byType = new Evidence();
        this.#ask(question, context, byType);
        if (byType.isAffected && byType.places.size > 0) for (const place of byType.places) evidence.unknown("only-by-type", place);
        for (const { reason, place } of byType.uses.values()) if (place !== undefined) evidence.unknown(reason, place);
      }
      if (question !== undefined && isAboutRequest(question, difference.side))
        for (const { place, reason } of used.flatMap(({ escapes = [] }) => escapes)) evidence.unknown(reason, place);
      if (isBreak && isCalled && consumer.validates && isRejected(change) && !evidence.isAffected) evidence.affected(calls);
      // A sample of calls proves no absence.
      if (!evidence.isAffected && isCalled && calls.length === 0) evidence.unknown("only-observed");
    }
    for (const { place, reason } of consumer.unknown) evidence.unknown(reason, place);
    return evidence;
  }

  #ask(question: Question, context: QuestionContext, evidence: Evidence): void {
    const { difference, used, old } = context;
    const { parameters } = difference;
    const calls = placesOf(used);
    const requests = used.flatMap(({ request }) => request);
    switch (question) {
      case "calls":
        return evidence.affected(calls);
      case "not-in-manifest":
        return evidence.unknown("not-in-manifest", calls[0]);
      case "omits-body":
        return requests.length > 0 ? evidence.unknown("maybe-omitted", calls[0]) : evidence.affected(calls);
      case "sends-body":
        if (requests.length > 0) return useOf(partOf(requests, parameters["property"]), evidence);
        return old?.requestBody?.required === true ? evidence.unknown("sent-whole", calls[0]) : undefined;
      case "reads-body": {
        const fields = responsesIn(context).flatMap((response) => response.fields);
        // A server may refuse a call that requests a media type which is gone, whether its body is read or not.
        if (difference.code === "media-type-removed" && fields.length === 0) return evidence.unknown("not-in-manifest", calls[0]);
        return useOf(partOf(fields, parameters["property"]), evidence);
      }
      case "handles-status": {
        const status = parameters["status"] ?? parameters["old"];
        for (const response of used.flatMap(({ responses }) => responses)) {
          if (response.status === status) evidence.affected(placesIn(response));
          else if (isSameStatus(response.status, String(status), true))
            for (const { place, reason } of response.fields.flatMap(({ escapes = [] }) => escapes)) evidence.unknown(reason, place);
        }
        return;
      }
      case "handles-response":
        for (const response of responsesIn(context)) evidence.affected(placesIn(response));
        return;
      case "expects-status": {
        const statuses = [String(parameters["status"])];
        const own = responsesIn({ ...context, difference: { ...difference, statuses } });
        for (const response of own) evidence.affected(placesIn(response));
        return own.length === 0 ? evidence.unknown("not-in-manifest", calls[0]) : undefined;
      }
      case "reads-header":
        return this.#askHeader(context, String(parameters["name"]), evidence);
      case "sends-parameter":
        if (parameters["in"] === "querystring" || parameters["from"] === "querystring") return evidence.unknown("not-in-manifest", calls[0]);
        for (const parameter of named(used, parameters)) evidence.affected(parameter.places);
        return;
      case "omits-parameter": {
        const sent = named(used, parameters);
        return sent.length > 0 ? evidence.unknown("maybe-omitted", sent[0]?.places[0] ?? calls[0]) : evidence.affected(calls);
      }
      default:
        return this.#askValue(question, context, evidence);
    }
  }

  #askHeader(context: QuestionContext, name: string, evidence: Evidence): void {
    const { difference, used } = context;
    // A header of a part of the request's body.
    if (difference.side === "request") return partHeader(used, evidence);
    for (const header of responsesIn(context).flatMap(({ headers }) => headers)) {
      if (isNamed(header, name)) evidence.affected(header.places);
      else if (header.name === anyHeader) evidence.unknown("any-value", header.places[0]);
    }
  }

  /** Changes inside of schemas: asked of each body, parameter and header that leads there. */
  #askValue(question: Question, context: QuestionContext, evidence: Evidence): void {
    const { difference, key } = context;
    const { side } = difference;
    const sides: readonly Side[] = side === "both" ? ["request", "response"] : [side];
    for (const each of sides) {
      // A change of the whole body, such as its root element in XML.
      if (context.spots.length === 0) this.#ask(each === "request" ? "sends-body" : "reads-body", context, evidence);
      const roots = this.#roots.get(`${each} ${key}`) ?? [];
      for (const spot of context.spots) {
        const above = this.#graph.above(spot.pair);
        for (const root of roots) {
          if (!above.has(root.pair)) continue;
          if (root.subject !== undefined) askSubject(question, context, each, root, root.subject, evidence);
          else this.#askBody(question, context, spot, root, above, evidence);
        }
      }
    }
  }

  /** The fields of a body, with the pairs that they lead to. */
  #fieldsOf(context: QuestionContext, root: Root): FollowedFields {
    const { followed, used } = context;
    const isShared = root.side === "request" || root.statuses !== undefined;
    const known = isShared ? followed.get(root) : undefined;
    if (known !== undefined) return known;
    const fields =
      root.side === "request" ? used.flatMap(({ request }) => request) : responsesIn(context, root.statuses).flatMap((response) => response.fields);
    // Few questions ask for it, and splitting all paths is slow.
    let above: ReadonlySet<string> | undefined;
    const isLeaf = (path: string): boolean =>
      !(above ??= pathsAbove(fields)).has(path) && ![path, `${path}/*`].some((each) => isFolded(this.#graph.follow(root.pair, each)));
    const found = new FollowedFields(
      fields.map((field): Followed => ({ field, isLeaf: () => isLeaf(field.path), ways: this.#graph.follow(root.pair, field.path) })),
    );
    if (isShared) followed.set(root, found);
    return found;
  }

  #askBody(question: Question, context: QuestionContext, spot: Spot, root: Root, above: ReadonlySet<Pair>, evidence: Evidence): void {
    const isRequest = root.side === "request";
    const followed = this.#fieldsOf(context, root);
    const inside = followed.through(spot.pair);
    if (isRequest && followed.all.length === 0) {
      if (context.old?.requestBody?.required === true) evidence.unknown("sent-whole", placesOf(context.used)[0]);
      return;
    }
    if (question === "omits-property") omits(spot, inside, context.difference, evidence);
    else if (question === "omits-value") {
      if (root.pair === spot.pair) evidence.unknown("maybe-omitted", followed.all[0]?.field.places[0]);
      for (const { pair, step } of spot.pair.parents)
        if (typeof step === "string") omits({ pair, step }, followed.through(pair), context.difference, evidence);
    } else if (question === "names-member" && context.difference.code.startsWith("discriminator-"))
      namesBranch(spot, inside, context.difference, evidence);
    else for (const each of inside) this.#askField(question, context.difference, spot, each, evidence);
    for (const each of isRequest ? followed.all : followed.escaping) {
      const { field, ways } = each;
      if (reaches(ways, spot) || !ways.ends.some((pair) => above.has(pair))) continue;
      for (const { place, reason } of field.escapes ?? []) evidence.unknown(reason, place);
      // A request sends all of a value, whether the manifest lists what is in it or not.
      if (isRequest && !ways.ends.includes(spot.pair) && each.isLeaf()) evidence.unknown("sent-whole", field.places[0]);
    }
  }

  #askField(question: Question, difference: Difference, spot: Spot, { field, ways }: Followed, evidence: Evidence): void {
    const { side } = difference;
    const isIt = ways.ends.includes(spot.pair);
    const escapes = isIt ? (field.escapes ?? []) : [];
    switch (question) {
      case "uses-value":
        if (reaches(ways, spot)) evidence.affected(field.places);
        return;
      case "may-reject":
        return evidence.unknown("may-reject", field.places[0]);
      case "names-member":
        if (isIt) askMembers(field, difference, evidence);
        break;
      case "compares-members":
        if (isIt) askComparison(field, evidence);
        break;
      case "uses-other-names":
        ways.at.forEach((pairs, depth) => {
          if (!pairs.includes(spot.pair)) return;
          const name = ways.steps[depth];
          if (name !== undefined && !this.#graph.isListed(spot.pair, side, name)) evidence.affected(field.places);
          else if (name === undefined && side === "request") evidence.unknown("sent-whole", field.places[0]);
        });
        break;
      default:
        return;
    }
    for (const { place, reason } of escapes) evidence.unknown(reason, place);
  }
}

/** The paths that lead to other paths: `/a` and ``, if there is `/a/b`. */
function pathsAbove(fields: readonly UsedField[]): ReadonlySet<string> {
  const above = new Set<string>();
  for (const { path } of fields)
    for (let end = path.lastIndexOf("/"); end >= 0; end = path.lastIndexOf("/", end - 1)) {
      above.add(path.slice(0, end));
      if (end === 0) break;
    }
  return above;
}

/** A field of a manifest, and where its path leads. */
interface Followed {
  readonly field: UsedField;
  /** Whether the manifest has nothing below it. */
  isLeaf(): boolean;
  readonly ways: Ways;
}

/** The fields of one body. All changes of the body ask for those at one pair. */
class FollowedFields {
  /** Fields whose values go where they cannot be followed. */
  readonly escaping: readonly Followed[];
  #byPair: Map<Pair, Followed[]> | undefined;

  constructor(readonly all: readonly Followed[]) {
    this.escaping = all.filter(({ field }) => field.escapes !== undefined);
  }

  /** The fields whose paths lead to a pair, or through it. */
  through(pair: Pair): readonly Followed[] {
    return (this.#byPair ??= this.#grouped()).get(pair) ?? [];
  }

  #grouped(): Map<Pair, Followed[]> {
    const byPair = new Map<Pair, Followed[]>();
    for (const each of this.all)
      for (const pair of new Set(each.ways.at.flat())) {
        const list = byPair.get(pair);
        if (list === undefined) byPair.set(pair, [each]);
        else list.push(each);
      }
    return byPair;
  }
}

/** The path leads back to an object that it comes from: the manifest has what is below it there. */
function isFolded({ at, ends }: Ways): boolean {
  return ends.some((end) => at.slice(0, -1).some((pairs) => pairs.includes(end)));
}

/** Whether the path leads to the spot, or through it. */
function reaches({ at, steps }: Ways, { pair, step }: Spot): boolean {
  return at.some((pairs, depth) => {
    const name = steps[depth];
    return pairs.includes(pair) && (step === undefined || name === step || name === "*" || (step === "*" && name !== undefined));
  });
}

/** An object is sent without the property of the spot, as far as can be known. @param inside The fields through its pair. */
function omits(spot: Spot, inside: readonly Followed[], { code }: Difference, evidence: Evidence): void {
  const sent = inside.find(({ ways }) => reaches(ways, spot));
  const whole = inside.filter(({ ways }) => ways.ends.includes(spot.pair));
  const escapes = whole.flatMap(({ field }) => field.escapes ?? []);
  // A new part has no senders.
  const isKnown = code === "required-property-added" || whole.every((each) => !each.isLeaf());
  if (sent !== undefined) evidence.unknown("maybe-omitted", sent.field.places[0]);
  else if (escapes.length > 0) for (const { place, reason } of escapes) evidence.unknown(reason, place);
  else if (isKnown) for (const { field } of inside) evidence.affected(field.places);
  else evidence.unknown("sent-whole", whole[0]?.field.places[0]);
}

/** The words of a discriminator: of the union itself, or values of the property that has them. @param inside The fields through the union's pair. */
function namesBranch(spot: Spot, inside: readonly Followed[], difference: Difference, evidence: Evidence): void {
  const members = membersOf(difference);
  const known = inside.flatMap(({ field, ways }) => {
    const depth = ways.at.findIndex((pairs) => pairs.includes(spot.pair));
    const words = depth === ways.steps.length ? field.branches : depth === ways.steps.length - 1 ? field.values : undefined;
    return words === undefined || field.isOpen === true ? [] : [{ field, words: words.map(String) }];
  });
  const naming = known.filter(({ words }) => words.some((word) => members.has(word)));
  for (const { field } of naming) evidence.affected(field.places);
  if (known.length === 0) for (const { field } of inside) evidence.unknown("any-value", field.places[0]);
}

/** Whether what a call passes along decides it, where that cannot be known. */
function isAboutRequest(question: Question, side: Side | "both"): boolean {
  return side !== "response" && !["calls", "reads-body", "reads-header", "handles-status", "handles-response", "expects-status"].includes(question);
}

function questionOf(code: string, side: Side | "both", surface: Surface): Question | undefined {
  const row = questions[code];
  const question = row === undefined || typeof row === "string" ? row : side === "both" ? (row.request ?? row.response) : row[side];
  // Code that hands a value on by its type compares it with nothing, and does not compile with another member.
  return surface === "types" && side !== "request" && question === "compares-members" ? "uses-value" : question;
}

function askSubject(question: Question, context: QuestionContext, side: Side, root: Root, subject: Subject, evidence: Evidence): void {
  const { difference, used } = context;
  let found: readonly UsedParameter[];
  if (side === "response")
    found = responsesIn(context, root.statuses).flatMap(({ headers }) =>
      headers.filter((header) => header.name === anyHeader || isNamed(header, subject.name)),
    );
  else if (subject.words.startsWith('Header "')) return partHeader(used, evidence);
  else if (subject.in === "path" && question !== "names-member") return evidence.affected(placesOf(used));
  else if (subject.in === "querystring") return evidence.unknown("not-in-manifest", placesOf(used)[0]);
  else found = named(used, { in: subject.in ?? "", name: subject.name });
  if (found.length === 0) {
    // Every call has each part of its path.
    if (subject.in === "path") evidence.unknown("any-value", placesOf(used)[0]);
    return;
  }
  for (const parameter of found) {
    const [place] = parameter.places;
    if (parameter.name === anyHeader) evidence.unknown("any-value", place);
    else if (question === "names-member") askMembers(parameter, difference, evidence);
    else if (question === "compares-members") askComparison(parameter, evidence);
    else if (question === "uses-value") evidence.affected(parameter.places);
    else evidence.unknown("sent-whole", place);
  }
}

/** Of a header of a part, a manifest knows the body alone. */
function partHeader(used: readonly UsedOperation[], evidence: Evidence): void {
  for (const { request } of used) if (request.length > 0) evidence.unknown("not-in-manifest", request[0]?.places[0]);
}

/** Members that are gone: sent by those who name one, and perhaps by those whose value is not known. */
function askMembers(used: Compared, difference: Difference, evidence: Evidence): void {
  const { places, values = [], branches = [], isOpen } = used;
  const members = membersOf(difference);
  const known = [...values, ...branches];
  if (known.some((value) => members.has(String(value)))) evidence.affected(places);
  else if (difference.side === "request" && (isOpen === true || known.length === 0)) evidence.unknown("any-value", places[0]);
}

/** A new member reaches those who tell members apart. */
function askComparison({ places, values = [], branches = [], isOpen }: Compared, evidence: Evidence): void {
  if (values.length + branches.length > 0) evidence.affected(places);
  else if (isOpen === true) evidence.unknown("any-value", places[0]);
}

type Compared = Pick<UsedField, "places" | "values" | "isOpen" | "branches">;

/** The members that a change is about, as text. */
function membersOf({ parameters: { values, value } }: Difference): ReadonlySet<string> {
  const all = Array.isArray(values) ? values : [value];
  return new Set(all.map((each) => memberText(each as Json)));
}

/** A number that is written exactly is an object with its digits. */
function memberText(member: Json | undefined): string {
  return isJsonObject(member) ? String(member["value"]) : String(member);
}

function useOf(fields: readonly UsedField[], evidence: Evidence): void {
  for (const field of fields) evidence.affected(field.places);
}

/** The fields at or below a property of a body; all of them where none is named. */
function partOf(fields: readonly UsedField[], property: Json | undefined): readonly UsedField[] {
  if (typeof property !== "string") return fields;
  // A whole body has the property, too.
  return fields.filter(({ path }) => path === "" || [property, "*"].includes(tokens(path)[0] ?? ""));
}

/** The responses in the statuses of a change. */
function responsesIn({ difference, used, old }: QuestionContext, statuses = statusesOf(difference)): readonly UsedResponse[] {
  const hasSuccess = old?.responses.some(({ status }) => status.startsWith("2")) === true;
  return used.flatMap(({ responses }) =>
    responses.filter(({ status }) => statuses === undefined || statuses.some((each) => isSameStatus(status, each, hasSuccess))),
  );
}

function statusesOf({ statuses, parameters }: Difference): readonly string[] | undefined {
  if (Array.isArray(parameters["statuses"])) return parameters["statuses"].map(String);
  return statuses;
}

/** Whether a response of a manifest may be that of the document. */
export function isSameStatus(used: string, status: string, hasSuccess: boolean): boolean {
  if (used === "*" || used === status) return true;
  if (used === "default") return !status.startsWith("2");
  if (status === "default") return !used.startsWith("2") || !hasSuccess;
  return used[0] === status[0] && (used.endsWith("XX") || status.endsWith("XX"));
}

/** What a client of the old document that validates responses rejects. */
function isRejected({ side, surface, code, witness }: Change): boolean {
  if (side === "request" || surface !== "wire") return false;
  return witness?.refusedBy === "old" || ruleByCode.get(code)?.about === "values" || rejected.has(code);
}

/** Changes of responses that such a client rejects, although they are no change of the values of one schema. */
const rejected: ReadonlySet<string> = new Set([
  "body-schema-removed",
  "discriminator-property-changed",
  "discriminator-value-added",
  "discriminator-value-moved",
  "media-type-added",
  "media-type-widened",
  // Only where the old object is closed, they are more than safe.
  "optional-property-added",
  "required-property-added",
  "required-property-removed",
  "response-body-removed",
  "values-changed",
  "write-only-set",
  "xml-changed",
]);

function named(used: readonly UsedOperation[], names: Readonly<Record<string, Json>>): readonly UsedParameter[] {
  const { name, old, from, in: where = from } = names;
  return used.flatMap(({ parameters }) =>
    parameters.filter((parameter) => (where === undefined || parameter.in === where) && isNamed(parameter, String(name ?? old))),
  );
}

/** The name of a header that is not known: the headers go where they cannot be followed. */
const anyHeader = "*";

function isNamed(parameter: UsedParameter, name: string): boolean {
  return parameter.name === name || (parameter.in === "header" && parameter.name.toLowerCase() === name.toLowerCase());
}

function placesOf(used: readonly UsedOperation[]): readonly UsePlace[] {
  return used.flatMap(({ places }) => places);
}

function placesIn({ places, fields }: UsedResponse): readonly UsePlace[] {
  return [...places, ...fields.flatMap((field) => field.places)];
}

/** `get /zones/{}`: parameters of the path may have any name. */
export function identityOf({ method, path }: Pick<UsedOperation, "method" | "path">): string {
  return `${method.toLowerCase()} ${canonicalPath(path).replace(/\{[^{}]*\}/g, "{}")}`;
}

/** By name. */
export function consumersOf(manifests: readonly UsageManifest[]): readonly Consumer[] {
  const byName = new Map<string, UsageManifest[]>();
  for (const manifest of manifests) byName.set(manifest.consumer, [...(byName.get(manifest.consumer) ?? []), manifest]);
  const names = [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return names.map(([name, own]) => {
    const operations = new Map<string, UsedOperation[]>();
    for (const operation of own.flatMap((manifest) => manifest.operations)) {
      const identity = identityOf(operation);
      operations.set(identity, [...(operations.get(identity) ?? []), operation]);
    }
    return {
      name,
      operations,
      unknown: own.flatMap(({ unknown }) => unknown),
      validates: own.some(({ validatesResponses }) => validatesResponses === true),
      followed: new Map(),
    };
  });
}
