import type { SecurityScheme } from "../../model/api.js";
import { credentialSetting } from "../../model/extensions/setting.js";
import { camel, shortHash } from "./names.js";

/** The name of a client's option for the credential of a scheme, unless taken: from the extension, or after the scheme. */
export function credentialOption(name: string, scheme: SecurityScheme): string {
  return credentialSetting(scheme)?.option ?? (camel(name) || `credential_${shortHash(name)}`);
}
