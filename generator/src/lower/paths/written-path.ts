/** What the query of a path takes: `page={number}` gives the query parameter `page` a value that the document calls `number`. */
export interface Taken {
  readonly name: string;
  readonly part: string;
}

/** A path as OpenAPI has it, apart from its query. */
export interface WithoutQuery {
  /** With that of its query which is always the same, and its fragment: both tell operations apart in some documents. */
  readonly path: string;
  readonly takes: readonly Taken[];
}

/** Takes the parameters of the query out of a path: of `/items?kind=a&page={page}`, of `/items?page=` and, as RFC 6570 writes them, of `/items{?page}`. */
export function withoutQuery(written: string): WithoutQuery {
  const takes: Taken[] = [];
  const plain = written.replace(/\{[?&]([\w.,*-]+)\}(?=#|$)/, (_, names: string) => {
    for (const each of names.split(",")) {
      const name = each.replace(/\*$/, "");
      if (name !== "") takes.push({ name, part: name });
    }
    return "";
  });
  const mark = queryMark(plain);
  if (mark < 0) return { path: plain, takes };
  const [query = "", ...fragment] = plain.slice(mark + 1).split(/(?=#)/);
  const kept = query.split("&").filter((pair) => {
    const [, name, part] = /^([^={}]+)=(?:\{([^{}]+)\})?$/.exec(pair) ?? [];
    if (name !== undefined) takes.push({ name, part: part ?? name });
    return name === undefined;
  });
  return { path: `${plain.slice(0, mark)}${kept.length > 0 ? `?${kept.join("&")}` : ""}${fragment.join("")}`, takes };
}

/** Where the query begins: a question mark between braces is the mark of an optional part (`{id?}`). */
function queryMark(path: string): number {
  let depth = 0;
  for (let at = 0; at < path.length; at++) {
    const character = path[at];
    if (character === "{") depth++;
    else if (character === "}") depth--;
    else if (depth <= 0 && character === "#") return -1;
    else if (depth <= 0 && character === "?") return at;
  }
  return -1;
}

/** An address that stands in the place of a path. */
export interface Address {
  /** Its scheme and its host, or the variable that stands for both. */
  readonly server: string;
  readonly path: string;
  readonly isVariable: boolean;
}

/**
 * Takes an address apart. What has no scheme is one where it cannot be the name of a file: `localhost:8080/pets`, `api.example.com/pets`; and so is what begins
 * with the variable of a template, as exporters of collections of requests write it: `{{baseUrl}}/pets`.
 */
export function addressOf(written: string): Address | undefined {
  const [whole = "", scheme = ""] = /^(https?:)?\/\/[^/?#{}]+/i.exec(written) ?? [];
  if (scheme !== "" || /^\/\/(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?$/i.test(whole)) return split(written, whole, whole);
  const [host] = /^(?:localhost(?::\d+)?|(?:\d+\.){3}\d+(?::\d+)?|[\w.-]+:\d+|(?:[\w-]+\.){2,}[a-z]{2,})(?=\/)/i.exec(written) ?? [];
  if (host !== undefined) return split(written, host, `${/^(?:localhost|[\d.]+)(?::|$)/i.test(host) ? "http" : "https"}://${host}`);
  const [variable, ...names] = /^(?:\{\{\s*([\w.-]+)\s*\}\}|\$\{([\w.-]+)\}|\$([A-Z][A-Z\d_]*))(?=\/)/.exec(written) ?? [];
  const name = names.find((each) => each !== undefined);
  return variable === undefined || name === undefined ? undefined : { ...split(written, variable, `{${name}}`), isVariable: true };
}

function split(written: string, begins: string, server: string): Address {
  const rest = written.slice(begins.length);
  return { server, path: rest.startsWith("/") ? rest : `/${rest}`, isVariable: false };
}
