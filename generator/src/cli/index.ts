// The command line, for the commands of @tallystick/contract. Not for other packages: it may change in any release.
export { parseCommand, withHeading, type Command, type Option, type OptionTable, type Values } from "./options/command.js";
export { documentOptions, lockOf, lockOptions, readDocumentOptions, readLockFlags } from "./options/document-options.js";
export { fleetOptions } from "./options/fleet-options.js";
export { refuse, showRefusals } from "./terminal/refuse.js";
