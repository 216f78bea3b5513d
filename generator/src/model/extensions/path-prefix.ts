import type { ApiModel } from "../api.js";
import { ignored, members, type ReportMember } from "./members.js";

/** A segment of the API's paths that has equal spellings: `x-tallystick-path-prefix`. */
export interface PathPrefix {
  /** The client's option that picks one. */
  readonly option?: string;
  /** The one that the document's paths are written with. */
  readonly default: string;
  readonly values: readonly string[];
}

/** The value of `x-tallystick-path-prefix`: a path segment with several spellings. @param report Receives its errors. */
export function pathPrefixOf({ extensions }: Pick<ApiModel, "extensions">, report: ReportMember = ignored): PathPrefix | undefined {
  const kinds = { option: "text", default: "text", values: "texts" } as const;
  const stated = members(extensions["x-tallystick-path-prefix"], kinds, ["default"], report);
  return stated && { ...stated, values: stated.values === undefined || stated.values.length === 0 ? [stated.default] : stated.values };
}
