/** The parameters of a path's query: `page={number}` gives the query parameter `page` a value named `number` in the document. */
export interface Taken {
  readonly name: string;
  readonly part: string;
}

/** A path without its query, as OpenAPI requires. */
export interface WithoutQuery {
  /** With the constant part of its query and its fragment: both distinguish operations in some documents. */
  readonly path: string;
  readonly takes: readonly Taken[];
}

/** Removes the parameters of the query from a path: `/items?kind=a&page={page}`, `/items?page=` and, as in RFC 6570, `/items{?page}`. */
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
  const remaining = query.split("&").filter((pair) => {
    const [, name, part] = /^([^={}]+)=(?:\{([^{}]+)\})?$/.exec(pair) ?? [];
    if (name !== undefined) takes.push({ name, part: part ?? name });
    return name === undefined;
  });
  return { path: `${plain.slice(0, mark)}${remaining.length > 0 ? `?${remaining.join("&")}` : ""}${fragment.join("")}`, takes };
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

/** A URL instead of a path. */
export interface Address {
  /** Its scheme and host, or the variable for both. */
  readonly server: string;
  readonly path: string;
  readonly isVariable: boolean;
}

/**
 * Splits a URL. A text without a scheme is a URL if it cannot be a file name: `localhost:8080/pets`, `api.example.com/pets`; or if it starts
 * with the variable of a template, as exporters of request collections write it: `{{baseUrl}}/pets`.
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
