import { OptionDefaults } from "typedoc";

/** The API reference, from the sources: `npm run docs:api`. */
export default {
  name: "Tallystick",
  entryPointStrategy: "packages",
  entryPoints: ["generator", "contract-tests", "generated"],
  packageOptions: {
    includeVersion: true,
    excludePrivate: true,
    // openapi-typescript writes the document's words with these.
    blockTags: [...OptionDefaults.blockTags, "@description", "@constant"],
    // What only occurs inside of an exported type needs no page.
    validation: { notExported: false, invalidLink: true, notDocumented: false },
  },
  validation: { notExported: false, invalidLink: true },
  out: "docs/api",
  readme: "README.md",
  treatWarningsAsErrors: true,
  excludeExternals: true,
};
