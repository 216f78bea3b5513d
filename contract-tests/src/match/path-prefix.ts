import { pathPrefixOf, type ApiModel } from "tallystick/model";

/**
 * The path as the document spells it: where `x-tallystick-path-prefix` says that a segment has equal spellings,
 * `/browser-run/…` is `/browser-rendering/…`.
 */
export function spelledAsDocumented(model: ApiModel): (pathname: string) => string {
  const prefix = pathPrefixOf(model);
  if (prefix === undefined) return (pathname) => pathname;
  const usual = prefix.default;
  const others = new Set(prefix.values.filter((value) => value !== usual));
  return (pathname) => {
    const segments = pathname.split("/");
    const index = segments.findIndex((segment) => others.has(segment));
    return index < 0 ? pathname : segments.with(index, usual).join("/");
  };
}
