// Writes the repository's URL, the author and the licence of the root package.json into every package that is published, and into the files that show them.
//   node scripts/metadata.mjs            write
//   node scripts/metadata.mjs --check    exit 1 and name each file that differs
//   node scripts/metadata.mjs --release  the same as --check, and the URL must not be the placeholder
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readJson } from "./release/npm.mjs";

/** Folders of the packages that are published. */
export const published = ["generator/runtime", "generator", "contract-tests", "generated"];

const beforeNpm = "docs/guides/before-npm.md";
const runtimeVersion = "generator/runtime/version.ts";

/** @param {string} root */
export function readMetadata(root) {
  const { repository, author, license } = readJson(join(root, "package.json"));
  const match = /^git\+(https:\/\/github\.com\/([\w.-]+)\/([\w.-]+))\.git$/.exec(repository?.url ?? "");
  if (match === null) throw new Error(`package.json: repository.url must look like git+https://github.com/OWNER/NAME.git, not ${repository?.url}.`);
  const [, url = "", owner = "", name = ""] = match;
  return { url, owner, name, author, license, isPlaceholder: owner === "OWNER" };
}

/** Each file that takes something from the settings: its path and the text that it must have. @param {string} root */
export function expectedFiles(root) {
  const metadata = readMetadata(root);
  const files = published.map((folder) => ({ path: `${folder}/package.json`, text: manifest(root, folder, metadata) }));
  const license = readFileSync(join(root, "LICENSE"), "utf8");
  files.push(...published.map((folder) => ({ path: `${folder}/LICENSE`, text: license })));
  const supported = readFileSync(join(root, runtimeVersion), "utf8");
  files.push({ path: runtimeVersion, text: withSeries(supported, readJson(join(root, "generator", "package.json")).version) });
  const readme = readFileSync(join(root, "README.md"), "utf8");
  files.push({ path: "README.md", text: readme.replace(/<!-- badges -->[^]*<!-- end of badges -->/, () => badges(metadata)) });
  const guide = readFileSync(join(root, beforeNpm), "utf8");
  files.push({ path: beforeNpm, text: guide.replace(/(?<=^git clone )\S+/m, () => metadata.url) });
  const owners = readFileSync(join(root, ".github/CODEOWNERS"), "utf8");
  files.push({ path: ".github/CODEOWNERS", text: owners.replace(/@[\w.-]+\/maintainers/g, `@${metadata.owner}/maintainers`) });
  return files;
}

/** @param {string} root @param {string} folder @param {ReturnType<typeof readMetadata>} metadata */
function manifest(root, folder, { url, author, license }) {
  const { name, version: own, description, ...others } = readJson(join(root, folder, "package.json"));
  // The runtime is released with the generator. It is no workspace, so changesets do not know it.
  const { version } = folder === "generator/runtime" ? readJson(join(root, "generator", "package.json")) : { version: own };
  const written = {
    license,
    author,
    repository: { type: "git", url: `git+${url}.git`, directory: folder },
    homepage: `${url}/tree/main/${folder}#readme`,
    bugs: { url: `${url}/issues` },
    publishConfig: { access: "public", provenance: true },
  };
  const rest = Object.fromEntries(Object.entries(others).filter(([key]) => !(key in written)));
  return `${JSON.stringify({ name, version, description, ...written, ...rest }, undefined, 2)}\n`;
}

/**
 * The series of generators that the runtime serves: that of its own version, unless the list has it already.
 * @param {string} text @param {string} version
 */
export function withSeries(text, version) {
  const [series] = /^(?:0\.\d+|[1-9]\d*)/.exec(version) ?? [version];
  return text.includes(`"${series}"`) ? text : text.replace(/(?<=SupportedSeries = )[^;]*/, `"${series}"`);
}

/** None as long as there is no repository that they could show. @param {ReturnType<typeof readMetadata>} metadata */
function badges({ url, isPlaceholder }) {
  const npm = "[![npm](https://img.shields.io/npm/v/tallystick)](https://www.npmjs.com/package/tallystick)";
  const lines = isPlaceholder ? [] : [`[![ci](${url}/actions/workflows/ci.yml/badge.svg)](${url}/actions/workflows/ci.yml)`, npm];
  return ["<!-- badges -->", ...lines, "<!-- end of badges -->"].join("\n");
}

function main() {
  const root = resolve(import.meta.dirname, "..");
  const isRelease = process.argv.includes("--release");
  const files = expectedFiles(root).filter(({ path, text }) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== text);
  if (isRelease || process.argv.includes("--check")) {
    for (const { path } of files) console.error(`${path} does not have the metadata of package.json. Run: node scripts/metadata.mjs`);
    const { url, isPlaceholder } = readMetadata(root);
    const isRefused = isRelease && isPlaceholder;
    if (isRefused) {
      console.error(`package.json: repository.url is the placeholder ${url}. Set it to your repository, then run: node scripts/metadata.mjs`);
    }
    process.exitCode = files.length > 0 || isRefused ? 1 : 0;
    return;
  }
  for (const { path, text } of files) writeFileSync(join(root, path), text);
  console.log(files.length === 0 ? "Everything agrees." : `Wrote ${files.map(({ path }) => path).join(", ")}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
