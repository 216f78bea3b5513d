import type { Report } from "../diagnostics/diagnostic.js";
import type { DocumentValues } from "../load/document.js";
import type { ApiModel, Dialect, Operation, OperationKey } from "../model/api.js";
import { hasNoMinor, isSwagger2, versionIn } from "../load/version.js";
import { isJsonObject } from "../model/json.js";
import type { Place } from "../model/place.js";
import { lowerComponents, nameSchemas } from "./components.js";
import { makeContext, type Context } from "./context.js";
import { lowerInfo, lowerServers, lowerTags } from "./describe.js";
import { finish, indexOperations } from "./finish.js";
import { lowerPathItem } from "./operations/operation.js";
import { lowerSecurity } from "./operations/security.js";
import { probableFormat } from "./lenient/other-format.js";
import type { WrittenNumber } from "./schema/digits.js";
import { lowerSwagger } from "./swagger2/lower.js";
import { writtenPaths } from "./paths/written-paths.js";

export interface LowerOptions {
  /** Returns integers past 2^53 as they are written. Default: they are as JSON readers round them. */
  readonly written?: WrittenNumber;
}

/** Document → model. `undefined` when the document is of no version of OpenAPI; everything else is reported and read as well as it can be. */
export function lower(document: DocumentValues, report: Report, { written }: LowerOptions = {}): ApiModel | undefined {
  const dialect = detect(document, report);
  if (!dialect) return undefined;
  const context = makeContext(document, dialect, report, written);
  return dialect === "swagger-2.0" ? lowerSwagger(context) : lowerOpenApi(context);
}

const top: Place = { file: "", pointer: "#" };

function detect(document: DocumentValues, report: Report): Dialect | undefined {
  const value = document.root.value;
  if (!isJsonObject(value)) return void report("not-openapi", { looks: probableFormat(value) }, top);
  // Until 1.2 the version had another name.
  const name = ["swagger", "openapi", "swaggerVersion"].find((key) => Object.hasOwn(value, key)) ?? "";
  const written = value[name];
  if (typeof written !== "string" && typeof written !== "number") return void report("not-openapi", { looks: probableFormat(value) }, top);
  const version = versionIn(written);
  const place = { file: "", pointer: `#/${name}` };
  const [major, minor] = version.replace(/^v(?=\d)/i, "").split(".");
  if (name === "swaggerVersion" || (major !== "2" && major !== "3")) return void report("not-openapi-version", { version }, place);
  const dialect = isSwagger2(value) ? "swagger-2.0" : ((major === "3" ? known.get(minor ?? "") : "openapi-3.0") ?? "openapi-3.1");
  const read = dialect === "swagger-2.0" ? "Swagger 2.0" : `OpenAPI ${dialect.slice("openapi-".length)}`;
  const isOwn = name === (dialect === "swagger-2.0" ? "swagger" : "openapi") && (major === "2") === (dialect === "swagger-2.0");
  if (!isOwn) report("version-of-the-other", { field: name, version, as: read }, place);
  else if (version.startsWith("v") || (major === "3" && (hasNoMinor(written) || known.get(minor ?? "") === undefined)))
    report("unknown-version", { version: String(written), as: read }, place);
  return dialect;
}

const known: ReadonlyMap<string, Dialect> = new Map([
  ["0", "openapi-3.0"],
  ["1", "openapi-3.1"],
  ["2", "openapi-3.2"],
]);

function lowerOpenApi(context: Context): ApiModel {
  const { root, document, dialect } = context;
  reportDialect(context);
  const components = root.part("components");
  const schemas = nameSchemas(context, components?.part("schemas"));
  const security = lowerSecurity(context, root);
  const paths = writtenPaths(context).map((each) => ({ ...each, kind: "path" as const }));
  const hooks = (root.part("webhooks")?.writtenMembers() ?? []).map(([path, item]) => ({
    path,
    item,
    kind: "webhook" as const,
    key: webhookKey(path),
  }));
  indexOperations(context, [...paths, ...hooks]);

  const operations = paths.flatMap(({ item, ...at }) => lowerPathItem(context, item, { ...at, security }));
  const webhooks = hooks.flatMap(({ item, ...at }) => lowerPathItem(context, item, { ...at, security }));
  context.schemas.lowerReached();
  return finish(context, {
    dialect,
    sha256: document.sha256,
    info: lowerInfo(root),
    servers: lowerServers(root, context.report),
    operations,
    webhooks,
    security,
    components: lowerComponents(context, components, schemas),
    tags: lowerTags(root),
    extensions: root.extensions(),
  });
}

function webhookKey(name: string): (method: Operation["method"]) => OperationKey {
  return (method) => `${method.toUpperCase()} webhook:${name}`;
}

/** OpenAPI 3.1 §4.8.24.5: the dialect of schemas without `$schema`. Only the default dialect is read strictly. */
function reportDialect({ root, report }: Context): void {
  const dialect = root.string("jsonSchemaDialect");
  if (dialect === undefined || /^https:\/\/(?:spec\.openapis\.org\/oas\/3\.|json-schema\.org\/draft\/2020-12\/)/.test(dialect)) return;
  report("other-schema-dialect", { dialect }, root.at("jsonSchemaDialect"));
}
