import {
  comparePatterns,
  matchPath,
  patternOf,
  serverPathOf,
  waysOf,
  type ApiModel,
  type Operation,
  type PathPattern,
  type Server,
} from "tallystick/model";
import { demandsMet, type RequestedParts } from "./demands.js";
import { headerValue } from "../traffic/headers.js";
import type { HeaderField } from "../traffic/interaction.js";

/** The operation of a request, with the raw values of its path parameters. */
interface OperationMatch {
  readonly operation: Operation;
  readonly pathValues: ReadonlyMap<string, string>;
}

type MatchResult =
  | { readonly kind: "operation"; readonly match: OperationMatch }
  /** The path is documented, the method is not. */
  | { readonly kind: "method"; readonly path: string }
  | { readonly kind: "none" };

/** Finds operations by method and URL; created once for a model and its traffic. */
export interface Matcher {
  match(method: string, url: string, headers?: readonly HeaderField[]): MatchResult;
  /** Whether an unmatched request was sent to this API, and not to a font or analytics host. */
  isOurs(url: string): boolean;
  readonly basePaths: readonly string[];
}

export interface MatcherOptions {
  /** The requested server; its path is the base path. */
  readonly baseUrl?: string;
  /** All URLs of the traffic: from them the base path is found when the document's servers name another. */
  readonly urls?: Iterable<string>;
  /** Every host of the traffic is this API, as in recordings of several targets. */
  readonly everyHost?: boolean;
}

export function makeMatcher(model: ApiModel, options: MatcherOptions = {}): Matcher {
  const routes = byLength(makeRoutes(model));
  const documented = basePathsOf(model, options.baseUrl);
  const urls = [...new Set(options.urls ?? [])].flatMap((url) => parseUrl(url) ?? []);

  const serverOrigins = new Set(model.servers.flatMap((server) => serverUrls(server).flatMap((url) => [parseUrl(url) ?? []].flat().map(originOf))));
  const named = documented.filter((base) => base !== "");
  const hasBase = options.baseUrl === undefined && named.length > 0 && !isBaseless(model);
  let basePaths = options.baseUrl === undefined ? documented : [trimSlash(parseUrl(options.baseUrl)?.pathname ?? "")];
  // A gateway may remove the base path; the document's own host does not.
  const basesOf = (url: URL): readonly string[] =>
    hasBase && serverOrigins.has(originOf(url)) ? basePaths.filter((base) => base !== "") : basePaths;
  const countMatches = (candidates: readonly string[], among = routes): number =>
    urls.reduce((count, url) => count + (findPath(among, candidates, url.pathname).length > 0 ? 1 : 0), 0);
  // `/` and `/{id}` fit anything, so they prove no prefix.
  const telling = byLength(
    [...routes.values()].flat().filter(({ pattern }) => pattern.segments.some(({ spellings }) => spellings.some((text) => text !== ""))),
  );
  // Traffic through a gateway may have another prefix. One prefix is chosen for all of it, so that `/admin/users` is never matched to `/users`. Paths
  // without a prefix may exist next to it: Docker's clients request `/_ping` first and `/v1.45/…` then.
  const ofNamed = countMatches(named.length > 0 ? named : documented);
  // A path outside of the base path belongs to something else on the same host.
  if (hasBase && ofNamed > 0) basePaths = named;
  if (options.baseUrl === undefined && urls.length > 0 && ofNamed === 0) {
    const inferred = commonPrefixes(urls)
      .map((prefix) => ({ prefix, count: countMatches([prefix], telling) }))
      .filter((candidate) => candidate.count > 0)
      .toSorted((a, b) => b.count - a.count || a.prefix.length - b.prefix.length);
    const first = inferred[0];
    const bare = countMatches([""]);
    if (first && first.count > bare) basePaths = bare > 0 ? [first.prefix, ""] : [first.prefix];
  }

  const origins = new Set(urls.filter((url) => findPath(routes, basesOf(url), url.pathname).length > 0).map(originOf));
  const known = new Set(options.everyHost ? [] : [...origins].filter((origin) => serverOrigins.has(origin)));
  // Without a documented path in the traffic, the document's own host identifies the API's requests.
  const documentedHosts = new Set(urls.map(originOf).filter((origin) => serverOrigins.has(origin)));
  const ours = known.size > 0 ? known : origins.size > 0 ? origins : documentedHosts;

  return {
    basePaths,
    match(method, url, headers = []) {
      const parsed = parseUrl(url);
      if (parsed === undefined) return { kind: "none" };
      // A page's own host may have a path of the same name: where the document's host is in the traffic, only that host counts.
      if (options.baseUrl === undefined && known.size > 0 && !known.has(originOf(parsed))) return { kind: "none" };
      const found = findPath(routes, basesOf(parsed), parsed.pathname);
      const best = bestOf(model, found, method.toLowerCase(), {
        query: parsed.searchParams,
        header: (name) => headerValue(headers, name),
      });
      if (best) {
        origins.add(originOf(parsed));
        return { kind: "operation", match: best };
      }
      const first = found[0];
      return first === undefined ? { kind: "none" } : { kind: "method", path: first.route.path };
    },
    isOurs(url) {
      const parsed = parseUrl(url);
      if (parsed === undefined) return false;
      const requested = options.baseUrl === undefined ? undefined : parseUrl(options.baseUrl);
      if (options.baseUrl !== undefined) return requested !== undefined && originOf(parsed) === originOf(requested);
      return ours.has(originOf(parsed)) && (basePaths.some((base) => base === "") || basePaths.some((base) => isUnder(parsed.pathname, base)));
    },
  };
}

interface Route {
  readonly path: string;
  readonly pattern: PathPattern;
  readonly byMethod: Map<string, Operation>;
}

function makeRoutes(model: ApiModel): readonly Route[] {
  const byPath = new Map<string, Route>();
  for (const operation of model.operations) {
    if (operation.kind !== "path") continue;
    // `/files/{name}` and `/files/{name+}` have one path, and match others.
    const spanning = operation.parameters.flatMap(({ name, spansSegments }) => (spansSegments === true ? [name] : []));
    const written = [operation.path, ...spanning].join(" ");
    let route = byPath.get(written);
    if (route === undefined) {
      route = { path: operation.path, pattern: patternOf(operation, model), byMethod: new Map() };
      byPath.set(written, route);
    }
    route.byMethod.set(operation.method, operation);
  }
  return [...byPath.values()].toSorted((a, b) => comparePatterns(a.pattern, b.pattern) || (a.path < b.path ? -1 : 1));
}

interface Found {
  readonly route: Route;
  readonly values: ReadonlyMap<string, string>;
}

/** Routes by their number of segments, each list in order of preference; open ones are in all, and 0 has them alone. */
type Routes = ReadonlyMap<number, readonly Route[]>;

function byLength(routes: readonly Route[]): Routes {
  const isOpen = ({ pattern }: Route): boolean => pattern.open !== undefined;
  const lengths = new Set(routes.map(({ pattern }) => pattern.segments.length));
  const lists = [...lengths].map((length) => [length, routes.filter((route) => route.pattern.segments.length === length || isOpen(route))] as const);
  return new Map([...lists, [0, routes.filter(isOpen)]]);
}

/** All path templates that fit, best first. */
function findPath(routes: Routes, basePaths: readonly string[], pathname: string): Found[] {
  const found: Found[] = [];
  for (const base of basePaths) {
    if (!isUnder(pathname, base)) continue;
    for (const segments of waysOf(pathname.slice(base.length))) {
      for (const route of routes.get(segments.length) ?? routes.get(0) ?? []) {
        const values = matchPath(route.pattern, segments);
        if (values) found.push({ route, values });
      }
      if (found.length > 0) return found;
    }
  }
  return found;
}

/** Of the operations with this method, the one with the most literal path; of those that differ in query or headers only, the matching one. */
function bestOf(model: ApiModel, found: readonly Found[], verb: string, requested: RequestedParts): OperationMatch | undefined {
  let best: { readonly found: Found; readonly operation: Operation; readonly score: number } | undefined;
  for (const candidate of found) {
    const operation = candidate.route.byMethod.get(verb);
    if (operation === undefined) continue;
    if (best && comparePatterns(best.found.route.pattern, candidate.route.pattern) !== 0) break;
    const score = demandsMet(model, operation, requested);
    if (best === undefined || score > best.score) best = { found: candidate, operation, score };
  }
  return best && { operation: best.operation, pathValues: best.found.values };
}

function basePathsOf(model: ApiModel, baseUrl: string | undefined): readonly string[] {
  const paths = new Set<string>();
  if (baseUrl !== undefined) paths.add(trimSlash(parseUrl(baseUrl)?.pathname ?? ""));
  const add = (server: Server): void => {
    for (const url of serverUrls(server)) paths.add(serverPathOf(url));
  };
  model.servers.forEach(add);
  for (const operation of model.operations) operation.servers?.forEach(add);
  paths.add("");
  // The longest first: with servers `/` and `/v1`, `/v1/pets` is `/pets` under `/v1`.
  return [...paths].toSorted((a, b) => b.length - a.length);
}

/** Whether a server of the document, or of an operation, has no path of its own. */
function isBaseless(model: ApiModel): boolean {
  const servers = [...model.servers, ...model.operations.flatMap((operation) => operation.servers ?? [])];
  return servers.some((server) => serverUrls(server).some((url) => serverPathOf(url) === ""));
}

/** A server's URL with each value that the document lists for its variables: `https://{region}.api.example.com` is one host for each region. */
function serverUrls(server: Server): readonly string[] {
  let urls: readonly string[] = [server.url];
  for (const [name, variable] of server.variables) {
    const values = new Set([variable.default, ...(variable.enum ?? [])]);
    urls = urls.flatMap((url) => [...values].map((value) => url.replaceAll(`{${name}}`, () => value))).slice(0, maxServerUrls);
  }
  return urls;
}

const maxServerUrls = 256;

function commonPrefixes(urls: readonly URL[]): string[] {
  const prefixes = new Set<string>();
  for (const url of urls.slice(0, 2000)) {
    const segments = url.pathname.split("/");
    for (let length = 2; length <= Math.min(segments.length, 6); length++) prefixes.add(segments.slice(0, length).join("/"));
  }
  return [...prefixes].filter((prefix) => prefix !== "");
}

function isUnder(pathname: string, base: string): boolean {
  return base === "" || pathname === base || pathname.startsWith(`${base}/`);
}

function trimSlash(path: string): string {
  return path.replace(/(?<!\/)\/+$/, "");
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/** One machine has several names for itself. */
function originOf(url: URL): string {
  return /^(?:127(?:\.\d{1,3}){3}|\[::1\])$/.test(url.hostname) ? url.origin.replace(url.hostname, "localhost") : url.origin;
}
