import type { SecurityScheme } from "../../model/api.js";
import { credentialSetting } from "../../model/extensions/setting.js";
import { camel, shortHash } from "./names.js";

/** What a client's option for the credential of a scheme is called, where no other option has the name: as the extension says, or after the scheme. */
export function credentialOption(name: string, scheme: SecurityScheme): string {
  return credentialSetting(scheme)?.option ?? (camel(name) || `credential_${shortHash(name)}`);
}
