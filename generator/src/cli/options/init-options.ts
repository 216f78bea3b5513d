import type { OptionTable, Command } from "./command.js";

const options = {
  spec: { value: "path", help: "OpenAPI document (default: all that are found, or the one in this folder)" },
  out: { value: "dir", help: "Output folder (default: src/api, or generated with --name)" },
  name: { value: "name", help: "Generate a package with this name, such as @scope/pkg (default: a folder of source)" },
  "no-ci": { help: "Do not write a CI workflow (default: .github/workflows/api-contract.yml)" },
  "no-install": { help: "Do not install packages (default: install with the package manager of the lock file)" },
  yes: { help: "Do not prompt; use detected values and defaults" },
} as const satisfies OptionTable;

/** `tallystick init`. With all values given it does not prompt. */
export const initCommand = {
  name: "init",
  options,
  end: ["Examples:", "  tallystick init --spec openapi.yaml --out src/api --yes"],
} as const satisfies Command;
