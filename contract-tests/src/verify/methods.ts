import { pathItemMethods, safeMethods } from "tallystick/model";

/** Methods with a field of their own in OpenAPI. `--methods` takes others, of 3.2's `additionalOperations`, in capitals only. */
export const ownMethods: readonly string[] = [...safeMethods, ...pathItemMethods.filter((method) => !safeMethods.includes(method))];
