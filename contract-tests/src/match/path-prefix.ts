import { isJsonObject, type ApiModel } from "tallystick/model";

/**
 * The path as the document spells it: where `x-tallystick-path-prefix` says that a segment has equal spellings,
 * `/browser-run/…` is `/browser-rendering/…`.
 */
export function spelledAsDocumented(model: ApiModel): (pathname: string) => string {
  const prefix = model.extensions["x-tallystick-path-prefix"];
  if (!isJsonObject(prefix) || typeof prefix["default"] !== "string" || !Array.isArray(prefix["values"])) return (pathname) => pathname;
  const usual = prefix["default"];
  const others = new Set<unknown>(prefix["values"].filter((value) => value !== usual));
  return (pathname) => {
    const segments = pathname.split("/");
    const index = segments.findIndex((segment) => others.has(segment));
    return index < 0 ? pathname : segments.with(index, usual).join("/");
  };
}
