// Real OpenAPI documents, fetched where they are published, at commits that stay. They are their publishers': nothing of them is kept here.
// Usage: node scripts/fetch-documents.mjs FOLDER [ADDRESS-OF-THE-SERVER]
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const documents = {
  "adyen-checkout.json": "Adyen/adyen-openapi/aa014f0cbdb58ff5c44a2ff9d5fe734642210aff/json/CheckoutService-v71.json",
  "docker.yaml": "moby/moby/b985e2313a8676e18072b442911fc8f64f17d440/api/swagger.yaml",
  "openai.yaml": "openai/openai-openapi/f85dbe223d40e1a31cba812ab2d755c7e98a92a3/openapi.yaml",
  "resend.yaml": "resend/resend-openapi/fd6f395f2114e13806025f0c330921c901d62bb1/resend.yaml",
  "stripe.yaml": "stripe/openapi/f6c2a48fbac2819d1feba8143d942ffc65e1c0d2/openapi/spec3.yaml",
};

const [folder, server = "https://raw.githubusercontent.com"] = process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: node scripts/fetch-documents.mjs FOLDER [ADDRESS-OF-THE-SERVER]");
  process.exit(2);
}
mkdirSync(join(folder, "corpus"), { recursive: true });
for (const [name, path] of Object.entries(documents)) {
  const response = await fetch(`${server}/${path}`);
  if (!response.ok) {
    console.error(`${name}: ${server}/${path} responded with ${response.status}.`);
    process.exit(1);
  }
  writeFileSync(join(folder, "corpus", `${name}.gz`), gzipSync(new Uint8Array(await response.arrayBuffer())));
}
