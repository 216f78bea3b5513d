import type { Json } from "../../model/json.js";
import { mappedFiles } from "../parse/mapped.js";
import { presentable } from "../presentable.js";
import type { FileStore } from "./file-store.js";

/**
 * Reads every file that the root document reaches. swagger-parser finds the references recursively; the file store reads each file once,
 * with our parser and under our policy.
 */
export async function resolveFiles(path: string, root: Json, store: FileStore): Promise<void> {
  try {
    await crawl(path, root, store, (value) => value);
  } catch {
    // It throws at an address that is no URL, and then finds nothing more. Lowering reports the address; the rest is found without it.
    await crawl(path, root, store, withoutMalformed).catch(() => undefined);
  }
}

async function crawl(path: string, root: Json, store: FileStore, prepare: (value: Json) => Json): Promise<void> {
  const { default: SwaggerParser } = await import("@apidevtools/swagger-parser");
  let isRoot = true;
  await new SwaggerParser().resolve(path, {
    resolve: {
      http: false,
      file: {
        order: 1,
        canRead: true,
        // swagger-parser would swallow errors thrown here. The file store keeps the reason, and lowering reports it if the file is needed.
        read: async ({ url }: { readonly url: string }) => {
          if (!isRoot) await store.take(decodePath(url));
          return "";
        },
      },
    },
    parse: {
      json: false,
      yaml: false,
      text: false,
      binary: false,
      store: {
        order: 1,
        canParse: true,
        allowEmpty: true,
        parse: async ({ url }: { readonly url: string }) => {
          const source = isRoot ? store.files.get("") : await store.take(decodePath(url));
          const value = isRoot ? presentable(root) : (source?.value ?? {});
          isRoot = false;
          const references = [...(source?.references ?? [])];
          return (references.some(hasGap) ? withoutMalformed : prepare)(store.mapped ? withMappedFiles(value) : value);
        },
      },
    },
  });
}

/** Presents the files of a mapping as references, because swagger-parser looks for those. */
function withMappedFiles(value: Json): Json {
  return JSON.parse(
    JSON.stringify(value, (key, member: unknown) => (key === "discriminator" ? mappedFiles(member).map(($ref) => ({ $ref })) : member)),
  ) as Json;
}

function withoutMalformed(value: Json): Json {
  return JSON.parse(JSON.stringify(value, (key, member: unknown) => (isMalformed(key, member) ? undefined : member))) as Json;
}

function isMalformed(key: string, member: unknown): boolean {
  return key === "$ref" && typeof member === "string" && (!URL.canParse(member, "file:///") || hasGap(member));
}

/** swagger-parser takes quadratic time for repeated white space, and file names do not contain it. */
function hasGap(reference: string): boolean {
  return /\s{100}/.test(reference);
}

/** swagger-parser percent-encodes local paths. */
function decodePath(url: string): string {
  if (/^https?:/i.test(url)) return url;
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}
