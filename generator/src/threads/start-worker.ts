import { workerData } from "node:worker_threads";
import { keepCompiledCode } from "../process/compiled-code.js";
import type { ThreadData } from "./start-thread.js";

// What the second thread starts with. All else is loaded once it knows where its compiled code is kept.
keepCompiledCode((workerData as ThreadData).code);
await import("./emit-worker.js");
