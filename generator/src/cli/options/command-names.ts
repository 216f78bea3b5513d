/** The commands of `tallystick`, each with a summary. */
export const commands = {
  generate: "Generate types, client, validators, fixtures and mocks from a document",
  init: "Set tallystick up in a project: configuration, scripts, CI step, first generation",
  diff: "Compare two versions of a document: breaking changes, affected consumers and the next version number",
  usage: "List what a consumer's source uses of its APIs, for diff --usage",
  record: "Record traffic from a live target, redacted",
  verify: "Check recordings, a HAR file or a live server against the document",
  report: "Write the HTML page of the last JSON report of verify",
  migrate: "Change calls of openapi-fetch, hey-api or orval to calls of the generated client",
  mock: "Serve the document as an API over HTTP",
  completion: "Print the script that completes commands and options in bash, zsh or fish",
} as const;

export type CommandName = keyof typeof commands;

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(commands, name);
}
