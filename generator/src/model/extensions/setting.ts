import type { Parameter, SecurityScheme } from "../api.js";
import type { Json } from "../json.js";
import { ignored, members, type ReportMember } from "./members.js";

/** A setting of a client: an option or an environment variable. */
export interface Setting {
  readonly option: string;
  readonly env?: string;
}

/** `x-tallystick-client` of a parameter. */
export function parameterSetting({ extensions }: Parameter, report: ReportMember = ignored): Setting | undefined {
  return setting(extensions["x-tallystick-client"], report);
}

/** `x-tallystick-credential` of a security scheme. */
export function credentialSetting({ extensions }: SecurityScheme, report: ReportMember = ignored): Setting | undefined {
  return setting(extensions["x-tallystick-credential"], report);
}

function setting(stated: Json | undefined, report: ReportMember): Setting | undefined {
  const found = members(stated, { option: "text", env: "text" }, ["option"], report);
  if (found?.option === "") return void report('must have a name in "option". It has no effect', "option");
  return found;
}
