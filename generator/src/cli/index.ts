// The command line, for the commands of @tallystick/contract. Not for other packages: it may change in any release.
export { readArguments, type Command, type Option } from "./command.js";
export { lockOf } from "./commands/document-options.js";
export { refuse } from "./refuse.js";
