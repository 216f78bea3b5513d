import { placeKey, type ApiModel, type Operation, type SecurityScheme } from "tallystick/model";
import type { Occurrence } from "../../findings/collect.js";
import { needsCredentials } from "../../verify/credentials.js";
import { headerValue } from "../../traffic/headers.js";
import type { Interaction, RequestRecord } from "../../traffic/interaction.js";

/** Accepted requests of recorded traffic that have none of the credentials that the document requires. */
export class MissingCredentials {
  /** Headers, cookies and query parameters with credentials that some request has. */
  readonly #kept = new Set<string>();
  readonly #bare = new Map<string, { readonly lacking: readonly (readonly string[])[]; readonly occurrence: Occurrence }>();

  constructor(readonly model: ApiModel) {}

  observe(operation: Operation, { request, response, origin }: Interaction): void {
    const schemes = this.model.components.securitySchemes;
    for (const scheme of schemes.values()) {
      const carrier = carrierOf(scheme);
      if (carrier !== undefined && isSent(carrier, request)) this.#kept.add(carrier);
    }
    const status = response?.status ?? 0;
    if (status < 200 || status > 299 || !needsCredentials(operation) || this.#bare.has(operation.key)) return;
    const lacking = operation.security.map((requirement) =>
      [...requirement.keys()].flatMap((name) => {
        const scheme = schemes.get(name);
        const carrier = scheme && carrierOf(scheme);
        return carrier === undefined || isSent(carrier, request) ? [] : [carrier];
      }),
    );
    if (lacking.some((carriers) => carriers.length === 0)) return;
    const names = [...new Set(operation.security.flatMap((requirement) => [...requirement.keys()]))].join(", ");
    this.#bare.set(operation.key, {
      lacking,
      occurrence: {
        class: "auth-not-enforced",
        operation: operation.key,
        ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }),
        status: String(status),
        subject: { in: "request", parameter: "security", name: names },
        instancePath: "",
        path: "",
        schemaPath: `${placeKey(operation.place)}/security`,
        keyword: "security",
        message: `Without the required credentials (${names}), the server responded with ${status}.`,
        interaction: origin,
      },
    });
  }

  /**
   * The findings, when all of the traffic was observed.
   *
   * @param isStripped Whether the recorder may have removed credentials, as browsers do from HAR files: then they count as missing only if
   * another request has them.
   */
  findings(isStripped: boolean): readonly Occurrence[] {
    const isKnown = (carriers: readonly string[]): boolean => carriers.some((carrier) => this.#kept.has(carrier));
    return [...this.#bare.values()].filter(({ lacking }) => !isStripped || lacking.every(isKnown)).map(({ occurrence }) => occurrence);
  }
}

/** Where a credential is sent: `header authorization`. Nothing for a client certificate, which no traffic shows. */
function carrierOf(scheme: SecurityScheme): string | undefined {
  if (scheme.type === "mutualTLS") return undefined;
  if (scheme.type !== "apiKey") return "header authorization";
  return `${scheme.in} ${scheme.in === "header" ? scheme.parameter.toLowerCase() : scheme.parameter}`;
}

function isSent(carrier: string, request: RequestRecord): boolean {
  const [location, name = ""] = carrier.split(/ (.*)/s);
  if (location === "header") return headerValue(request.headers, name) !== undefined;
  if (location === "query") return new URL(request.url).searchParams.has(name);
  return (headerValue(request.headers, "cookie") ?? "").split(";").some((pair) => pair.split("=", 1)[0]?.trim() === name);
}
