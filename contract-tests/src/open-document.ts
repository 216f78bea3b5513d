import {
  canRaise,
  isAddress,
  locate,
  openModel,
  publicAddress,
  render,
  UsageError,
  type LockOptions,
  type OpenedModel,
  type SeverityLevel,
} from "tallystick";
import { placeKey, plain, type ApiModel, type Formats } from "tallystick/model";
import { Locator } from "./locator.js";

export interface OpenedDocument {
  readonly model: ApiModel;
  readonly document: NonNullable<OpenedModel["document"]>;
  readonly locator: Locator;
  /** What `tallystick generate` would refuse: what it speaks of is not in the model, so nothing is held to it. A sentence each, with its line. */
  readonly errors: readonly string[];
  /** Warnings about the document as a whole: what of it is lost, or a folder that is not there. */
  readonly idle: ReturnType<typeof locate>;
}

/** The document, and how it is read. */
export interface DocumentOptions {
  /** Path of the OpenAPI document, or its address. */
  readonly spec: string;
  /** OpenAPI Overlays that are applied to the document first. */
  readonly overlays?: readonly string[];
  /** Hosts that the document and its references may be fetched from. */
  readonly allowRemote?: readonly string[];
  /** The lock that remote files are held to. Default: they are fetched as they are. */
  readonly lock?: LockOptions;
  /** Folders outside the project that a `$ref` may refer to. */
  readonly allowOutside?: readonly string[];
  /** Whether unresolved `$ref`s accept any value. Default: a note reports them. */
  readonly allowMissing?: boolean;
  /** Whether a document is used even if large parts of it are lost. Default: an error. */
  readonly allowLoss?: boolean;
  /** Whether `oneOf` is read as `anyOf`: a value may match several branches. */
  readonly oneOfAsAnyOf?: boolean;
  /** Which formats reject values. Default: `assert`. */
  readonly formats?: Formats;
  /** Whether warnings about the document are errors, and the document is refused. Default: false. */
  readonly strict?: boolean;
  /** Severities of diagnostics about the document, by code. */
  readonly severity?: Readonly<Record<string, SeverityLevel>>;
}

/**
 * The document and its model. Throws a `UsageError` with the diagnostics of `tallystick generate` if there is no model.
 *
 * @param refuses Whether errors that leave a model are a reason, too.
 */
export async function openDocument(
  {
    spec,
    overlays = [],
    allowRemote = [],
    allowOutside = [],
    lock,
    allowMissing = false,
    allowLoss = false,
    oneOfAsAnyOf = false,
    formats = "assert",
    ...severities
  }: DocumentOptions,
  refuses = false,
): Promise<OpenedDocument> {
  const { model, document, diagnostics, sources } = await openModel(spec, {
    overlays,
    allowRemote,
    allowOutside,
    ...(lock !== undefined && { lock }),
    allowMissing,
    allowLoss,
    oneOfAsAnyOf,
    formats,
    ...severities,
  });
  const locator = new Locator(sources, isAddress(spec) ? publicAddress(spec) : spec);
  const messageOf = ({ place, message, help }: OpenedModel["diagnostics"][number]): string => {
    const at = place && locator.locate(placeKey(place));
    return plain(`${at ? `${at.file}:${at.line}:${at.column} ` : ""}${message} ${help}`, Infinity);
  };
  const located = (found: OpenedModel["diagnostics"]): ReturnType<typeof locate> => locate(found, sources, (source) => locator.show(source));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const isEmpty = errors.some(({ code }) => code === "nothing-described" || code === "too-many-losses");
  if (model === undefined || document === undefined || ((refuses || isEmpty || canRaise(severities)) && errors.length > 0)) {
    const found = located(
      errors.length > 0 ? diagnostics.filter(({ code, severity }) => severity === "error" || code === "lost-parts") : diagnostics,
    );
    throw new UsageError(render(found).trimEnd(), { diagnostics: found });
  }
  const idle = diagnostics.filter(({ code, severity, place }) => code === "lost-parts" || (severity === "warning" && place === undefined));
  return { model, document, locator, errors: errors.map(messageOf), idle: located(idle) };
}
