import { parentPort } from "node:worker_threads";
import type { Json } from "../model/json.js";
import { findings } from "./findings.js";

/** The thread side of `validate.ts`: one document in, its findings out. */
parentPort?.once("message", (root: Json) => {
  void findings(root).then((found) => parentPort?.postMessage(found));
});
