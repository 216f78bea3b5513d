import type { Client } from "@tallystick/browser-sessions";
import { unknownSession, type OperationId } from "./scenario.js";

/** A call of each operation that the document allows, for when only the response matters. */
const calls: Readonly<Record<OperationId, (client: Client) => PromiseLike<unknown>>> = {
  listSessions: (client) => client.listSessions(),
  getSession: (client) => client.getSession({ session_id: unknownSession }),
  createBrowser: (client) => client.createBrowser(),
  closeBrowser: (client) => client.closeBrowser({ session_id: unknownSession }),
  listTargetsAlias: (client) => client.listTargetsAlias({ session_id: unknownSession }),
  listTargets: (client) => client.listTargets({ session_id: unknownSession }),
  getTarget: (client) => client.getTarget({ session_id: unknownSession, target_id: "8E598E996530FB09E46A22B8B7754F7F" }),
  openTarget: (client) => client.openTarget({ session_id: unknownSession }),
  activateTarget: (client) => client.activateTarget({ session_id: unknownSession, target_id: "8E598E996530FB09E46A22B8B7754F7F" }),
  closeTarget: (client) => client.closeTarget({ session_id: unknownSession, target_id: "8E598E996530FB09E46A22B8B7754F7F" }),
  getVersion: (client) => client.getVersion({ session_id: unknownSession }),
  getProtocol: (client) => client.getProtocol({ session_id: unknownSession }),
};

/** Calls the operation and gives back what came of it, thrown or not. */
export async function outcomeOf(client: Client, operation: OperationId): Promise<{ readonly data: unknown } | { readonly error: unknown }> {
  try {
    return { data: await calls[operation](client) };
  } catch (error) {
    return { error };
  }
}
