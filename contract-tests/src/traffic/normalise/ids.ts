import { escapeRegExp } from "../../escape-regexp.js";
import { hexPlaceholder, uuidPlaceholder } from "../redact/placeholder.js";
import type { Rewrite } from "../rewrite/rewrite.js";
import { loopbackPort, numberedPort } from "./loopback.js";

const uuids = /(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])/gi;
const hexIds = /(?<![0-9A-Za-z])(?:[0-9a-f]{32}|[0-9A-F]{32})(?![0-9A-Za-z])/g;

/** A character that every id contains, and most values do not. */
const mayBeId = /[0-9a-f]{8}-[0-9a-f]{4}-|[0-9a-f]{32}/i;

/** Numbers ids in the order of their first appearance: values that differ in every run become `…-000000000001`, `…-000000000002`. Idempotent. */
export function steadyIds(options: { ids: boolean; ports: boolean; origins: Readonly<Record<string, string>> }): Rewrite {
  const visited = new Map<string, string>();
  const counts = { uuid: 0, hex: 0, port: 0 };
  const steady = (value: string, make: () => string): string => {
    let known = visited.get(value);
    if (known === undefined) visited.set(value, (known = make()));
    return known;
  };
  const origins = Object.entries(options.origins).flatMap(([from, to]) => {
    // The same address under the WebSocket scheme.
    return [[originAt(from), to] as const, [originAt(from.replace(/^http/, "ws")), to.replace(/^http/, "ws")] as const];
  });
  const rewriteText = (text: string): string => {
    let result = text;
    for (const [pattern, to] of origins) result = result.replace(pattern, () => to);
    if (options.ports) result = result.replace(loopbackPort, (port) => steady(`port ${port}`, () => numberedPort(++counts.port)));
    if (!options.ids || !mayBeId.test(result)) return result;
    return result
      .replace(uuids, (id) => steady(id.toLowerCase(), () => uuidPlaceholder(++counts.uuid)))
      .replace(hexIds, (id) => (/[a-f]/i.test(id) && /\d/.test(id) ? steady(id, () => hexPlaceholder(id, ++counts.hex)) : id));
  };
  return (value, { place }) => (place === "number" ? value : rewriteText(value));
}

/** `http://127.0.0.1:4000`, but not as the beginning of `http://127.0.0.1:40001`. */
function originAt(origin: string): RegExp {
  return new RegExp(`${escapeRegExp(origin)}(?![\\w.-])`, "g");
}
