import type { Operation } from "tallystick/model";
import { itemOf, type Trial } from "../trial.js";
import { Inapplicable, type StepResponse, type Thing } from "../trial-steps.js";
import { isBelow, pathOf } from "../resources.js";
import type { Port } from "../port.js";
import { enumOf, isBytes, responseProperties, responseSchemas, writableProperties } from "./properties.js";
import { escaped } from "./compare.js";
import type { Law, LawCase } from "./law.js";

const open =
  /^(?:pending|queued|running|in[_ -]?progress|processing|accepted|started|scheduled|waiting|creating|new|active|working|submitted|open)$/i;

export const jobsEnd: Law = {
  name: "jobs-end",
  title: "A job that was accepted with 202 ends.",
  reason: "RFC 9110 §15.3.3: 202 ought to point to a monitor that states when the request is fulfilled. A run waits for 5 seconds.",
  // Jobs may end or not because of what was sent, which a replay right after the start does not show.
  keeps: "bodies",
  cases: (port) => [
    ...startedJobs(port),
    ...port.resources.flatMap((resource): readonly LawCase[] => {
      const { create, read } = resource;
      if (create === undefined || !create.responses.some(({ status }) => status === "202")) return [];
      const property = read && statusProperty(port.model, read);
      // What a client sets is no state of a job: a note stays "open" for years.
      if (property !== undefined && writableProperties(port.model, create).has(property))
        return [{ operation: create, unless: `the client sets "${property}"` }];
      if (read === undefined || property === undefined) return [{ operation: create, unless: "no operation reads its status" }];
      return [
        {
          operation: create,
          rounds: 2,
          run: async (trial) => {
            const thing = await trial.create(resource);
            if (thing.created.status === 202) await requireEnd(trial, thing, create, read, property);
          },
        },
      ];
    }),
  ],
};

/** Jobs that an action of another item starts: `POST /bookings/{id}/invoice` responds with 202 and a job, which `GET /jobs/{id}` reads. */
function startedJobs(port: Port): readonly LawCase[] {
  return port.resources.flatMap((job): readonly LawCase[] => {
    const { read, create, parent } = job;
    const property = read && statusProperty(port.model, read);
    const [component, another] = responseSchemas(read).flatMap(({ ref }) => ref ?? []);
    if (
      read === undefined ||
      property === undefined ||
      create !== undefined ||
      parent !== undefined ||
      component === undefined ||
      another !== undefined
    )
      return [];
    return port.resources.flatMap((owner) =>
      owner.actions.flatMap((action): readonly LawCase[] => {
        const accepted = action.responses.find(({ status }) => status === "202");
        const isStart = accepted?.content.some(({ schema }) => schema?.ref === component) === true;
        if (!isStart || owner.create === undefined || !port.mayAct(action) || !isPart(owner.item ?? "/", pathOf(action))) return [];
        const run = async (trial: Trial): Promise<void> => {
          const thing = await trial.create(owner);
          const body = await trial.values.bodyOf(action, {}, thing);
          const given = { path: trial.pathFor(action, thing), ...(body && { body }) };
          const response = await trial.send(action, given, { shows: `send ${action.key}` });
          if (response.status === 202) await requireEnd(trial, trial.thingOf(job, response, {}, undefined, undefined), action, read, property);
        };
        return [{ operation: action, rounds: 1, run }];
      }),
    );
  });
}

async function requireEnd(trial: Trial, thing: Thing, create: Operation, read: Operation, property: string): Promise<void> {
  const response = await ended(trial, thing, property);
  trial.require(
    { kind: "status", step: response.step, in: ["2XX", "3XX"] },
    `${create.key} responded with 202, but ${read.key} responds with ${response.status}.`,
  );
  const found = itemOf(thing, response.json);
  const status = found?.item[property];
  if (found === undefined || typeof status !== "string" || !open.test(status)) {
    // Results exist now. Each response is verified.
    await readParts(trial, thing);
    return;
  }
  // A replay right after the start may read an earlier state than this one.
  const listed = enumOf(responseProperties(trial.model, read).get(property) ?? []) ?? [];
  const others = listed.filter((value): value is string => typeof value === "string" && open.test(value) && value !== status);
  trial.require(
    { kind: "differs", step: response.step, at: `${found.at}/${escaped(property)}`, value: status, ...(others.length > 0 && { others }) },
    `${create.key} responded with 202, but after 5 seconds "${property}" is still "${status}".`,
  );
}

function statusProperty(model: Parameters<typeof responseProperties>[0], read: Operation): string | undefined {
  for (const [name, schemas] of responseProperties(model, read)) {
    const listed = enumOf(schemas);
    if (/status|state|phase/i.test(name) && listed?.some((value) => typeof value === "string" && open.test(value)) === true) return name;
  }
  return undefined;
}

const longestJob = 5_000;

async function ended(trial: Trial, thing: Thing, property: string): Promise<StepResponse> {
  const until = Date.now() + longestJob;
  const { length } = trial.steps;
  for (let wait = 50; ; wait = Math.min(1_000, wait * 2)) {
    trial.steps.length = length;
    const response = await trial.read(thing, { within: longestJob });
    const status = itemOf(thing, response.json)?.item[property];
    const isFound = response.ok || Date.now() > until - longestJob + 1_000;
    if (isFound && (typeof status !== "string" || !open.test(status) || Date.now() > until)) return response;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

export const retryAfterIsSent: Law = {
  name: "retry-after-is-sent",
  title: "A response whose documented headers include Retry-After states when to retry.",
  reason: "RFC 9110 §10.2.3. Without the header, clients do not know how long to wait. All responses of all laws are judged.",
  cases: (port) =>
    port.resources.flatMap((resource): readonly LawCase[] => {
      const { create, item } = resource;
      if (create === undefined || item === undefined || resource.singleton === true) return [];
      const below = port.model.operations.filter(({ kind, method, path }) => kind === "path" && method === "get" && isPart(item, path));
      if (![create, ...below].some(hasRetryAfter)) return [];
      return [
        {
          operation: create,
          rounds: 2,
          run: async (trial) => {
            const thing = await trial.create(resource);
            for (const part of below) await trial.send(part, { path: trial.pathFor(part, thing) }, { shows: `read ${part.path} at once` });
          },
        },
      ];
    }),
};

/** Reads what is below an item: its content, its settings, its result. Parts that cannot be read are skipped. */
export async function readParts(trial: Trial, thing: Thing): Promise<readonly StepResponse[]> {
  const { item = "" } = thing.resource;
  const responses: StepResponse[] = [];
  for (const part of trial.model.operations) {
    if (part.kind !== "path" || part.method !== "get" || part.path === item || !isPart(item, part.path)) continue;
    try {
      responses.push(await trial.send(part, { path: trial.pathFor(part, thing) }, { shows: `read ${part.path}` }));
    } catch (error) {
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
  return responses;
}

/** Writes what an item has once, such as its settings or its picture, so that there is something to read. Refusals are skipped. */
export async function writeParts(trial: Trial, thing: Thing): Promise<void> {
  for (const { singleton, parent, replace } of trial.port.resources) {
    if (singleton !== true || parent !== thing.resource || replace === undefined) continue;
    const media = replace.requestBody?.content.find(isBytes);
    try {
      const body =
        media === undefined ? await trial.values.bodyOf(replace, {}, thing) : { mediaType: media.mediaType, bytes: Uint8Array.of(137, 80, 78, 71) };
      await trial.send(replace, { path: trial.pathFor(replace, thing), ...(body && { body }) }, { shows: `write ${replace.path}` });
    } catch (error) {
      if (!(error instanceof Inapplicable)) throw error;
    }
  }
}

/** Whether a path is that of an item, or below it without a further parameter. */
export function isPart(item: string, path: string): boolean {
  return path === item || (isBelow(path, item) && !path.slice(item.length).includes("{"));
}

function hasRetryAfter({ responses }: Operation): boolean {
  return responses.some(({ headers }) => headers.some(({ name }) => /^retry-after$/i.test(name)));
}
