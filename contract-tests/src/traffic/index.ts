export type * from "./interaction.js";
export { createRecorder, type Recorder, type RecorderOptions } from "./recorder.js";
export { isRedacted, redact, whatIsSecret } from "./redact/redact.js";
export { redactionRules, type RedactionRules } from "./redact/rules.js";
export { normalise, type NormaliseOptions } from "./normalise/normalise.js";
export { printRecording, writeRecording } from "./write-recording.js";
export { readRecording, readRecordings, type RecordingOnDisk, type TrafficProblem } from "./read-recording.js";
export { replay, ReplayError, type Replay, type ReplayOptions } from "./replay/replay.js";
export { modeFromEnvironment, tapeModes, useRecording, type Tape, type TapeMode, type TapeOptions } from "./replay/use-recording.js";
