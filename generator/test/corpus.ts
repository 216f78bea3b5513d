import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { onTestFinished } from "vitest";
import { corpusFolder, missingCorpus } from "./shared.js";

/** The names without the corpus: tests skip by name. */
const known =
  "adyen-checkout.json cloudflare.json directus.json discord.json docker.yaml figma.yaml github.json kubernetes.json openai.yaml " +
  "petstore-expanded.yaml resend.yaml spotify.yaml stripe.yaml train-travel.json vercel.json webhook-example.yaml";

/** The documents of the corpus by file name: `github.json`. Without the corpus these are the names of the tests that skip. */
export const corpus: readonly string[] = missingCorpus
  ? known.split(" ")
  : readdirSync(corpusFolder)
      .filter((name) => name.endsWith(".gz"))
      .map((name) => name.slice(0, -3));

/** The text of a document of the corpus. */
export function corpusText(name: string): string {
  return gunzipSync(readFileSync(join(corpusFolder, `${name}.gz`))).toString("utf8");
}

/** The documents of the corpus of up to so many bytes; without the corpus, all names. */
export function corpusUpTo(bytes: number): readonly string[] {
  return missingCorpus ? corpus : corpus.filter((name) => Buffer.byteLength(corpusText(name)) <= bytes);
}

/** A document of the corpus as a file, until the test ends. */
export function corpusFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "tallystick-corpus-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  writeFileSync(path, corpusText(name));
  return path;
}
