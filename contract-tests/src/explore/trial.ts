import { accepts } from "tallystick";
import { isJsonObject, templateOf, type ApiModel, type Json, type Operation, type Schema } from "tallystick/model";
import { lacksValidResponse } from "../observe/lacks-valid-response.js";
import { hasValue, valueAt } from "../observe/value-at.js";
import { headerValue } from "../traffic/headers.js";
import type { Interaction } from "../traffic/interaction.js";
import { attributesIn, envelopeIn } from "./envelope.js";
import { flat } from "./names.js";
import { filledIn, isFulfilled, type ReceivedResponse } from "./expectation.js";
import { withFutureDates } from "./future-dates.js";
import type { FreshText } from "./fresh.js";
import type { Law } from "./laws/law.js";
import { listAll } from "./laws/list.js";
import { isSame } from "./laws/same.js";
import { envelopeOfBody, requiredProperties, typesOf, writableProperties } from "./laws/properties.js";
import type { Given, GivenBody, How, Port } from "./port.js";
import type { Random } from "./random.js";
import { idOf, isBelow, isRelation, itemsOf, linkedPath, nameless, pathId, pathOf, relatedOf, type Resource } from "./resources.js";
import { alignPath } from "./path-values.js";
import { largeNumbers, Needs } from "./needs.js";
import type { Expectation, Reference } from "./sequence.js";
import { Inapplicable, LawBroken, type StepResponse, type TakenStep, type Thing } from "./trial-steps.js";
import { openHeader, TrialValues } from "./trial-values.js";
import { withArticle } from "../plural.js";

/** A segment of the path of a URL; `undefined` if its percent-encoding is invalid. */
function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}

/** The end of URLs that an operation has; its groups are the path parameters. */
export function pathPattern(operation: Operation): RegExp {
  const { path } = templateOf(operation);
  return new RegExp(`${path.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{[^{}]*\}/g, "([^/?#]+)")}/?$`);
}

const waits = [60, 200, 600];
/** Seconds, or a date of HTTP (RFC 9110 §10.2.3 and §5.6.7). */
const delayOrDate = "^(?:\\d{1,10}|[A-Z][a-z]{2,8}, \\d\\d[ -][A-Z][a-z]{2}[ -]\\d{2,4} \\d\\d:\\d\\d:\\d\\d GMT)$";

/** One attempt to break a law: the requests that were sent, in order. */
export class Trial {
  readonly steps: TakenStep[] = [];
  readonly things: Thing[] = [];
  readonly fresh: FreshText[] = [];
  readonly values = new TrialValues(this);
  readonly #needs = new Needs(this);
  /** Resources that are being created. */
  readonly #underWay = new Set<Resource>();
  /** Lists of what the run cannot create. */
  readonly #lists = new Map<Operation, StepResponse>();

  constructor(
    readonly port: Port,
    readonly law: Pick<Law, "name">,
    readonly random: Random,
    /** Trials of a law count from 0. The first ones send ordinary values. */
    readonly round: number,
    /** Whether a broken expectation has been reported already, so that the trial goes on. */
    readonly isKnown: (law: string, expected: Expectation, operation: Operation, cause: readonly string[]) => boolean,
  ) {}

  /** The parameters and properties whose values make the server fail, according to earlier requests. */
  cause: readonly string[] = [];

  isBeingCreated(resource: Resource): boolean {
    return this.#underWay.has(resource);
  }

  get model(): ApiModel {
    return this.port.model;
  }

  get canWrite(): boolean {
    return this.port.canWrite;
  }

  accepts(schema: Schema, value: Json): boolean {
    return accepts(schema, value, this.model);
  }

  /** Whether the responses so far fulfil an expectation. */
  isFulfilled(expected: Expectation): boolean | undefined {
    return isFulfilled(
      expected,
      this.steps.map(({ response }) => response),
      () => "",
    );
  }

  /** What a reference stands for. */
  valueOf(reference: Reference): unknown {
    return filledIn(
      reference,
      this.steps.map(({ response }) => response),
      () => "",
    );
  }

  /** Whether the document has the property in the body of an update. */
  isUpdatable({ update }: Resource, name: string): boolean {
    return writableProperties(this.model, update).has(name);
  }

  /** Reads the target of a Location header, if it is an item of the resource. */
  async follow(location: string, from: StepResponse, { read }: Resource): Promise<StepResponse | undefined> {
    if (read === undefined || !URL.canParse(location, from.interaction.request.url)) return undefined;
    const url = new URL(location, from.interaction.request.url);
    if (url.origin !== new URL(from.interaction.request.url).origin) return undefined;
    const names = [...templateOf(read).path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
    const values = pathPattern(read).exec(url.pathname)?.slice(1);
    if (values === undefined) return undefined;
    const decoded = values.map(decode);
    if (decoded.includes(undefined)) return undefined;
    const path = Object.fromEntries(names.map((name, index) => [name, decoded[index] ?? ""]));
    return this.settled(
      () => this.send(read, { path }, { shows: "follow the Location header", follows: from.step }),
      ({ ok }) => ok,
    );
  }

  /** Registers an item that a response should not have created. */
  adopt(resource: Resource, response: StepResponse, path: Readonly<Record<string, Json>>, parent: Thing | undefined, sent: Json | undefined): void {
    if (idOf(resource, { body: response.json, location: response.header("location") }) !== undefined)
      this.thingOf(resource, response, path, parent, sent);
  }

  async send(operation: Operation, given: Given, how: How): Promise<StepResponse> {
    const sent = await this.port.send(operation, given, how);
    return this.#taken(operation, given, how, sent);
  }

  /** Sends requests at once. */
  async sendTogether(
    requests: readonly { readonly operation: Operation; readonly given: Given; readonly how: How }[],
  ): Promise<readonly StepResponse[]> {
    const all = requests.map((request, index) => ({ ...request, how: index === 0 ? request.how : ({ ...request.how, together: true } as const) }));
    const sent = await Promise.all(all.map(({ operation, given, how }) => this.port.send(operation, given, how)));
    return all.map(({ operation, given, how }, index) => this.#taken(operation, given, how, sent[index] ?? { refused: "not sent" }));
  }

  #taken(operation: Operation, given: Given, how: How, sent: Interaction | { readonly refused: string }): StepResponse {
    if ("refused" in sent) throw new Inapplicable(sent.refused);
    const observed = seenOf(sent);
    if (observed === undefined) throw new Inapplicable("the server did not respond");
    const { status, headers } = observed;
    const response: StepResponse = {
      ...observed,
      step: this.steps.length,
      ok: status >= 200 && status < 300,
      interaction: sent,
      header: (name) => headerValue(headers, name),
    };
    this.steps.push({ operation, given: this.#withETag(operation, this.values.withKey(operation, given, sent), sent), how, response });
    if (hasHeader(operation, status, "retry-after")) {
      const value = response.header("retry-after");
      const expected: Expectation = { kind: "header", step: response.step, name: "Retry-After", matches: delayOrDate };
      const wrong =
        value === undefined ? "without the documented Retry-After" : `with the Retry-After "${value}", which is neither seconds nor a date`;
      if (value === undefined || !new RegExp(delayOrDate).test(value))
        this.#broken("retry-after-is-sent", expected, `${operation.key} responds with ${status}, but ${wrong}.`, []);
    }
    const hasNoValue = lacksValidResponse(this.model, operation, observed);
    if (how.invalid === undefined && isServerError(operation, status) && !hasNoValue) {
      const expected: Expectation = { kind: "status", step: response.step, in: ["1XX", "2XX", "3XX", "4XX"] };
      this.#broken("no-server-error", expected, `The server responded with ${status} to a request that the document allows.`, []);
    }
    // A mock server without state responds with an example, which is the same for each request.
    if ((status < 500 || hasNoValue) && ["mock-example", "mock-problem"].some((name) => response.header(name) !== undefined))
      throw new Inapplicable("a mock server responded without state");
    return response;
  }

  /** With the ETag that the session added, if the operation requires one: a script has to take it from the same response. */
  #withETag(operation: Operation, given: Given, { request }: Interaction): Given {
    const { name, required } = openHeader(operation, given, /^if-match$/i) ?? {};
    const isRequired = required === true || operation.responses.some(({ status }) => status === "428");
    const value = name === undefined || !isRequired ? undefined : headerValue(request.headers, name);
    if (name === undefined || value === undefined || !this.steps.some(({ response }) => response.header("etag") === value)) return given;
    return { ...given, headers: { ...given.headers, [name]: value } };
  }

  /** Ends the trial if the responses do not fulfil the expectation. @param because Steps that it rests on. Default: all. */
  require(expected: Expectation, message: string, because: readonly StepResponse[] = this.steps.map(({ response }) => response)): void {
    const observed = this.steps.map(({ response }) => response);
    const steps = because.map(({ step }) => step);
    if (isFulfilled(expected, observed, () => "") === false) this.#broken(this.law.name, expected, message, steps);
  }

  #broken(law: string, expected: Expectation, message: string, because: readonly number[]): void {
    const step = this.steps[expected.step];
    if (step === undefined || this.isKnown(law, expected, step.operation, this.cause)) return;
    throw new LawBroken(law, expected, message, because);
  }

  /** Repeats a request for a short time until its response is as wanted: some servers show a change later. Only the last attempt counts. */
  async settled(request: () => Promise<StepResponse>, isWanted: (response: StepResponse) => boolean): Promise<StepResponse> {
    const { length } = this.steps;
    let response = await request();
    const key = this.steps.at(-1)?.operation.key ?? "";
    for (const wait of waits) {
      if (isWanted(response) || this.port.hopeless.has(key)) return response;
      await new Promise((resolve) => setTimeout(resolve, wait));
      this.steps.length = length;
      response = await request();
    }
    if (!isWanted(response)) this.port.hopeless.add(key);
    return response;
  }

  /** Creates a resource, and before it those that its path and its body refer to. */
  async create(resource: Resource, values: Readonly<Record<string, Json>> = {}, how: HowToCreate = {}): Promise<Thing> {
    const { create } = resource;
    if (resource.singleton === true) return this.#findSingleton(resource, how);
    if (this.#underWay.has(resource)) throw new Inapplicable(`${withArticle(resource.name)} needs another ${resource.name}`);
    this.#underWay.add(resource);
    try {
      return await this.#create(resource, create, this.#needs.isPreparing ? { ...largeNumbers(this.model, create), ...values } : values, how);
    } finally {
      this.#underWay.delete(resource);
    }
  }

  /** A resource that exists once below its parent, with its present values. */
  async #findSingleton(resource: Resource, { parent: given, as = "main" }: Partial<How> & { readonly parent?: Thing }): Promise<Thing> {
    const { read } = resource;
    if (read === undefined) throw new Inapplicable(`the document has no operation that reads the ${resource.name}`);
    const parent = given ?? (await this.parentOf(resource, read));
    const path = this.pathFor(read, parent);
    const response = await this.send(read, { path }, { shows: `read the ${resource.name}`, as });
    const thing = { resource, id: parent?.id ?? "", path, ...(parent && { parent }), created: response, as };
    return { ...thing, sent: (itemOf(thing, response.json)?.item ?? {}) as Thing["sent"] };
  }

  async #create(resource: Resource, create: Operation | undefined, values: Readonly<Record<string, Json>>, how: HowToCreate): Promise<Thing> {
    if (create === undefined) throw new Inapplicable(`the document has no operation that creates ${withArticle(resource.name)}`);
    if ((this.port.refusals.get(create) ?? 0) >= mostRefusals)
      throw new Inapplicable(`${create.key} refused ${mostRefusals} bodies, and accepted none`);
    const { parent = await this.parentOf(resource, create), id, onReady, ...rest } = how;
    const choose = async (): Promise<Readonly<Record<string, Json>>> =>
      create !== resource.replace ? {} : id === undefined ? this.#choosePath(resource, create, parent) : { [resource.idParameter ?? "id"]: id };
    let chosen = this.port.prepared.get(create) === true ? {} : await choose();
    const pathTo = (): Readonly<Record<string, Json>> => ({ ...this.pathFor(create, parent), ...chosen });
    const bodyOf = (round?: number): Promise<GivenBody | undefined> => this.values.bodyOf(create, values, parent, round);
    const attempt = async (
      shows = `create ${withArticle(resource.name)}`,
      round?: number,
    ): Promise<{ readonly response: StepResponse; readonly body: GivenBody | undefined }> => {
      const prepare = async (): Promise<GivenBody | undefined> => {
        chosen = await choose();
        return bodyOf(round);
      };
      const isPrepared = this.port.prepared.get(create) === true;
      const body = isPrepared ? await this.#needs.bodyOfNew(resource, prepare, () => chosen) : await bodyOf(round);
      await this.#needs.reachStates(create, this.referred(chosen, body, parent));
      await onReady?.();
      return { response: await this.send(create, { path: pathTo(), ...(body && { body }) }, { shows, ...rest }), body };
    };
    let { response, body } = await attempt();
    if (response.status === 409 && !this.port.conflicting.has(create)) {
      this.port.conflicting.add(create);
      this.steps.pop();
      ({ response, body } = await attempt());
    }
    const isRejected = response.status === 400 || response.status === 422;
    const isDated = body?.value !== undefined && withFutureDates(body.value, () => true) !== body.value;
    if (isRejected && isDated && !this.port.dated.has(create)) {
      this.port.dated.add(create);
      this.steps.pop();
      ({ response, body } = await attempt());
    }
    const isRefused = [400, 409, 422].includes(response.status);
    if (isRefused && !this.port.prepared.has(create) && id === undefined && this.referred(chosen, body).length > 0) {
      this.port.prepared.set(create, true);
      this.steps.pop();
      ({ response, body } = await attempt());
    }
    if ([400, 404, 422].includes(response.status) && !this.port.refusedNames.has(create)) {
      this.steps.pop();
      await this.#needs.findRefusedNames(create, async () => (await attempt("find what the server refuses", 1)).response.ok);
      ({ response, body } = await attempt());
    }
    if (this.port.prepared.get(create) === true && !response.ok) this.port.prepared.set(create, false);
    if ((response.status === 409 || response.status === 422) && !this.port.prerequisites.has(create)) {
      this.steps.pop();
      const things = this.referred(chosen, body, parent);
      ({ response, body } = (await this.#needs.findPrerequisites(create, things, () => attempt())) ?? (await attempt()));
    }
    if (response.ok) this.port.refusals.set(create, -Infinity);
    else if (response.status === 400 || response.status === 422) this.port.refusals.set(create, (this.port.refusals.get(create) ?? 0) + 1);
    if (!response.ok) throw new Inapplicable(`${create.key} responded with ${response.status}`);
    return this.thingOf(resource, response, pathTo(), parent, body?.value, how.as, chosen[resource.idParameter ?? "id"]);
  }

  /** A body for a request to create an item that a law sends itself, with all that it needs. */
  bodyToCreate(
    resource: Resource,
    create: Operation,
    parent: Thing | undefined,
    values: Readonly<Record<string, Json>> = {},
  ): Promise<GivenBody | undefined> {
    const bodyOf = (): Promise<GivenBody | undefined> => this.values.bodyOf(create, values, parent);
    return this.port.prepared.get(create) === true ? this.#needs.bodyOfNew(resource, bodyOf, () => ({})) : bodyOf();
  }

  /** The items of this trial that a request refers to, and the one that it is below. */
  referred(chosen: Readonly<Record<string, Json>>, body: GivenBody | undefined, parent?: Thing): readonly Thing[] {
    return this.things.filter((thing) => thing === parent || hasValue([chosen, body?.value], thing.id));
  }

  /**
   * The path values of an item that PUT creates: an id that the run chooses, or that of another resource. The last parameters of
   * `/user/starred/{owner}/{repo}` are those of `/repos/{owner}/{repo}`, which has to exist.
   */
  async #choosePath(resource: Resource, create: Operation, parent: Thing | undefined): Promise<Readonly<Record<string, Json>>> {
    const { idParameter = "id" } = resource;
    const other = relatedOf(this.port.resources, resource);
    if (other === undefined || this.#underWay.has(other)) return this.values.freshId(resource, create);
    if (other.create !== undefined) {
      const { id, path } = await this.create(other);
      return other.idParameter === idParameter ? path : { [idParameter]: pathId(other.name, id) };
    }
    if (!isRelation(resource)) return this.values.freshId(resource, create);
    // Of what the run cannot create, such as users, an item without this relation.
    const [found, related] = [await listAll(this, other, undefined), await listAll(this, resource, parent)];
    const free = found?.ids.find((id) => related?.ids.some((one) => isSame(id, one)) !== true);
    if (free === undefined) throw new Inapplicable(`no ${other.name} without ${withArticle(resource.name)} found`);
    return { [idParameter]: pathId(other.name, free) };
  }

  /** The created item according to a response. */
  thingOf(
    resource: Resource,
    response: StepResponse,
    path: Readonly<Record<string, Json>>,
    parent: Thing | undefined,
    sent: Json | undefined,
    as = "main",
    chosen?: Json,
  ): Thing {
    const found = chosen === undefined ? idOf(resource, { body: response.json, location: response.header("location") }) : { id: chosen };
    if (found === undefined) throw new Inapplicable(`no id of the new ${resource.name} found in the response of ${resource.create?.key}`);
    const thing: Thing = {
      resource,
      id: found.id,
      path: {
        ...linkedPath(resource, { body: response.json, location: response.header("location") }),
        ...this.itemPath(resource, path),
        [resource.idParameter ?? "id"]: pathId(resource.name, found.id),
      },
      ...(parent && { parent }),
      sent: this.#propertiesSent(response, sent),
      created: response,
      as,
    };
    this.things.push(thing);
    return thing;
  }

  /** The properties in the body of the request that created something. */
  #propertiesSent({ step }: StepResponse, sent: Json | undefined): Thing["sent"] {
    const operation = this.steps[step]?.operation;
    const inner = operation === undefined ? sent : valueAt(sent, envelopeOfBody(this.model, operation));
    return isJsonObject(inner) ? (inner as Thing["sent"]) : {};
  }

  /** The values of a collection's path under the names that the path of its items has. */
  itemPath({ create, list, item }: Resource, path: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
    const from = create ?? list;
    return from === undefined ? path : (alignPath(pathOf(from), path, item ?? "") as Readonly<Record<string, Json>>);
  }

  /** The item that a path of the resource is below: a new one, or the first one that is listed. */
  async parentOf(resource: Resource, operation: Operation | undefined): Promise<Thing | undefined> {
    const parent = originOf(resource, operation) ?? resource.parent;
    if (parent === undefined || operation === undefined || !operation.path.includes("{")) return undefined;
    const known = this.things.find((thing) => thing.resource === parent);
    if (known !== undefined) return known;
    // Two resources may each create the other one.
    if (parent !== resource.parent && this.#underWay.has(parent)) return undefined;
    if (parent.create !== undefined) return this.create(parent);
    if (parent.list === undefined) return undefined;
    const listed = await this.firstListed(parent);
    if (listed === undefined) throw new Inapplicable(`no ${parent.name} found`);
    const values = this.pathFor(operation, listed);
    const unfit = operation.parameters.find(
      ({ in: location, name, schema }) =>
        location === "path" && values[name] !== undefined && schema !== undefined && !this.accepts(schema, values[name]),
    );
    if (unfit !== undefined) throw new Inapplicable(`no listed ${parent.name} has an id that "${unfit.name}" allows`);
    return listed;
  }

  /** The first such item of a list, for what the run cannot create, such as users. */
  async firstListed(resource: Resource, isWanted: (thing: Thing) => boolean = () => true): Promise<Thing | undefined> {
    const { list, name, idParameter = "id" } = resource;
    if (list === undefined) return undefined;
    const path = this.pathFor(list, await this.parentOf(resource, list));
    const last = this.#lists.get(list);
    // A step that was removed is no part of the sequence.
    const isKept = last !== undefined && this.steps[last.step]?.response === last;
    const response = isKept ? last : await this.send(list, { path }, { shows: `list ${name} resources` });
    this.#lists.set(list, response);
    const listed = (itemsOf(response.json, resource)?.items ?? []).flatMap((item): Thing[] => {
      const found = idOf(resource, { body: item });
      if (found === undefined) return [];
      const own = { ...this.itemPath(resource, path), [idParameter]: pathId(name, found.id) };
      return [{ resource, id: found.id, path: own, sent: {}, created: response, as: "main" }];
    });
    return listed.find(isWanted);
  }

  /** The values of a path at or below a thing. */
  pathFor(operation: Operation, thing: Thing | undefined): Readonly<Record<string, Json>> {
    const known = thing === undefined ? {} : alignPath(thing.resource.item ?? "", thing.path, pathOf(operation));
    const names = operation.parameters.filter((one) => one.in === "path").map(({ name }) => name);
    return Object.fromEntries(
      names.flatMap((name): [string, Json][] => {
        const value = (known[name] as Json | undefined) ?? this.port.valueFor(operation, name);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }

  read(thing: Thing, how: Partial<How> = {}, given: Given = {}): Promise<StepResponse> {
    return this.send(
      defined(thing.resource.read),
      { path: thing.path, ...given },
      { shows: `read the ${thing.resource.name}`, as: thing.as, ...how },
    );
  }

  /** Reads until the response is a success, for a short time. */
  readSettled(thing: Thing, isWanted: (response: StepResponse) => boolean = ({ ok }) => ok): Promise<StepResponse> {
    return this.settled(() => this.read(thing), isWanted);
  }

  update(thing: Thing, changes: Readonly<Record<string, Json>>, how: Partial<How> = {}, headers: Given["headers"] = {}): Promise<StepResponse> {
    return this.#write(thing, "update", changes, how, headers);
  }

  /** New properties for a replacement. */
  async replacementOf({ resource: { replace }, parent }: Thing): Promise<Json | undefined> {
    const body = replace && (await this.values.bodyOf(replace, {}, parent));
    if (replace === undefined || body?.value === undefined) return undefined;
    const value = valueAt(body.value, envelopeOfBody(this.model, replace)) as Json;
    // Only the server can issue an etag, and a write with another one is refused.
    return isJsonObject(value) ? (Object.fromEntries(Object.entries(value).filter(([name]) => flat(name) !== "etag")) as Json) : value;
  }

  replace(thing: Thing, value: Json, how: Partial<How> = {}, headers: Given["headers"] = {}): Promise<StepResponse> {
    return this.#write(thing, "replace", value, how, headers);
  }

  #write(thing: Thing, role: "update" | "replace", properties: Json, how: Partial<How>, headers: Given["headers"] = {}): Promise<StepResponse> {
    const operation = defined(thing.resource[role]);
    const version = this.versionOf(thing, operation);
    const isGiven = version === undefined || !isJsonObject(properties) || (flat(version.name) === "etag" && version.name in properties);
    const current = isGiven ? properties : ({ ...properties, [version.name]: version.value } as Json);
    const given = { path: this.pathFor(operation, thing), headers, body: this.values.withProperties(operation, current, thing) };
    return this.send(operation, given, { shows: `${role} the ${thing.resource.name}`, as: thing.as, ...how });
  }

  /** The number of the version, or the etag, that a write has to carry, with its value in the last response that had the item. */
  versionOf(thing: Thing, operation: Operation): { readonly name: string; readonly value: Json } | undefined {
    const required = requiredProperties(this.model, operation);
    const name = [...writableProperties(this.model, operation)].find(
      ([one, schemas]) =>
        required.includes(one) &&
        (flat(one) === "etag" || (typesOf(schemas)[0] === "integer" && /^(?:row|lock)?(?:version|revision|rev)$/.test(flat(one)))),
    )?.[0];
    if (name === undefined) return undefined;
    for (const { response } of this.steps.toReversed()) {
      const value = response.ok ? itemOf(thing, response.json)?.item[name] : undefined;
      if ((typeof value === "number" || typeof value === "string") && isSame(idOf(thing.resource, { body: response.json })?.id, thing.id))
        return { name, value };
    }
    return undefined;
  }

  remove(thing: Thing, how: Partial<How> = {}, headers: Readonly<Record<string, string>> = {}): Promise<StepResponse> {
    return this.send(
      defined(thing.resource.remove),
      { path: thing.path, headers },
      { shows: `delete the ${thing.resource.name}`, as: thing.as, ...how },
    );
  }
}

/** Three rounds have different bodies, and several laws try each of them. */
const mostRefusals = 12;

type HowToCreate = Partial<How> & {
  readonly parent?: Thing;
  readonly id?: Json;
  /** Called when everything that the request refers to exists. */
  readonly onReady?: () => Promise<void>;
};

/** The origin of a resource, for an operation whose path has its item. */
function originOf({ origin }: Resource, operation: Operation | undefined): Resource | undefined {
  return origin?.item !== undefined && operation !== undefined && isBelow(nameless(pathOf(operation)), nameless(origin.item)) ? origin : undefined;
}

/** Whether the status is a server failure. 503 is a documented overload (RFC 9110 §15.6.4), and 501 may be documented. */
export function isServerError({ responses }: Operation, status: number): boolean {
  if (status < 500) return false;
  return !((status === 501 || status === 503) && responses.some((response) => response.status === String(status)));
}

/** Whether the document has a header for exactly this status. */
function hasHeader({ responses }: Operation, status: number, wanted: string): boolean {
  return responses.some((response) => response.status === String(status) && response.headers.some(({ name }) => name.toLowerCase() === wanted));
}

/** A response as expectations look at it; nothing if there was none. */
export function seenOf({ response }: Interaction): ReceivedResponse | undefined {
  if (response === undefined) return undefined;
  const { status, headers, body } = response;
  return { status, headers, json: body?.kind === "text" ? parsed(body.text) : undefined, ...(body && { body }) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function defined<T>(value: T | undefined): T {
  if (value === undefined) throw new Inapplicable("the document has no such operation");
  return value;
}

/** The representation of a thing in a response, and where it is. */
export function itemOf(
  thing: Pick<Thing, "resource">,
  json: unknown,
): { readonly item: Readonly<Record<string, unknown>>; readonly at: string } | undefined {
  const found = idOf(thing.resource, { body: json });
  // A singleton has no id.
  const outer = found === undefined ? envelopeIn(json, thing.resource.name) : found.at.slice(0, Math.max(0, found.at.lastIndexOf("/")));
  const at = outer + attributesIn(valueAt(json, outer));
  const item = valueAt(json, at);
  return isJsonObject(item) ? { item, at } : undefined;
}
