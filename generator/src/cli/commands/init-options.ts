import type { Command } from "cac";

/** The options of `init`: with all that it would ask given, it asks nothing. */
export function describeInit(command: Command): Command {
  return command
    .option("--spec <path>", "The OpenAPI document")
    .option("--out <dir>", "Folder for the output")
    .option("--name <name>", "Make a package with this name; without it a folder of source")
    .option("--no-ci", "Write no CI workflow")
    .option("--no-install", "Install nothing")
    .option("--yes", "Ask nothing; take what is found, and the defaults")
    .example("tallystick init --spec openapi.yaml --out src/api --yes");
}
