// The command line, for the commands of @tallystick/contract. Not for other packages: it may change in any release.
export { parseCommand, type Command, type Option, type OptionTable, type Values } from "./command.js";
export { documentOptions, lockOf, lockOptions, readDocumentOptions, readLockFlags } from "./commands/document-options.js";
export { fleetOptions } from "./commands/fleet-options.js";
export { refuse } from "./refuse.js";
