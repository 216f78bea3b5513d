import { placeKey, type ApiModel, type Operation, type SecurityScheme } from "tallystick/model";
import { compareOrigins, type Occurrence } from "../../findings/collect.js";
import { needsCredentials } from "../../verify/credentials.js";
import { headerValue } from "../../traffic/headers.js";
import type { Interaction, RequestRecord } from "../../traffic/interaction.js";

/** The first accepted request of an operation that has none of the required credentials. */
export interface BareRequest {
  readonly operation: string;
  readonly status: string;
  /** Of each alternative, the absent credentials: `header authorization`. */
  readonly lacking: readonly (readonly string[])[];
  /** Origin of the interaction. */
  readonly interaction: string;
  /** The recorder may have removed credentials, as browsers do from HAR files: they count as missing only if another request has them. */
  readonly stripped?: true;
}

/** Accepted requests of recorded traffic that have none of the credentials that the document requires. */
export class MissingCredentials {
  /** Headers, cookies and query parameters with credentials that some request has. */
  readonly sent = new Set<string>();
  readonly bare = new Map<string, BareRequest>();

  constructor(
    readonly model: ApiModel,
    readonly isStripped = false,
  ) {}

  /** Notes which credentials a request has. */
  observeSent({ request }: Interaction): void {
    for (const scheme of this.model.components.securitySchemes.values()) {
      const carrier = carrierOf(scheme);
      for (const one of carrier === undefined ? [] : [carrier, ...(carrier.startsWith("cookie ") ? [anyCookie] : [])])
        if (!this.sent.has(one) && isSent(one, request)) this.sent.add(one);
    }
  }

  observe(operation: Operation, { request, response, origin }: Interaction): void {
    const schemes = this.model.components.securitySchemes;
    const status = response?.status ?? 0;
    if (status < 200 || status > 299 || !needsCredentials(operation)) return;
    const known = this.bare.get(operation.key);
    if (known !== undefined && compareOrigins(known.interaction, origin) <= 0) return;
    const lacking = operation.security.map((requirement) =>
      [...requirement.keys()].flatMap((name) => {
        const scheme = schemes.get(name);
        const carrier = scheme && carrierOf(scheme);
        return carrier === undefined || isSent(carrier, request) ? [] : [carrier];
      }),
    );
    if (lacking.some((carriers) => carriers.length === 0)) return;
    this.add({
      operation: operation.key,
      status: String(status),
      lacking,
      interaction: origin,
      ...(this.isStripped ? { stripped: true as const } : {}),
    });
  }

  /** Adds a request, unless a better or earlier one of the same operation is known. */
  add(request: BareRequest): void {
    const known = this.bare.get(request.operation);
    const rank = known && Number(request.stripped ?? 0) - Number(known.stripped ?? 0);
    if (known === undefined || (rank || compareOrigins(request.interaction, known.interaction)) < 0) this.bare.set(request.operation, request);
  }

  /** The findings, when all of the traffic was observed. */
  findings(): readonly Occurrence[] {
    // Recorders remove headers and cookies, but no part of a URL.
    const isKept = (carrier: string): boolean => carrier.startsWith("query ") || (carrier.startsWith("cookie ") && this.sent.has(anyCookie));
    const isKnown = (carriers: readonly string[]): boolean => carriers.some((carrier) => this.sent.has(carrier) || isKept(carrier));
    const operations = new Map(this.model.operations.map((operation) => [operation.key, operation]));
    return [...this.bare.values()].flatMap(({ operation: key, status, lacking, interaction, stripped }) => {
      const operation = operations.get(key);
      if (operation === undefined || (stripped && !lacking.every(isKnown))) return [];
      const names = [...new Set(operation.security.flatMap((requirement) => [...requirement.keys()]))].join(", ");
      return [
        {
          class: "auth-not-enforced" as const,
          operation: key,
          ...(operation.operationId === undefined ? {} : { operationId: operation.operationId }),
          status,
          subject: { in: "request" as const, parameter: "security", name: names },
          instancePath: "",
          path: "",
          schemaPath: `${placeKey(operation.place)}/security`,
          keyword: "security",
          message: `Without the required credentials (${names}), the server responded with ${status}.`,
          interaction,
        },
      ];
    });
  }
}

const anyCookie = "header cookie";

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
