import type { JsonPath } from "tallystick";
import type { Condition } from "./condition.js";
import type { Expectation, Fresh } from "../explore/sequence.js";
import type { Expression } from "./expression.js";
import type { Template } from "./template.js";

/** A position in an Arazzo document, as messages show it: `cases.arazzo.yaml:12:9`. */
type Position = string;

/** An Arazzo description (1.0 or 1.1) that can be run. */
export interface ArazzoDocument {
  readonly path: string;
  readonly self?: string;
  readonly sources: ReadonlyMap<string, SourceDescription>;
  readonly workflows: ReadonlyMap<string, Workflow>;
  readonly locate: (at: number | undefined) => Position;
  readonly refuse: (sentence: string, at: number | undefined, action?: string) => never;
}

export interface SourceDescription {
  readonly name: string;
  readonly url: string;
  readonly type: "openapi" | "arazzo";
  readonly at: number | undefined;
}

export interface Workflow {
  readonly id: string;
  readonly at: number | undefined;
  readonly inputs: readonly Input[];
  readonly dependsOn: readonly Named[];
  readonly steps: readonly Step[];
  readonly outputs: ReadonlyMap<string, Template>;
}

export interface Input {
  readonly name: string;
  readonly required: boolean;
  readonly isText: boolean;
  readonly preset?: unknown;
  /** `x-tallystick-new`: a text that no earlier run has sent. */
  readonly fresh?: Omit<Fresh, "$fresh">;
}

/** A reference to a workflow, step or operation. */
export interface Named {
  readonly text: string;
  readonly at: number | undefined;
}

export interface Step {
  readonly id: string;
  readonly at: number | undefined;
  readonly target: Named & { readonly kind: "operationId" | "operationPath" | "workflowId" };
  /** Those of the workflow, with those of the step instead of equal ones. */
  readonly parameters: readonly Parameter[];
  readonly body?: RequestBody;
  readonly criteria: readonly Criterion[];
  /** Actions of the step, and after them those of the workflow. */
  readonly onSuccess: readonly Action[];
  readonly onFailure: readonly Action[];
  readonly outputs: ReadonlyMap<string, Template>;
  readonly timeout?: number;
  readonly dependsOn: readonly Named[];
  /** `x-tallystick-as`: whose credentials are sent, as in a sequence. Default: `main`. */
  readonly as: string;
  /** `x-tallystick-together`: sent together with the step before. */
  readonly together: boolean;
  /** `x-tallystick-continues`: the next page, which is not sent if the page before leads to none. */
  readonly continues: boolean;
  /** `x-tallystick-expected`: what criteria cannot express. */
  readonly expected?: Expectation;
}

export interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "querystring" | "header" | "cookie" | undefined;
  readonly value: Template;
  readonly at: number | undefined;
}

export interface RequestBody {
  readonly at: number | undefined;
  readonly contentType?: string;
  readonly payload?: Template;
  /** `x-tallystick-encoding`: the payload is bytes in base64. */
  readonly encoding?: "base64";
  readonly replacements: readonly { readonly target: readonly string[] | JsonPath; readonly value: Template; readonly at: number | undefined }[];
}

export interface Criterion {
  readonly at: number | undefined;
  /** As it is written. */
  readonly text: string;
  readonly test: CriterionTest;
}

type CriterionTest =
  | { readonly kind: "simple"; readonly condition: Condition }
  | { readonly kind: "regex" | "jsonpath"; readonly context: Expression; readonly condition: Template };

export interface Action {
  readonly name: string;
  readonly at: number | undefined;
  readonly type: "end" | "goto" | "retry";
  readonly to?: Named & { readonly kind: "step" | "workflow" };
  readonly parameters: readonly Parameter[];
  readonly retryAfter: number;
  readonly retryLimit: number;
  readonly criteria: readonly Criterion[];
}
