import type { Operation } from "../../model/api.js";
import { kebab } from "./names.js";
import { reservedFiles } from "./namespace.js";

/** The file that an operation shares: it is named after its first tag, else after the first word of its path. */
export function groupFile({ tags: [tag], path }: Pick<Operation, "tags" | "path">): string {
  const file = kebab(tag !== undefined && tag.trim() !== "" ? tag : wordOf(path));
  return reservedFiles.includes(file) ? `${file}_` : file;
}

/** `customers` of `/v1/customers/{id}`: the first segment that is neither a version nor a parameter. */
function wordOf(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return segments.find((segment) => !/^(?:api|rest|v?\d+(?:[._-]\d+)*(?:(?:alpha|beta)\d*)?)$/i.test(segment)) ?? segments[0] ?? "root";
}
