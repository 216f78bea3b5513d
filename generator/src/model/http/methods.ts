/** The methods of path items before OpenAPI 3.2, in the order of the specification. */
export const olderMethods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

/** The methods with a field in path items (OpenAPI 3.2 §4.9.1). */
export const pathItemMethods = [...olderMethods, "query"] as const;

/** Methods that change nothing on the server (RFC 9110 §9.2.1). */
export const safeMethods: readonly string[] = ["get", "head", "options", "trace", "query"];
