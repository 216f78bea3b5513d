import type { ApiOperation } from "./api-types.js";
import type { UnknownReason, UnknownUse, UsageManifest, UsedField, UsedOperation, UsedParameter, UsedResponse, UsePlace } from "./manifest.js";
import type { Body } from "./values.js";

type Scalar = string | number | boolean;

interface Mentions {
  readonly places: Set<UsePlace>;
  readonly values: Set<Scalar>;
  isOpen: boolean;
}

interface Field extends Mentions {
  readonly branches: Set<string>;
  readonly escapes: Map<string, UnknownUse>;
  isByType: boolean;
}

interface Response {
  readonly places: Set<UsePlace>;
  readonly headers: Map<string, Mentions>;
  readonly fields: Map<string, Field>;
}

interface Operation {
  readonly operation: ApiOperation;
  readonly places: Set<UsePlace>;
  readonly parameters: Map<string, Mentions & Pick<UsedParameter, "in" | "name">>;
  readonly escapes: Map<string, UnknownUse>;
  readonly request: Map<string, Field>;
  readonly responses: Map<string, Response>;
}

/** Uses as they are found, in any order; `manifest` puts them in order. */
export class Collection {
  readonly #operations = new Map<number, Operation>();
  readonly #unknown = new Map<string, UnknownUse>();
  /** A generated client checks each response. */
  validatesResponses = false;

  called(operation: ApiOperation, place: UsePlace): void {
    this.#of(operation).places.add(place);
  }

  parameter(operation: ApiOperation, { in: location, name }: Pick<UsedParameter, "in" | "name">, place: UsePlace): Mentions {
    const { parameters } = this.#of(operation);
    const found = at(parameters, `${location} ${name}`, () => ({ in: location, name, ...mentions() }));
    found.places.add(place);
    return found;
  }

  /** Parameters or a body of which nothing is known. */
  openCall(operation: ApiOperation, place: UsePlace, reason: UnknownReason): void {
    addUnknown(this.#of(operation).escapes, place, reason);
  }

  handled(operation: ApiOperation, status: string, place: UsePlace): void {
    this.#response(operation, status).places.add(place);
  }

  header(operation: ApiOperation, status: string, name: string, place: UsePlace): void {
    const found = at(this.#response(operation, status).headers, name, mentions);
    found.places.add(place);
    found.isOpen ||= name === "*";
  }

  /** The field of a body, with a place at which it is read or sent. */
  field(body: Body, place: UsePlace): Field {
    const found = this.#field(body);
    found.places.add(place);
    return found;
  }

  escape(body: Body, place: UsePlace, reason: UnknownReason): void {
    addUnknown(this.#field(body).escapes, place, reason);
  }

  /** A whole response of which any status and any field may be read. */
  escapeOperation(operation: ApiOperation, place: UsePlace, reason: UnknownReason): void {
    addUnknown(at(this.#response(operation, "*").fields, "", field).escapes, place, reason);
  }

  unknown(place: UsePlace, reason: UnknownReason): void {
    addUnknown(this.#unknown, place, reason);
  }

  manifest(consumer: string): UsageManifest {
    return {
      version: 1,
      consumer,
      operations: [...this.#operations.values()].map(written).toSorted(by(({ path, method }) => `${path} ${method}`)),
      unknown: unknowns(this.#unknown),
      ...(this.validatesResponses && { validatesResponses: true as const }),
    };
  }

  #of(operation: ApiOperation): Operation {
    return at(this.#operations, operation.index, () => ({
      operation,
      places: new Set<string>(),
      parameters: new Map(),
      escapes: new Map(),
      request: new Map(),
      responses: new Map(),
    }));
  }

  #response(operation: ApiOperation, status: string): Response {
    return at(this.#of(operation).responses, status, () => ({ places: new Set<string>(), headers: new Map(), fields: new Map() }));
  }

  #field(body: Body): Field {
    const { operation, response, path, isByType } = body;
    const fields = response === undefined ? this.#of(operation).request : this.#response(operation, response.status).fields;
    const found = at(fields, path, () => ({ ...field(), isByType }));
    // Known from a call as well.
    found.isByType &&= isByType;
    return found;
  }
}

function mentions(): Mentions {
  return { places: new Set(), values: new Set(), isOpen: false };
}

function field(): Field {
  return { ...mentions(), branches: new Set(), escapes: new Map(), isByType: false };
}

function at<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let found = map.get(key);
  if (found === undefined) map.set(key, (found = make()));
  return found;
}

function addUnknown(into: Map<string, UnknownUse>, place: UsePlace, reason: UnknownReason): void {
  into.set(`${place} ${reason}`, { place, reason });
}

function written({ operation, places, parameters, escapes, request, responses }: Operation): UsedOperation {
  const { method, path, operationId } = operation;
  return {
    method,
    path,
    ...(operationId !== undefined && { operationId }),
    places: sortedPlaces(places),
    parameters: [...parameters.values()]
      .map(({ in: location, name, ...rest }) => ({ in: location, name, ...writtenMentions(rest) }))
      .toSorted(by(parameterKey)),
    ...(escapes.size > 0 && { escapes: unknowns(escapes) }),
    request: writtenFields(request),
    responses: [...responses].map(writtenResponse).toSorted(by(({ status }) => status)),
  };
}

function writtenResponse([status, { places, headers, fields }]: readonly [string, Response]): UsedResponse {
  return {
    status,
    places: sortedPlaces(places),
    headers: [...headers].map(([name, each]) => ({ in: "header" as const, name, ...writtenMentions(each) })).toSorted(by(parameterKey)),
    fields: writtenFields(fields),
  };
}

function writtenFields(fields: ReadonlyMap<string, Field>): readonly UsedField[] {
  return [...fields]
    .map(([path, { branches, escapes, isByType, ...rest }]) => ({
      path,
      ...writtenMentions(rest),
      ...(branches.size > 0 && { branches: [...branches].toSorted(by((name) => name)) }),
      ...(escapes.size > 0 && { escapes: unknowns(escapes) }),
      ...(isByType && { isByType: true as const }),
    }))
    .toSorted(by(({ path }) => path));
}

function writtenMentions({ places, values, isOpen }: Mentions): Pick<UsedParameter, "places" | "values" | "isOpen"> {
  return {
    places: sortedPlaces(places),
    ...(values.size > 0 && { values: [...values].toSorted(by((value) => `${typeof value} ${String(value)}`)) }),
    ...(isOpen && { isOpen: true as const }),
  };
}

export function parameterKey({ in: location, name }: Pick<UsedParameter, "in" | "name">): string {
  return `${location} ${name}`;
}

function unknowns(uses: ReadonlyMap<string, UnknownUse>): readonly UnknownUse[] {
  return [...uses.values()].toSorted((a, b) => comparePlaces(a.place, b.place) || (a.reason < b.reason ? -1 : 1));
}

function sortedPlaces(places: Iterable<UsePlace>): readonly UsePlace[] {
  return [...new Set(places)].toSorted(comparePlaces);
}

/** By file, then by line as a number. */
export function comparePlaces(a: UsePlace, b: UsePlace): number {
  const [fileA, lineA] = parts(a);
  const [fileB, lineB] = parts(b);
  return fileA === fileB ? lineA - lineB : fileA < fileB ? -1 : 1;
}

function parts(place: UsePlace): readonly [file: string, line: number] {
  const colon = place.lastIndexOf(":");
  return [place.slice(0, colon), Number(place.slice(colon + 1))];
}

export function by<T>(key: (each: T) => string): (a: T, b: T) => number {
  return (a, b) => {
    const [left, right] = [key(a), key(b)];
    return left < right ? -1 : left > right ? 1 : 0;
  };
}
