// The OpenAPI Initiative's own test documents and examples, and the test suite of JSONPath, at fixed commits. Nothing of them is kept here.
// Usage: node scripts/fetch-oai-documents.mjs FOLDER [ADDRESS-OF-THE-SERVER]
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

const specification = "OAI/OpenAPI-Specification";
const sources = [
  { name: "v3.0", repository: specification, commit: "46c1076ba6f9a7a09ecaa6b740ab603cf6cc9886", path: "_archive_/schemas/v3.0/pass" },
  { name: "v3.1", repository: specification, commit: "76fa096c152fc4cbde540c5342a70333a05d6be1", path: "tests/schema" },
  { name: "v3.2", repository: specification, commit: "b74769cfe215d3d9a58a0bde248c8f5ccba36ecd", path: "tests/schema" },
  { name: "overlay", repository: "OAI/Overlay-Specification", commit: "5de61ebcc8fb1bc6d7aa2743ba691d73e7789482", path: ["compliant-sets", "tests"] },
  {
    name: "jsonpath",
    repository: "jsonpath-standard/jsonpath-compliance-test-suite",
    commit: "7be7c1fc28057c91e8eefaf197060fba7ed43acd",
    path: "cts.json",
  },
  { name: "examples", repository: "OAI/learn.openapis.org", commit: "cff6533ce5444b144946ef6ae2722c34ef6769e0", path: "examples" },
];

const [folder, server = "https://github.com"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: node scripts/fetch-oai-documents.mjs FOLDER [ADDRESS-OF-THE-SERVER]");
  process.exit(2);
}
for (const { name, repository, commit, path } of sources) {
  const target = join(folder, "oai", name);
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const git = (...args) => execFileSync("git", ["-C", target, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  git("init", "--quiet");
  git("fetch", "--quiet", "--depth", "1", `${server}/${repository}`, commit);
  git("checkout", "--quiet", "FETCH_HEAD", "--", ...[path].flat());
}
