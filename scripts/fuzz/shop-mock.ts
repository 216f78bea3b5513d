import { MemoryFiles } from "../../generator/src/files/memory.js";
import { mockApplication } from "../../generator/src/mock-server/index.js";
import type { ApiModel } from "../../generator/src/model/index.js";
import { openModel } from "../../generator/src/open-model.js";
import { shop } from "./documents.js";

/** The model of the shop's document. */
export async function shopModel(): Promise<ApiModel> {
  const { model } = await openModel("/fuzz/openapi.json", { files: new MemoryFiles("/fuzz", { "openapi.json": JSON.stringify(shop) }) });
  if (model === undefined) throw new Error("The document of the shop cannot be read.");
  return model;
}

let application: ReturnType<typeof mockApplication> | undefined;

/** Sends a body to the mock server of the shop. @throws Where the response reports an error of the server. */
export async function postToMock(body: Uint8Array<ArrayBuffer>, type: string): Promise<void> {
  application ??= shopModel().then((model) => mockApplication(model, { stateful: true }));
  const { fetch } = await application;
  const request = new Request("http://localhost/things", { method: "POST", body, headers: { "content-type": type } });
  const response = await fetch(request);
  if (response.status >= 500) throw new Error(`The mock responded ${response.status} to a body of the type ${type}: ${await response.text()}`);
}
