import type { ApiModel } from "tallystick/model";
import type { Gathered } from "../findings/collect.js";
import type { Suggestion } from "../findings/finding.js";

export function suggest(_model: ApiModel, _gathered: Gathered): Suggestion | undefined {
  return undefined;
}
