import { isJsonObject, type MediaType, type Operation } from "tallystick/model";
import { flat } from "../names.js";
import type { Port } from "../port.js";
import { pathOf, type Resource } from "../resources.js";
import { itemOf, type Trial } from "../trial.js";
import type { StepResponse, Thing } from "../trial-steps.js";
import { escaped } from "./compare.js";
import { isPart } from "./job.js";
import type { Law, LawCase } from "./law.js";
import { formMedia, isBytes, propertiesOf, responseProperties } from "./properties.js";
import { isSame } from "./same.js";

export const bytesReturnUnchanged: Law = {
  name: "bytes-return-unchanged",
  title: "Bytes that were uploaded return unchanged.",
  reason: "A changed file is broken. Applies to paths that accept and return a body of bytes, and to uploads that create an item.",
  cases: (port) => [
    ...port.resources.flatMap((resource): readonly LawCase[] => {
      const { create, item } = resource;
      const file = create && fileOf(port, create);
      const read = port.model.operations.find(
        (one) => one.kind === "path" && one.method === "get" && item !== undefined && isPart(item, pathOf(one)) && returnsBytes(one),
      );
      if (create === undefined || read === undefined) return [];
      const media = create.requestBody?.content.find(isBytes);
      if (file === undefined && media === undefined) return [];
      const run = (trial: Trial): Promise<void> =>
        file === undefined ? uploadBytes(trial, resource, create, read, media?.mediaType ?? "") : uploadForm(trial, resource, create, read, file);
      return [{ operation: create, rounds: 3, run }];
    }),
    ...port.model.operations.flatMap((read): readonly LawCase[] => {
      if (read.kind !== "path" || read.method !== "get" || !read.path.includes("{")) return [];
      const write = port.model.operations.find(
        ({ kind, method, path }) => kind === "path" && path === read.path && (method === "put" || method === "post"),
      );
      const media = write?.requestBody?.content.find(isBytes);
      if (write === undefined || media === undefined || !returnsBytes(read)) return [];
      const owners = port.resources.filter(({ item }) => item !== undefined && (read.path === item || read.path.startsWith(`${item}/`)));
      // The deepest: the photo of a sample, which belongs to an experiment.
      const owner = owners.toSorted((a, b) => (b.item?.length ?? 0) - (a.item?.length ?? 0))[0];
      if (owner?.create === undefined) return [{ operation: write, unless: "no operation creates what the bytes belong to" }];
      return [{ operation: write, rounds: 4, run: (trial) => roundTrip(trial, write, read, media, () => trial.create(owner)) }];
    }),
  ],
};

function returnsBytes({ responses }: Operation): boolean {
  return responses.some(({ status, content }) => status.startsWith("2") && content.some(isBytes));
}

/** The only file of a multipart form. */
function fileOf({ model }: Port, create: Operation): string | undefined {
  const media = formMedia(create);
  if (media === undefined || !/^multipart/i.test(media.mediaType)) return undefined;
  const [file, another] = [...propertiesOf(model, media.schema)].filter(([, schemas]) => schemas.some(({ format }) => format === "binary"));
  return another === undefined ? file?.[0] : undefined;
}

/** Creates an item by a form with a file. The form is written here, so that a replay sends the same bytes. */
async function uploadForm(trial: Trial, resource: Resource, create: Operation, read: Operation, file: string): Promise<void> {
  const parent = await trial.parentOf(resource, create);
  const path = trial.pathFor(create, parent);
  const made = (await trial.values.bodyOf(create, {}, parent))?.value;
  const texts = Object.entries(isJsonObject(made) ? made : {}).filter(([name, value]) => name !== file && typeof value !== "object");
  const bytes = sample(trial);
  const boundary = "form-with-a-file";
  const part = (head: string, content: Uint8Array): readonly Uint8Array[] => [
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    content,
    Buffer.from("\r\n"),
  ];
  const quoted = (text: string): string => JSON.stringify(text.replace(/["\\\r\n]/g, "_"));
  const form = Buffer.concat([
    ...texts.flatMap(([name, value]) => part(`name=${quoted(name)}`, Buffer.from(String(value)))),
    ...part(`name=${quoted(file)}; filename="file.bin"\r\nContent-Type: application/octet-stream`, bytes),
    Buffer.from(`--${boundary}--\r\n`),
  ]);
  const body = { mediaType: `multipart/form-data; boundary=${boundary}`, bytes: form };
  const sent = await trial.send(create, { path, body }, { shows: `upload a file of ${bytes.length} bytes` });
  if (!sent.ok || sent.status === 202) return;
  const thing = trial.thingOf(resource, sent, path, parent, undefined);
  await requireBytes(trial, thing, create, read, bytes, sent);
}

/** Creates an item by its bytes. */
async function uploadBytes(trial: Trial, resource: Resource, create: Operation, read: Operation, mediaType: string): Promise<void> {
  const parent = await trial.parentOf(resource, create);
  const path = trial.pathFor(create, parent);
  const bytes = sample(trial);
  const body = { mediaType: concrete(mediaType), bytes };
  const sent = await trial.send(create, { path, body }, { shows: `upload ${bytes.length} bytes` });
  if (!sent.ok || sent.status === 202) return;
  const thing = trial.thingOf(resource, sent, path, parent, undefined);
  await requireBytes(trial, thing, create, read, bytes, sent);
}

/** A media type of a range. */
function concrete(mediaType: string): string {
  return mediaType.replace(/^\*\/\*$/, "application/octet-stream").replace("*", "png");
}

async function roundTrip(trial: Trial, write: Operation, read: Operation, media: MediaType, owner: () => Promise<Thing>): Promise<void> {
  const thing = await owner();
  const bytes = sample(trial);
  const path = trial.pathFor(write, thing);
  const sent = await trial.send(write, { path, body: { mediaType: concrete(media.mediaType), bytes } }, { shows: `upload ${bytes.length} bytes` });
  if (sent.ok) await requireBytes(trial, thing, write, read, bytes, sent);
}

async function requireBytes(trial: Trial, thing: Thing, write: Operation, read: Operation, bytes: Uint8Array, sent: StepResponse): Promise<void> {
  const response = await trial.settled(
    () => trial.send(read, { path: trial.pathFor(read, thing) }, { shows: "download them" }),
    ({ ok }) => ok,
  );
  trial.require(
    { kind: "status", step: response.step, in: ["2XX", "304"] },
    `${write.key} responded with ${sent.status}, but ${read.key} responds with ${response.status}.`,
  );
  trial.require(
    { kind: "bytes", step: response.step, base64: Buffer.from(bytes).toString("base64") },
    `${read.key} does not return the bytes that ${write.key} was sent.`,
  );
  await requireSize(trial, thing, bytes.length, read);
}

/** The item that the bytes belong to has their number, if it has a size. */
async function requireSize(trial: Trial, thing: Thing, size: number, download: Operation): Promise<void> {
  const { read } = thing.resource;
  if (read === undefined || read === download) return;
  const names = [...responseProperties(trial.model, read).keys()].filter((name) =>
    /^(?:file|content|byte)?(?:size|length)(?:inbytes)?$/.test(flat(name)),
  );
  const [name] = names;
  if (name === undefined) return;
  const isWanted = (response: StepResponse): boolean => isSame(size, itemOf(thing, response.json)?.item[name]);
  const response = await trial.readSettled(thing, isWanted);
  const found = itemOf(thing, response.json);
  if (typeof found?.item[name] !== "number") return;
  trial.require(
    { kind: "equals", step: response.step, at: `${found.at}/${escaped(name)}`, value: size },
    `${size} bytes were uploaded, but ${read.key} responds with "${name}": ${found.item[name]}.`,
  );
}

/** Bytes that break where they are treated as text: all values, line ends, no valid UTF-8, a zero at the end. */
function sample(trial: Trial): Uint8Array {
  const kinds = [
    () => Uint8Array.from({ length: 256 }, (_, index) => index),
    () => Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff, 0xfe, 0x00]),
    () => Uint8Array.from([0xef, 0xbb, 0xbf, 0x0d, 0x0a, 0xc3, 0x28, 0x00, 0x20, 0x0a]),
    () => Uint8Array.from({ length: 100_000 }, () => trial.random.integer(0, 255)),
  ];
  return (kinds[trial.round % kinds.length] ?? kinds[0]!)();
}
