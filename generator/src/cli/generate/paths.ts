import { isAbsolute, relative, resolve, sep } from "node:path";
import { isAddress, publicAddress } from "../../load/files/address.js";

/** A path as the user would type it; an address without its secrets. */
export function shown(path: string, cwd: string): string {
  if (isAddress(path)) return publicAddress(path);
  const short = relative(cwd, path);
  return short === "" ? "." : short.startsWith(`..${sep}..`) || isAbsolute(short) ? path : short.split(sep).join("/");
}

/** Where a document is: an absolute path, or an address. */
export function located(folder: string, spec: string): string {
  return isAddress(spec) ? spec : resolve(folder, spec);
}
