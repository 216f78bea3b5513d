import { UsageError } from "./usage-error.js";

const otherPort = (option: string): string => `Give another one with ${option}, or ${option} 0 for any that is free.`;
const otherHost = "Give --host an address of this machine, or leave it out for loopback.";

/** Why a server cannot listen, from the error that it ended with; `undefined` for any other. @param option What the port was given by. */
export function addressRefused(error: unknown, port: number, host = "localhost", option = "--port"): UsageError | undefined {
  const { code } = (error instanceof Error ? error : {}) as NodeJS.ErrnoException;
  const refused = (sentence: string, help: string): UsageError => new UsageError(`${sentence} (${code})`, { code: "address-refused", help });
  switch (code) {
    case "EADDRINUSE":
      return refused(`Port ${port} is taken: another program listens there`, otherPort(option));
    case "EACCES":
      return refused(`Port ${port} may not be listened on by this user`, otherPort(option));
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return refused(`No machine is called "${host}"`, otherHost);
    case "EADDRNOTAVAIL":
      return refused(`"${host}" is no address of this machine`, otherHost);
    default:
      return undefined;
  }
}
