/** Methods that change nothing on the server (RFC 9110 §9.2.1). */
export const safeMethods = ["get", "head", "options", "trace", "query"];

/** Methods with a field of their own in OpenAPI. `--methods` takes others, of 3.2's `additionalOperations`, in capitals only. */
export const ownMethods = [...safeMethods, "put", "post", "delete", "patch"];
