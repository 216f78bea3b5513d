import type { Command } from "cac";

/** The options of `init`: with all that it would ask given, it asks nothing. */
export function describeInit(command: Command): Command {
  return command
    .option("--spec <path>", "OpenAPI document (default: the one in this folder)")
    .option("--out <dir>", "Output folder (default: src/api, or generated with --name)")
    .option("--name <name>", "Generate a package with this name, such as @scope/pkg (default: a folder of source)")
    .option("--no-ci", "Do not write a CI workflow (default: .github/workflows/api-contract.yml)")
    .option("--no-install", "Do not install packages (default: install with the package manager of the lock file)")
    .option("--yes", "Do not prompt; use detected values and defaults")
    .example("tallystick init --spec openapi.yaml --out src/api --yes");
}
