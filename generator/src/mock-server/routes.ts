import { comparePatterns, matchPath, waysOf, type PathPattern } from "#runtime/mocks/path.js";
import type { ApiModel, Operation, Server } from "../model/api.js";
import { patternOf } from "../model/http/path-pattern.js";
import { serverPathOf } from "../model/http/server-path.js";
import { usualUrl } from "../model/http/usual-url.js";
import { templateOf, type PathTemplate } from "../model/http/template.js";
import { distance } from "../algorithms/distance.js";
import { decodedPlain } from "../http/shapes.js";

/** Path parameters by name. */
type Segments = Readonly<Record<string, string>>;

/** The operation of a request, with its path parameters decoded and as written; or the reason that none matches. */
type Found =
  | { readonly kind: "operation"; readonly operation: Operation; readonly parameters: Segments; readonly segments: Segments }
  | { readonly kind: "method"; readonly allowed: readonly string[] }
  | { readonly kind: "nothing"; readonly nearest: readonly string[] };

export interface Routes {
  /** @param header By name. */
  find(method: string, path: string, query: URLSearchParams, header: (name: string) => string | undefined): Found;
}

interface Route {
  readonly operation: Operation;
  readonly pattern: PathPattern;
  /** Required query parameters. */
  readonly demands: PathTemplate["query"];
  /** Required headers. */
  readonly headers: PathTemplate["headers"];
  /** Path parameters that are in the query. */
  readonly holes: readonly (readonly [name: string, parameter: string])[];
}

/** Operations by path, with and without the base paths of the document's servers. */
export function routesOf(model: ApiModel): Routes {
  const routes = model.operations
    .map((operation): Route => routeOf(operation, model))
    .toSorted((a, b) => comparePatterns(a.pattern, b.pattern) || demandsOf(b) - demandsOf(a));
  const bases = basePaths(model);
  return {
    find(method, path, query, header) {
      const allowed = new Set<string>();
      for (const each of spelledWithout(path, bases).flatMap(waysOf)) {
        for (const { operation, pattern, demands, headers, holes } of routes) {
          const values = matchPath(pattern, each);
          if (values === undefined || !demands.every(([name, value]) => query.getAll(name).includes(value))) continue;
          if (!headers.every(([name, value]) => header(name) === value)) continue;
          allowed.add(operation.method.toUpperCase());
          if (operation.method.toUpperCase() !== method) continue;
          const queryValues = holes.map(([name, parameter]) => [parameter, encodeURIComponent(query.get(name) ?? "")] as const);
          const segments = Object.fromEntries([...values, ...queryValues]);
          const parameters = Object.fromEntries(Object.entries(segments).map(([name, text]) => [name, decodedPlain(text)]));
          return { kind: "operation", operation, parameters, segments };
        }
      }
      if (method === "HEAD" && allowed.has("GET")) return this.find("GET", path, query, header);
      if (allowed.size > 0) return { kind: "method", allowed: [...allowed].toSorted((a, b) => (a < b ? -1 : 1)) };
      return { kind: "nothing", nearest: nearest(path, bases, model) };
    },
  };
}

const demandsOf = ({ demands, headers }: Route): number => demands.length + headers.length;

function routeOf(operation: Operation, model: ApiModel): Route {
  const { query, headers } = templateOf(operation);
  const demands = query.filter(([, value]) => !value.includes("{"));
  const holes = query.flatMap(([name, value]) => (/^\{.*\}$/.test(value) ? [[name, value.slice(1, -1)] as const] : []));
  return { operation, pattern: patternOf(operation, model), demands, headers, holes };
}

function basePaths(model: ApiModel): readonly string[] {
  const servers: readonly Server[] = [...model.servers, ...model.operations.flatMap((operation) => operation.servers ?? [])];
  const paths = servers.map((server) => serverPathOf(usualUrl(server)));
  return [...new Set(paths)].filter((path) => path !== "");
}

function spelledWithout(path: string, bases: readonly string[]): readonly string[] {
  return [...bases.filter((base) => path.startsWith(`${base}/`)).map((base) => path.slice(base.length)), path];
}

/** The three path templates that are most similar to the path. */
function nearest(path: string, bases: readonly string[], model: ApiModel): readonly string[] {
  const requestSegments = (spelledWithout(path, bases)[0] ?? path).split("/");
  const apartFrom = (template: string): number => {
    const segments = template.split("/");
    let apart = Math.abs(segments.length - requestSegments.length) * 2;
    for (let index = 0; index < Math.min(segments.length, requestSegments.length); index++) {
      const segment = segments[index] ?? "";
      if (!segment.includes("{") && segment !== requestSegments[index]) apart += isNearly(segment, requestSegments[index] ?? "") ? 1 : 3;
    }
    return apart;
  };
  const templates = [...new Set(model.operations.map((operation) => operation.path))];
  const scored = templates.map((template) => ({ template, apart: apartFrom(template) }));
  return scored
    .toSorted((a, b) => a.apart - b.apart || (a.template < b.template ? -1 : 1))
    .slice(0, 3)
    .map(({ template }) => template);
}

/** Whether two names differ in at most two letters. Very long names are not compared. */
function isNearly(segment: string, requested: string): boolean {
  return segment.length <= 60 && distance(segment, requested, 2) <= 2;
}
