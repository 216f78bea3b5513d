import { locate, openModel, render, UsageError, type OpenedModel } from "tallystick";
import { placeKey, plain, type ApiModel, type Formats } from "tallystick/model";
import { Locator } from "./locator.js";

export interface OpenedDocument {
  readonly model: ApiModel;
  readonly document: NonNullable<OpenedModel["document"]>;
  readonly locator: Locator;
  /** What `tallystick generate` would refuse: what it speaks of is not in the model, so nothing is held to it. A sentence each, with its line. */
  readonly errors: readonly string[];
  /** Warnings about how it is read, and about no place in it: a folder that is not there, for one. */
  readonly idle: ReturnType<typeof locate>;
}

/** The document, and how it is read. */
export interface DocumentOptions {
  /** Path of the OpenAPI document. */
  readonly spec: string;
  /** OpenAPI Overlays that are applied to the document first. */
  readonly overlays?: readonly string[];
  /** Hosts that a `$ref` may refer to. */
  readonly allowRemote?: readonly string[];
  /** Folders outside the project that a `$ref` may refer to. */
  readonly allowOutside?: readonly string[];
  /** Whether unresolved `$ref`s accept any value. Default: a note reports them. */
  readonly allowMissing?: boolean;
  /** Whether `oneOf` is read as `anyOf`: a value may match several branches. */
  readonly oneOfAsAnyOf?: boolean;
  /** Which formats reject values. Default: `assert`. */
  readonly formats?: Formats;
}

/**
 * The document and its model. Throws a `UsageError` that says what is wrong, as `tallystick generate` says it, where there is no model to go on with.
 *
 * @param refuses Whether errors that leave a model are a reason, too.
 */
export async function openDocument(
  { spec, overlays = [], allowRemote = [], allowOutside = [], allowMissing = false, oneOfAsAnyOf = false, formats = "assert" }: DocumentOptions,
  refuses = false,
): Promise<OpenedDocument> {
  const { model, document, diagnostics, sources } = await openModel(spec, {
    overlays,
    allowRemote,
    allowOutside,
    allowMissing,
    oneOfAsAnyOf,
    formats,
  });
  const locator = new Locator(sources, spec);
  const told = ({ place, message, help }: OpenedModel["diagnostics"][number]): string => {
    const at = place && locator.locate(placeKey(place));
    return plain(`${at ? `${at.file}:${at.line}:${at.column} ` : ""}${message} ${help}`, Infinity);
  };
  const located = (found: OpenedModel["diagnostics"]): ReturnType<typeof locate> => locate(found, sources, (source) => locator.show(source));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (model === undefined || document === undefined || (refuses && errors.length > 0)) {
    const found = located(errors.length > 0 ? errors : diagnostics);
    throw new UsageError(render(found).trimEnd(), { diagnostics: found });
  }
  const idle = diagnostics.filter(({ severity, place }) => severity === "warning" && place === undefined);
  return { model, document, locator, errors: errors.map(told), idle: located(idle) };
}
