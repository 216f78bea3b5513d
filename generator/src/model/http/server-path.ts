/**
 * The path of a server's URL without a trailing slash: `/v1` for `https://api.example.com/v1/` and for `/v1`. Without a
 * scheme (`api.example.com/v1`, `localhost:8055`) or with a variable for it (`{baseUrl}/v1`), the first part is a host; `v1` alone is
 * relative to the document.
 */
export function serverPathOf(url: string): string {
  const text = url.split(/[?#]/, 1)[0] ?? "";
  const [first = ""] = /^[^./][^/]*/.exec(text) ?? [];
  const host = /^(?:[^/]*:)?\/\/[^/]*/.exec(text)?.[0] ?? (bareHost.test(first) ? first : "");
  const path = host === "" ? text : text.slice(host.length) || "/";
  return URL.canParse(path, "http://localhost") ? new URL(path, "http://localhost").pathname.replace(/(?<!\/)\/+$/, "") : "";
}

/** A host without its scheme; with a port, under a top-level domain, or an address of numbers. */
const bareHost = /^(?:localhost|\{[^{}]*\})$|:\d+$|\.[a-z]{2,}$|(?<!\d)(?:\d+\.){3}\d+$/i;
