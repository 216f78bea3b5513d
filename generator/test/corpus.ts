import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { missingShared, sharedFolder } from "./shared.js";

/** What is there where the folder is; without it, what is skipped by name. */
const known =
  "adyen-checkout.json cloudflare.json directus.json discord.json docker.yaml figma.yaml github.json kubernetes.json openai.yaml " +
  "petstore-expanded.yaml resend.yaml spotify.yaml stripe.yaml train-travel.json vercel.json webhook-example.yaml";

/** The documents of the corpus by file name: `github.json`. Without the shared folder none of them can be read: tests say so and are skipped. */
export const corpus: readonly string[] = missingShared
  ? known.split(" ")
  : readdirSync(join(sharedFolder, "corpus"))
      .filter((name) => name.endsWith(".gz"))
      .map((name) => name.slice(0, -3));

/** A document of the corpus as a file, until the test ends. */
export function corpusFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-corpus-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, gunzipSync(readFileSync(join(sharedFolder, "corpus", `${name}.gz`))));
  return path;
}
