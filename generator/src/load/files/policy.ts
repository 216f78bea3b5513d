import { realpath } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";

/** Why a file that a reference names was not read. */
export type Missing =
  | { readonly why: "absent" }
  /** It is there and was read, and could not be parsed; that is reported where it stands. */
  | { readonly why: "broken" }
  | { readonly why: "unreadable"; readonly reason: string }
  | { readonly why: "remote"; readonly host: string }
  | { readonly why: "unreachable"; readonly reason: string }
  | { readonly why: "outside" };

/** A document is untrusted: it may only name files in its own folder, unless its user says otherwise. */
export class Policy {
  readonly #folders: readonly string[];
  readonly #hosts: ReadonlySet<string>;

  private constructor(folders: readonly string[], hosts: readonly string[]) {
    this.#folders = folders;
    this.#hosts = new Set(hosts.map((host) => host.toLowerCase()));
  }

  static async of(rootFolder: string, allowOutside: readonly string[], allowRemote: readonly string[]): Promise<Policy> {
    const folders = await Promise.all([rootFolder, ...allowOutside].map((folder) => realpath(folder).catch(() => undefined)));
    return new Policy(
      folders.filter((folder) => folder !== undefined),
      allowRemote,
    );
  }

  allowsHost(url: URL): boolean {
    return (url.protocol === "http:" || url.protocol === "https:") && (this.#hosts.has(url.host) || this.#hosts.has(url.hostname));
  }

  /** The file with every symbolic link followed, when that lies inside an allowed folder. */
  async admit(path: string): Promise<{ readonly path: string } | Missing> {
    let real: string;
    try {
      real = await realpath(path);
    } catch {
      // Not there. Whether it would have been allowed is nobody's business: no word about files outside.
      return this.#holds(path) ? { why: "absent" } : { why: "outside" };
    }
    return this.#holds(real) ? { path: real } : { why: "outside" };
  }

  #holds(path: string): boolean {
    return this.#folders.some((folder) => {
      const inside = relative(folder, path);
      return inside !== ".." && !inside.startsWith(`..${sep}`) && !isAbsolute(inside);
    });
  }
}
