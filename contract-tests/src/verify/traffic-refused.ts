import { UsageError } from "tallystick";
import type { TrafficProblem } from "../traffic/read-recording.js";

const helps = {
  har: "Give --har a file written by a browser, a proxy or tallystick record --to-har.",
  recordings: "Name a folder written by tallystick record, or one recording.json.",
} as const;

/** Why a file of traffic, or a folder of them, leaves nothing to go on with. */
export function trafficRefused({ path, message, code, line, column }: TrafficProblem, kind: keyof typeof helps): UsageError {
  // A sentence about a missing file has the path already.
  return new UsageError(message, { code, help: helps[kind], line, column, ...(code === "input-invalid" && { file: path }) });
}
