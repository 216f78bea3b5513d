import { UsageError } from "tallystick";
import { serverPathOf, usualUrl, type ApiModel, type Operation } from "tallystick/model";
import { makeMatcher } from "../match/match-operation.js";
import { jsonOf } from "../explore/exchange.js";
import { matchMediaType } from "../match/media-type.js";
import { isDocumented, matchResponse } from "../match/match-response.js";
import type { CompiledModel } from "../observe/compiled.js";
import { contentTypeOf } from "../traffic/headers.js";
import type { HeaderField, Interaction, RequestRecord } from "../traffic/interaction.js";
import { Pool } from "../explore/pool.js";
import { statedChange } from "../explore/writes.js";
import { noParams, type Params } from "./requests/params.js";
import { planRequest, type PlannedRequest } from "./requests/plan-requests.js";

/** The base URL as it was given. Throws a `UsageError` for one that is not HTTP, or that carries credentials or a query, which reports would show. */
export function httpAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`"${text}" is not an HTTP URL. Give --base-url a URL such as http://127.0.0.1:3000/v1.`);
  }
  if (url.username !== "" || url.password !== "") throw new UsageError("Pass credentials with --header, not in --base-url.");
  if (/[?#]/.test(text)) throw new UsageError("Remove query and fragment from --base-url: paths are appended to it.");
  return text;
}

/** A path that no document has. */
export const nowhere = "/no-such-path/of-this-document";

/** A request of a run about its base URL. The plan shows it apart, because earlier responses decide whether it is sent. */
export interface BaseCheck {
  readonly method: "GET";
  readonly path: string;
  readonly why: string;
}

/** The requests that `chooseBase` and `ServerWatch` may send besides those of operations. */
export async function baseChecks(model: ApiModel, given: string, operations: readonly Operation[], params: Params): Promise<readonly BaseCheck[]> {
  const prefix = serverPath(model);
  const isOpen = new URL(given).pathname === "/" && prefix !== "";
  const candidates = isOpen ? await baseCandidates(model, operations, params) : [];
  const found = candidates.flatMap(({ path }) => [path, prefix + path]);
  const isMatched = makeMatcher(model, { baseUrl: given }).match("GET", given.replace(/(?<!\/)\/+$/, "") + nowhere).kind !== "none";
  return [
    ...found.map((path) => ({ method: "GET" as const, path, why: `shows whether the base URL lacks ${prefix}` })),
    ...(isMatched ? [] : [{ method: "GET" as const, path: nowhere, why: "shows whether the server gives every path the same response" }]),
  ];
}

/** Requests whose responses show the base of the URLs. */
async function baseCandidates(model: ApiModel, operations: readonly Operation[], params: Params): Promise<readonly PlannedRequest[]> {
  const context = { model, params: noParams, pool: new Pool(model) };
  const gets = operations.filter(
    (operation) => operation.method === "get" && statedChange(operation) === undefined && params.operations.get(operation.key)?.skip === undefined,
  );
  const planned = await Promise.all(gets.map((operation) => planRequest(context, operation)));
  return planned.flatMap((request) => ("missing" in request ? [] : [request])).slice(0, 3);
}

/**
 * The base of all request URLs. A base URL with a path is used unchanged. One without may lack the path of the document's server
 * (`/api/v3`): then one request decides, and the report states the choice.
 */
export async function chooseBase(
  model: ApiModel,
  given: string,
  operations: readonly Operation[],
  send: (request: RequestRecord) => Promise<Interaction>,
  headers: Readonly<Record<string, string>>,
  params: Params,
  compiled: CompiledModel,
): Promise<{ readonly url: string; readonly note?: string }> {
  const url = given.replace(/(?<!\/)\/+$/, "");
  const { pathname, origin } = new URL(given);
  const prefix = serverPath(model);
  if (pathname !== "/" || prefix === "") return { url };
  const candidates = await baseCandidates(model, operations, params);
  const extra: HeaderField[] = Object.entries(headers);
  const fitOf = async (base: string, { operation, path, headers: own }: PlannedRequest): Promise<number> => {
    return fit(operation, await send({ method: "GET", url: base + path, headers: [...own, ...extra] }), compiled);
  };
  for (const request of candidates) {
    const bare = await fitOf(url, request);
    if (bare === fits) return { url };
    // A page for every path, such as that of a web application, is found, too.
    const prefixed = await fitOf(origin + prefix, request);
    if (prefixed > bare) {
      return {
        url: origin + prefix,
        note: `The base URL lacks ${prefix}, the path of the document's server. The path was added, because the server responds under it.`,
      };
    }
    if (bare > notFound) return { url };
  }
  return { url };
}

const fits = 3;
const notFound = 0;

/** How well a response fits an operation: as documented, with another value, in any other way, or not found. */
function fit(operation: Operation, interaction: Interaction, compiled: CompiledModel): number {
  const { response } = interaction;
  if (response === undefined || response.status === 404) return notFound;
  if (!isDocumented(operation, response)) return 1;
  return isOtherValue(operation, interaction, compiled) ? 2 : fits;
}

/** Whether the JSON of a response is not what the document describes for its status. */
export function isOtherValue(operation: Operation, interaction: Interaction, compiled: CompiledModel): boolean {
  const { response } = interaction;
  const type = contentTypeOf(response?.headers ?? []);
  const content = matchResponse(operation, response?.status ?? 0)?.content ?? [];
  const schema = type === undefined ? undefined : matchMediaType(content, type)?.schema;
  const value = jsonOf(interaction);
  return schema !== undefined && value !== undefined && !compiled.rules(schema, "response").is(value);
}

function serverPath(model: ApiModel): string {
  const [server] = model.servers;
  return server === undefined ? "" : serverPathOf(usualUrl(server));
}
