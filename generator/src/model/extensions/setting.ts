import type { Parameter, SecurityScheme } from "../api.js";
import type { Json } from "../json.js";
import { ignored, members, type ReportMember } from "./members.js";

/** A setting of a client: an option or an environment variable. */
export interface Setting {
  readonly option: string;
  readonly env?: string;
}

/** `x-tallystick-client` of a parameter. */
export function parameterSetting({ extensions }: Parameter, slip: ReportMember = ignored): Setting | undefined {
  return setting(extensions["x-tallystick-client"], slip);
}

/** `x-tallystick-credential` of a security scheme. */
export function credentialSetting({ extensions }: SecurityScheme, slip: ReportMember = ignored): Setting | undefined {
  return setting(extensions["x-tallystick-credential"], slip);
}

function setting(stated: Json | undefined, slip: ReportMember): Setting | undefined {
  const found = members(stated, { option: "text", env: "text" }, ["option"], slip);
  if (found?.option === "") return void slip('must have a name in "option". It has no effect', "option");
  return found;
}
