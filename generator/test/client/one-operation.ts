import { afterAll } from "vitest";
import type { GenerateOptions } from "../../src/generate.js";
import { generated, type Generated } from "./generated.js";

export type Call = (given?: object) => Promise<unknown>;
export interface Client {
  readonly call: Call;
  /** What each request was, and the texts of the fields of its form. */
  readonly sent: { readonly url: string; readonly headers: Headers; readonly fields: readonly (readonly [string, unknown])[] }[];
}

const outputs: Generated[] = [];
afterAll(async () => void (await Promise.all(outputs.map((output) => output.remove()))));

/** What is generated of a document; it is removed when the tests of the file are done. */
export async function made(document: Record<string, unknown>, options: GenerateOptions = {}): Promise<Generated> {
  const output = await generated(document, options);
  outputs.push(output);
  return output;
}

const done = { "204": { description: "Done." } };

/** A client of the one operation `call`, whose server responds with these. */
export async function client(
  operation: object,
  responses: readonly Response[] = [],
  { document = {}, options = {}, path = "/a" }: { readonly document?: object; readonly options?: object; readonly path?: string } = {},
): Promise<Client> {
  const output = await made({
    openapi: "3.1.0",
    info: { title: "Wire", version: "1" },
    paths: { [path]: { post: { operationId: "call", responses: done, ...operation } } },
    ...document,
  });
  const { createClient } = await output.load<{ createClient: (options: object) => { call: Call } }>("client");
  const sent: Client["sent"] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const { url, headers } = request;
    const isForm = /^multipart\/form-data|urlencoded/.test(headers.get("content-type") ?? "");
    sent.push({ url, headers, fields: isForm ? [...(await request.formData())] : [] });
    return responses[sent.length - 1]?.clone() ?? new Response(null, { status: 204 });
  };
  return { call: createClient({ baseUrl: "https://api.example.com/v1", fetch, ...options }).call, sent };
}

export function response(type: string, body: string | Uint8Array<ArrayBuffer>): Response {
  return new Response(body, { headers: { "content-type": type } });
}

export function ok(content: object): object {
  return { responses: { "200": { description: "ok", content } } };
}

export async function collected(stream: unknown): Promise<unknown[]> {
  const all: unknown[] = [];
  for await (const each of stream as AsyncIterable<unknown>) all.push(each);
  return all;
}
