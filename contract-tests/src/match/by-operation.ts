import type { ApiModel } from "tallystick/model";
import { makeMatcher, type MatcherOptions } from "./match-operation.js";
import type { Interaction, Recording } from "../traffic/interaction.js";

/** Folder of the traffic that belongs to no operation. */
const undocumentedFolder = "undocumented";

/**
 * The folder for each interaction, named after its operation, in the order of the document and then of arrival:
 * concurrent requests must not change the file names.
 */
export function byOperation(
  interactions: readonly Interaction[],
  model: ApiModel,
  options: Omit<MatcherOptions, "urls"> = {},
): { folder: string; interaction: Interaction }[] {
  const matcher = makeMatcher(model, { ...options, urls: interactions.map(({ request }) => request.url) });
  const mixed = options.baseUrl === undefined && options.everyHost !== true;
  const names = folderNames(model);
  const order = new Map([...names.values(), undocumentedFolder].map((name, index) => [name, index]));
  return interactions
    .flatMap((interaction) => {
      const result = matcher.match(interaction.request.method, interaction.request.url, interaction.request.headers);
      // A browser's HAR file also contains requests to other hosts.
      if (result.kind === "none" && mixed && !matcher.isOurs(interaction.request.url)) return [];
      return { folder: (result.kind === "operation" ? names.get(result.match.operation.key) : undefined) ?? undocumentedFolder, interaction };
    })
    .toSorted((a, b) => (order.get(a.folder) ?? 0) - (order.get(b.folder) ?? 0));
}

/** Splits a recording into one for each folder. */
export function splitRecording(recording: Recording, folders: readonly string[]): Map<string, Recording> {
  const split = new Map<string, Interaction[]>();
  recording.interactions.forEach((interaction, index) => {
    const folder = folders[index] ?? undocumentedFolder;
    split.set(folder, [...(split.get(folder) ?? []), interaction]);
  });
  return new Map([...split].map(([folder, interactions]) => [folder, { ...recording, interactions }]));
}

/** Names from the document never become paths as they are. */
function folderNames(model: ApiModel): Map<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>([undocumentedFolder, "bodies"]);
  for (const { key, operationId } of model.operations) {
    const plain =
      (operationId ?? key)
        .replace(/[^A-Za-z0-9_-]+/g, "-")
        .replace(/^-+|(?<!-)-+$/g, "")
        .slice(0, 80) || "operation";
    let name = plain;
    // Some file systems do not distinguish `list` and `List`.
    for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${plain}-${n}`;
    taken.add(name.toLowerCase());
    names.set(key, name);
  }
  return names;
}
