import type { ApiModel, Json } from "tallystick/model";
import type { Gathered } from "../findings/collect.js";

/** The inputs of a suggestion. */
export interface SuggestContext {
  readonly model: ApiModel;
  /** The root document as it is written. */
  readonly document: Json;
  readonly gathered: Gathered;
}
