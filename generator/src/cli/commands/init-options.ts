import type { Command } from "cac";

/** The options of `init`: with all that it would ask given, it asks nothing. */
export function describeInit(command: Command): Command {
  return command
    .option("--spec <path>", "The OpenAPI document (default: the one that is found here)")
    .option("--out <dir>", "Folder for the output (default: src/api; generated, with --name)")
    .option("--name <name>", "Make a package with this name, such as @scope/pkg; without it a folder of source")
    .option("--no-ci", "Write no CI workflow (default: .github/workflows/api-contract.yml)")
    .option("--no-install", "Install nothing (default: by npm, pnpm, yarn or bun, as the lock file says)")
    .option("--yes", "Ask nothing: take what is found, and the defaults")
    .example("tallystick init --spec openapi.yaml --out src/api --yes");
}
