// The registry in a thread of its own: the main thread waits for npm, which sends requests to the registry.
import { parentPort, workerData } from "node:worker_threads";
import { serveRegistry } from "./registry.mjs";

const { url } = await serveRegistry(workerData.folder, workerData.upstream);
parentPort?.postMessage(url);
