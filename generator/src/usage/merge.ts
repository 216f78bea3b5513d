import { by, comparePlaces, parameterKey } from "./collect.js";
import type { UnknownUse, UsageManifest, UsedField, UsedOperation, UsedParameter, UsedResponse, UsePlace } from "./manifest.js";

/** One manifest of several: what was read from source, and what was observed. The first names the consumer. */
export function mergeManifests([first, ...others]: readonly [UsageManifest, ...UsageManifest[]]): UsageManifest {
  const all = [first, ...others];
  return {
    version: 1,
    consumer: first.consumer,
    operations: merged(
      all.flatMap(({ operations }) => operations),
      ({ path, method }) => `${path} ${method}`,
      mergeOperations,
    ),
    unknown: mergeUnknown(all.map(({ unknown }) => unknown)),
    ...(all.some(({ validatesResponses }) => validatesResponses === true) && { validatesResponses: true as const }),
  };
}

function mergeOperations(all: readonly UsedOperation[]): UsedOperation {
  const [{ method, path }] = all as readonly [UsedOperation];
  const operationId = all.find((each) => each.operationId !== undefined)?.operationId;
  const observed = all.reduce((sum, each) => sum + (each.observed ?? 0), 0);
  const escapes = mergeUnknown(all.map((each) => each.escapes ?? []));
  return {
    method,
    path,
    ...(operationId !== undefined && { operationId }),
    places: mergePlaces(all),
    ...(observed > 0 && { observed }),
    parameters: mergeParameters(all.flatMap(({ parameters }) => parameters)),
    ...(escapes.length > 0 && { escapes }),
    request: mergeFields(all.flatMap(({ request }) => request)),
    responses: merged(
      all.flatMap(({ responses }) => responses),
      ({ status }) => status,
      mergeResponses,
    ),
  };
}

function mergeResponses(all: readonly UsedResponse[]): UsedResponse {
  const [{ status }] = all as readonly [UsedResponse];
  return {
    status,
    places: mergePlaces(all),
    headers: mergeParameters(all.flatMap(({ headers }) => headers)),
    fields: mergeFields(all.flatMap(({ fields }) => fields)),
  };
}

function mergeParameters(parameters: readonly UsedParameter[]): readonly UsedParameter[] {
  return merged(parameters, parameterKey, (all) => {
    const [{ in: location, name }] = all as readonly [UsedParameter];
    return { in: location, name, ...mergeMentions(all) };
  });
}

function mergeFields(fields: readonly UsedField[]): readonly UsedField[] {
  return merged(
    fields,
    ({ path }) => path,
    (all) => {
      const [{ path }] = all as readonly [UsedField];
      const branches = [...new Set(all.flatMap((each) => each.branches ?? []))].toSorted(by((name) => name));
      const escapes = mergeUnknown(all.map((each) => each.escapes ?? []));
      return {
        path,
        ...mergeMentions(all),
        ...(branches.length > 0 && { branches }),
        ...(escapes.length > 0 && { escapes }),
        ...(all.every(({ isByType }) => isByType === true) && { isByType: true as const }),
      };
    },
  );
}

function mergeMentions(all: readonly Pick<UsedParameter, "places" | "values" | "isOpen">[]): Pick<UsedParameter, "places" | "values" | "isOpen"> {
  const values = [...new Set(all.flatMap((each) => each.values ?? []))].toSorted(by((value) => `${typeof value} ${String(value)}`));
  return {
    places: mergePlaces(all),
    ...(values.length > 0 && { values }),
    ...(all.some(({ isOpen }) => isOpen === true) && { isOpen: true as const }),
  };
}

function mergePlaces(all: readonly { readonly places: readonly UsePlace[] }[]): readonly UsePlace[] {
  return [...new Set(all.flatMap(({ places }) => places))].toSorted(comparePlaces);
}

function mergeUnknown(all: readonly (readonly UnknownUse[])[]): readonly UnknownUse[] {
  return merged(
    all.flat(),
    ({ place, reason }) => `${place} ${reason}`,
    ([use]) => use as UnknownUse,
  ).toSorted((a, b) => comparePlaces(a.place, b.place) || (a.reason < b.reason ? -1 : 1));
}

/** Those with the same key as one, in the order of the keys. */
function merged<T>(all: readonly T[], keyOf: (each: T) => string, merge: (same: readonly T[]) => T): readonly T[] {
  const byKey = new Map<string, T[]>();
  for (const each of all) {
    const same = byKey.get(keyOf(each));
    if (same === undefined) byKey.set(keyOf(each), [each]);
    else same.push(each);
  }
  return [...byKey].toSorted(by(([key]) => key)).map(([, same]) => merge(same));
}
