import picomatch from "picomatch";
import type { Operation } from "../../model/api.js";

/**
 * Whether one of some globs matches an operation: its operationId, its path, or its method and path, as in `listZones`, `/zones/**` and `GET
 * /zones/*`.
 * A `*` ends at a slash, `**` does not. An exact spelling always matches, whatever its braces and parentheses mean in a glob.
 */
export function matching(globs: readonly string[]): (operation: Operation) => boolean {
  if (globs.length === 0) return () => false;
  const written = globs.map(withMethod);
  const matches = picomatch(written, { dot: true });
  return ({ operationId, path, key }) => [operationId, path, key].some((name) => name !== undefined && (written.includes(name) || matches(name)));
}

/** `get /zones` as `GET /zones`. */
function withMethod(glob: string): string {
  return glob.trim().replace(/^[a-z]+(?= \/)/, (method) => method.toUpperCase());
}
