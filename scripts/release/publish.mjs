// Publishes each package whose version npm does not have yet, then creates a GitHub release with the tarball and its bill of materials.
// The release job runs it after `release:check -- --release --sbom reports/release`. With --dry-run it publishes nothing and prints the commands.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { published } from "../metadata.mjs";
import { npm, readJson } from "./npm.mjs";

const root = resolve(import.meta.dirname, "../..");
const output = join(root, "reports/release");
const isDry = process.argv.includes("--dry-run");
mkdirSync(output, { recursive: true });

for (const folder of published) {
  const { name, version } = readJson(join(root, folder, "package.json"));
  const tag = `${name}@${version}`;
  const isPublished = isOnNpm(tag);
  // A run that published and then failed is completed by the next one.
  const isReleased = !isDry && spawnSync("gh", ["release", "view", tag], { cwd: root }).status === 0;
  if (isPublished) console.log(`${tag} is on npm already.`);
  if (isPublished && isReleased) continue;
  const [packed] = JSON.parse(npm(["pack", "--ignore-scripts", "--json", "--pack-destination", output], join(root, folder)));
  const tarball = join(output, packed.filename);
  // The attached tarball is the published one.
  const distTag = version.includes("-") ? ["--tag", "next"] : [];
  if (!isPublished) act("npm", ["publish", tarball, "--access", "public", "--provenance", "--ignore-scripts", ...distTag]);
  if (isReleased) continue;
  const notes = join(output, `${packed.filename}.md`);
  writeFileSync(notes, notesOf(join(root, folder, "CHANGELOG.md"), version));
  const bill = tarball.replace(/\.tgz$/, ".cdx.json");
  const target = ["--target", process.env.GITHUB_SHA ?? "HEAD"];
  act("gh", ["release", "create", tag, tarball, bill, "--title", `${name} ${version}`, "--notes-file", notes, ...target]);
}

/** @param {string} tag NAME@VERSION */
function isOnNpm(tag) {
  const { status, stdout, stderr } = spawnSync("npm", ["view", tag, "version"], { encoding: "utf8", shell: process.platform === "win32" });
  // npm prints nothing for a version that a known package does not have.
  if (status === 0) return stdout.trim() !== "";
  if (/\bE404\b/.test(stderr)) return false;
  throw new Error(`npm did not report whether it has ${tag}.\n${stderr}`);
}

/** The section of one version, without its heading. @param {string} path @param {string} version */
function notesOf(path, version) {
  const sections = readFileSync(path, "utf8").split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${version}\n`));
  if (section === undefined) throw new Error(`${path} has no section "## ${version}".`);
  return section.slice(version.length).trim();
}

/** @param {string} command @param {string[]} parameters */
function act(command, parameters) {
  if (isDry) return console.log(`${command} ${parameters.map((each) => each.replace(`${root}/`, "")).join(" ")}`);
  const { status } = spawnSync(command, parameters, { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error(`${command} ${parameters[0]} failed. Run the job again: packages that npm has are skipped.`);
}
