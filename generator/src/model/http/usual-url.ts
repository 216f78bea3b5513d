import type { Server } from "../api.js";

/** A server's URL with the defaults of its variables. Undescribed variables keep their braces. */
export function usualUrl({ url, variables }: Pick<Server, "url" | "variables">): string {
  return url.replace(/\{([^{}]+)\}/g, (whole, name: string) => variables.get(name)?.default ?? whole);
}
