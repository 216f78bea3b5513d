/**
 * The path of a server's URL without a slash at its end: that of `https://api.example.com/v1/` and of `/v1` is `/v1`. Where the scheme was
 * forgotten (`api.example.com/v1`, `localhost:8055`) or is part of a variable (`{baseUrl}/v1`), a host stands first all the same; `v1` alone is
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
