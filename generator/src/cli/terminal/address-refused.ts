import { UsageError } from "../options/usage-error.js";

const otherPort = (option: string): string => `Select another port with ${option}, or a free one with ${option} 0.`;
const otherHost = "Set --host to an address of this computer. Without it, the address is loopback.";

/** Why a server cannot listen, from its error; `undefined` for any other error. @param option The source of the port. */
export function addressRefused(error: unknown, port: number, host = "localhost", option = "--port"): UsageError | undefined {
  const { code } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  const refused = (sentence: string, help: string): UsageError => new UsageError(`${sentence} (${code})`, { code: "address-refused", help });
  switch (code) {
    case "EADDRINUSE":
      return refused(`Port ${port} is used by another program`, otherPort(option));
    case "EACCES":
      return refused(`This user may not listen on port ${port}`, otherPort(option));
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return refused(`Unknown host "${host}"`, otherHost);
    case "EADDRNOTAVAIL":
      return refused(`"${host}" is not an address of this computer`, otherHost);
    default:
      return undefined;
  }
}
