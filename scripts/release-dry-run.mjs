// Everything of a release that can be tried without publishing: `npm run release:check`, after `npm run build`.
//   --release     also what only the release job has: a real repository URL, a recent npm, permission to request a token, and no other token
//   --sbom DIR    writes the bill of materials of each package to DIR
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { published, readMetadata } from "./metadata.mjs";
import { differences, licenseProblems, lostEntries, lostSources, provenanceProblems } from "./release/contents.mjs";
import { billOfMaterials, isOlder, npm, oldestNpm, readJson } from "./release/npm.mjs";

const root = resolve(import.meta.dirname, "..");
const isRelease = process.argv.includes("--release");
const sbomFolder = process.argv.includes("--sbom") ? process.argv[process.argv.indexOf("--sbom") + 1] : undefined;
const contents = readJson(join(root, "scripts/release/contents.json"));
const license = readFileSync(join(root, "LICENSE"), "utf8");
const metadata = readMetadata(root);
/** @type {string[]} */
const problems = [];

const check = spawnSync(process.execPath, ["scripts/metadata.mjs", isRelease ? "--release" : "--check"], { cwd: root, encoding: "utf8" });
if (check.status !== 0) problems.push(check.stderr.trim());
if (isRelease) problems.push(...releaseProblems());
else if (metadata.isPlaceholder) console.log(`repository.url is the placeholder ${metadata.url}: the release job refuses to start until it is set.`);

for (const folder of published) {
  const path = join(root, folder);
  const manifest = readJson(join(path, "package.json"));
  // A dry run of `npm publish` packs, validates package.json and requests the version from the registry. It uploads nothing.
  const packed = packedBy(npm(["publish", "--dry-run", "--force", "--ignore-scripts", "--json", "--provenance=false"], path), manifest.name);
  const files = packed.files.map((file) => file.path).toSorted((a, b) => (a < b ? -1 : 1));
  const found = [
    ...differences(files, contents[manifest.name], trackedFiles(path)),
    ...lostSources(path, files),
    ...lostEntries(manifest, files),
    ...licenseProblems(path, license),
    ...provenanceProblems(manifest, metadata, process.env.GITHUB_REPOSITORY),
  ];
  problems.push(...found.map((problem) => `${manifest.name}: ${problem}`));
  const maps = files.filter((file) => file.endsWith(".map")).length;
  const megabytes = (bytes) => (bytes / 1e6).toFixed(2);
  console.log(
    `${manifest.name}@${manifest.version}: ${files.length} files, ${megabytes(packed.size)} MB packed, ${megabytes(packed.unpackedSize)} MB unpacked, ${maps} source maps`,
  );
  if (sbomFolder === undefined) continue;
  const bill = billOfMaterials(manifest);
  const output = join(sbomFolder, `${manifest.name.replace(/^@/, "").replaceAll("/", "-")}-${manifest.version}.cdx.json`);
  mkdirSync(sbomFolder, { recursive: true });
  writeFileSync(output, `${JSON.stringify(bill, undefined, 2)}\n`);
  console.log(`  bill of materials: ${bill.components.length} packages`);
}

for (const problem of problems) console.error(problem);
if (problems.some((problem) => problem.includes("dist/")))
  console.error("Files in dist may be left from an earlier build. Delete dist and run npm run build.");
console.log(problems.length === 0 ? "The packages can be published." : `${problems.length} problems. Nothing was published.`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** npm 11 prints the package itself, or an object with it under its name. @param {string} output @param {string} name */
function packedBy(output, name) {
  const value = JSON.parse(output);
  return value[name] ?? value;
}

/** @param {string} folder */
function trackedFiles(folder) {
  const { stdout, status } = spawnSync("git", ["ls-files", "-z"], { cwd: folder, encoding: "utf8", maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error("git ls-files failed: the dry run needs a checkout with git.");
  return stdout.split("\0").filter((path) => path !== "");
}

function releaseProblems() {
  const version = npm(["--version"], root).trim();
  return [
    ...(isOlder(version, oldestNpm) ? [`npm ${version} cannot publish without a long-lived token. Install ${oldestNpm} or later.`] : []),
    ...(process.env.ACTIONS_ID_TOKEN_REQUEST_URL ? [] : ["This job may not request an identity token. Give it the permission id-token: write."]),
    ...["NPM_TOKEN", "NODE_AUTH_TOKEN"]
      .filter((name) => process.env[name])
      .map((name) => `${name} is set. Publishing uses the identity of the workflow run; remove the token.`),
  ];
}
