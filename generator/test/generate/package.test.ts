import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { generate } from "../../src/generate.js";
import { openapi, temporaryFolder } from "../documents.js";

test.each([
  [{ name: "MIT" }, "MIT"],
  [{ name: "Apache 2.0", url: "https://www.apache.org/licenses/LICENSE-2.0.html" }, "Apache-2.0"],
  [{ name: "Apache License, Version 2.0" }, "Apache-2.0"],
  [{ name: "Creative Commons", identifier: "CC-BY-4.0" }, "CC-BY-4.0"],
  [{ name: "MIT OR Apache-2.0" }, "MIT OR Apache-2.0"],
  [{ name: "See our terms" }, "SEE LICENSE IN document.json"],
  [undefined, undefined],
])("recognises the licence %j", async (license, want) => {
  const path = join(temporaryFolder(), "openapi.json");
  writeFileSync(
    path,
    JSON.stringify(openapi({ info: { title: "Licensed", version: "1", ...(license && { license }) }, components: { schemas: { A: {} } } })),
  );
  const { files } = await generate(path, { packageName: "@acme/licensed", only: ["types"] });
  const manifest = JSON.parse(files.find((file) => file.path === "package.json")?.text ?? "") as { readonly license?: string };
  expect(manifest.license).toBe(want);
});
