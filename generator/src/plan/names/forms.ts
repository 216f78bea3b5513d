import { reservedValues } from "./namespace.js";

/**
 * Derived names: `isSession` of `session`, `listSessions200` of `listSessions`. A document's own name of that form gets an underscore, which
 * no derived name has, even if the original does not exist yet: otherwise it would be renamed when the original is added.
 */

/** `checkRun_` for the validator of `CheckRun`: `checkRun` is the function for `Run`. */
export function validatorConst(name: string): string {
  const [prefix] = /^(?:is|check|assert|parse)(?=[^\p{Ll}\p{Nd}])/u.exec(name) ?? [];
  if (prefix === undefined) return name;
  const rest = name.charAt(prefix.length).toLowerCase() + name.slice(prefix.length + 1);
  // The function for `Default` has an underscore itself: `checkDefault_`.
  return reserved.has(rest) ? `${name}__` : `${name}_`;
}

const reserved: ReadonlySet<string> = new Set(reservedValues);

/** `createPetRequestBody_` for the fixture of a schema that is called as the body of an operation would be. */
export function schemaFixture(name: string): string {
  return bodyForm.test(name) && !isCut.test(name) ? `${name}_` : name;
}

const bodyForm = /.(?:RequestBody|Default|[1-5](?:\d\d|XX))(?:[^\p{Ll}\p{Nd}]|$)/u;
/** A long name ends in a hash, which may look like a status. */
const isCut = /_[0-9a-f]{8}$/;

/** `PetWritable_` for a schema that is called as the form of another one that is sent. */
export function schemaName(name: string): string {
  return /.Writable$/.test(name) ? `${name}_` : name;
}

/**
 * `getPages_` in a document with operations that have pages, `isPetError_`, `makeDisposable_`: further exports of an operation's module.
 * @param hasPages Whether any operation of the document has pagination.
 */
export function operationFunction(name: string, hasPages: boolean): string {
  const isMade = /.Disposable$|^is[^\p{Ll}].*Error$/u.test(name) || (hasPages && /.Pages$/.test(name)) || (isCaseless(name) && typeForm.test(name));
  return isMade ? `${name}_` : name;
}

const typeForm = /.(?:Parameters|Result|Error|Item)$/;

/** Whether a function and a type of the same words have one name: `_3dModel`, `会话`. */
function isCaseless(name: string): boolean {
  const first = name.charAt(0);
  return first.toUpperCase() === first.toLowerCase();
}
