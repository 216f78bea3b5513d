import type { ApiModel, Operation } from "../../model/api.js";
import { groupingTag } from "./client-groups.js";
import { kebab } from "./names.js";
import { reservedFiles } from "./namespace.js";

/** The file that an operation shares: it is named after its first tag, else after the first word of its path. */
export function groupFile(operation: Pick<Operation, "tags" | "path">, model: Pick<ApiModel, "tags">): string {
  const file = kebab(groupingTag(operation, model) ?? wordOf(operation.path));
  return reservedFiles.includes(file) ? `${file}_` : file;
}

/** `customers` of `/v1/customers/{id}`: the first segment that is neither a version nor a parameter. */
function wordOf(path: string): string {
  const segments = path.split("/").filter((segment) => segment !== "" && !segment.includes("{"));
  return segments.find((segment) => !/^(?:api|rest|v?\d+(?:[._-]\d+)*(?:(?:alpha|beta)\d*)?)$/i.test(segment)) ?? segments[0] ?? "root";
}
