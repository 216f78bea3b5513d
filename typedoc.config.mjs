import { Application, OptionDefaults } from "typedoc";

/** The entry point `.` of a package whose entry points are read from its `exports`: by itself it has no name. */
function nameFrontDoors(app) {
  app.on(Application.EVENT_PROJECT_REVIVE, (project) => {
    for (const packaged of project.children ?? []) for (const entry of packaged.children ?? []) if (entry.name === "") entry.name = "index";
  });
}

/** The API reference, from the sources: `npm run docs:api`. */
export default {
  name: "Tallystick",
  plugin: [nameFrontDoors],
  entryPointStrategy: "packages",
  entryPoints: ["generator", "contract-tests", "generated"],
  packageOptions: {
    includeVersion: true,
    excludePrivate: true,
    // `npm run typecheck` asks.
    skipErrorChecking: true,
    // Links to sources need a remote that is reachable, and a copy may have none.
    disableSources: true,
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
