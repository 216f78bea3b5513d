import { child } from "../../model/place.js";
import type { ApiRule } from "../rule.js";

/** A server's name is unique (OpenAPI 3.2, Server Object): a client chooses a server by it. */
export const serverNames: ApiRule = (model, report) => {
  const known = new Set<string>();
  for (const { name, place } of model.servers) {
    if (name === undefined) continue;
    if (known.has(name)) report("repeated-server-name", { name }, child(place, "name"));
    known.add(name);
  }
};
