import { resolve } from "node:path";
import { MemoryFiles } from "../../files/memory.js";
import { Root } from "../../files/root.js";
import { withTemporaryFolder } from "../../files/temporary-folder.js";
import { isJsonObject } from "../../model/json.js";
import { succeeds } from "../../start-program.js";
import type { DocumentSource, SourceProblem } from "./source.js";
import { ArchiveError, readTarEntry } from "./tar.js";

/** The file of a generated package that holds its document. */
const entry = "package/document.json";

/** The document of a generated package, as it was published: `npm:package@version`. The package is not unpacked. */
export async function fromNpm(name: string): Promise<DocumentSource | SourceProblem> {
  const wanted = name.slice("npm:".length);
  if (!/^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~][\w.~-]*(?:@[\w.+-]+)?$/i.test(wanted))
    return { problem: `"${name}" is not of the form npm:package@version.`, help: "For example npm:@tallystick/browser-sessions@1.2.0." };
  const archive = await packed(wanted);
  if (archive === undefined) {
    return {
      problem: `The registry gave no package "${wanted}".`,
      help: "Check its name and version, and that npm can reach the registry (`npm view` shows the same).",
    };
  }
  let document: Buffer | undefined;
  try {
    document = await readTarEntry(archive, entry);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    return { problem: `The package "${wanted}" ${error.message}`, help: "Give the path of its document instead." };
  }
  if (document === undefined) {
    return {
      problem: `The package "${wanted}" carries no document.`,
      help: "Only packages that tallystick generated can be compared by name; give the path of its document instead.",
    };
  }
  const published = publishedIn(document);
  if (published === undefined) {
    return {
      problem: `The document in "${wanted}" cannot be read.`,
      help: "The package was changed after it was generated; give the path of its document instead.",
    };
  }
  const files = new MemoryFiles(resolve("/tallystick-npm"), published.files);
  return { label: name, path: resolve(files.folder, published.root), files };
}

/** The archive of a package as the registry has it. npm fetches it, with the registry and credentials of the user and the project, into a folder of its own. */
async function packed(wanted: string): Promise<Buffer | undefined> {
  return withTemporaryFolder("tallystick-npm-", async (folder) => {
    // In the working directory, whose .npmrc may name the registry.
    if (!(await succeeds("npm", ["pack", "--pack-destination", folder, "--ignore-scripts", "--", wanted]))) return undefined;
    const root = new Root(folder);
    const [archive, ...more] = root.list();
    const read = archive === undefined || more.length > 0 ? undefined : root.read(archive);
    return read !== undefined && "bytes" in read ? read.bytes : undefined;
  });
}

/** `document.json` of a generated package: `{ root, files: { name: text } }`. */
function publishedIn(bytes: Buffer): { readonly root: string; readonly files: Readonly<Record<string, string>> } | undefined {
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  if (!isJsonObject(document) || typeof document["root"] !== "string" || !isJsonObject(document["files"])) return undefined;
  const { root, files } = document;
  return Object.hasOwn(files, root) && areTexts(files) ? { root, files } : undefined;
}

function areTexts(files: object): files is Readonly<Record<string, string>> {
  return Object.values(files).every((text) => typeof text === "string");
}
