import { readRecordings } from "./read-recording.js";
import { whatIsSecret } from "./redact/redact.js";
import { redactionRules } from "./redact/rules.js";
import type { ApiModel } from "tallystick/model";

/** A message about a recording on disk. `fail` must not be committed; `info` may. */
export interface RecordingCheck {
  readonly path: string;
  readonly level: "fail" | "info";
  readonly code: "unreadable" | "not-redacted" | "stale-document" | "no-provenance";
  /** Where in the file, from 1, if that is known. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

/** The gate for committed recordings: each has a source, redacting it again changes nothing, and changes of its document are reported. */
export async function checkRecordings(folder: string, model?: ApiModel): Promise<RecordingCheck[]> {
  return checksOf(await readRecordings(folder), model);
}

/** The same for recordings in memory. */
export function checksOf({ recordings, problems }: Awaited<ReturnType<typeof readRecordings>>, model?: ApiModel): RecordingCheck[] {
  // A recording of unknown source, or of another format, is one that cannot be read.
  const checks: RecordingCheck[] = problems.map(({ path, message, line, column }) => ({
    path,
    level: "fail",
    code: "unreadable",
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    message,
  }));
  const rules = redactionRules(model);
  for (const { path, recording } of recordings) {
    const secrets = whatIsSecret(recording, rules);
    if (secrets.length > 0) {
      const shown = secrets.slice(0, 5).join("; ") + (secrets.length > 5 ? `; and ${secrets.length - 5} more` : "");
      checks.push({
        path,
        level: "fail",
        code: "not-redacted",
        message: `The recording contains values that redaction replaces: ${shown}. Record it again, or apply redact().`,
      });
    }
    if (!/^\d{4}-\d\d-\d\d$/.test(recording.recordedOn) || !/^[0-9a-f]{64}$/.test(recording.document.sha256) || recording.tool === "") {
      checks.push({
        path,
        level: "fail",
        code: "no-provenance",
        message: "The recording lacks its date, its document (SHA-256) or its tool.",
      });
    } else if (model !== undefined && recording.document.sha256 !== model.sha256) {
      checks.push({
        path,
        level: "info",
        code: "stale-document",
        message: `Recorded on ${recording.recordedOn} for version ${recording.document.version} of the document. The document has changed since then.`,
      });
    }
  }
  return checks;
}
