// What the cases need of swr-openapi's types.
import type { Client, FetchResponse, MaybeOptionalInit } from "openapi-fetch";
import type { MediaType, PathsWithMethod } from "openapi-typescript-helpers";

export declare function createQueryHook<Paths extends {}>(
  client: Client<Paths>,
  prefix: string,
): <P extends PathsWithMethod<Paths, "get">>(
  path: P,
  init: MaybeOptionalInit<Paths[P] & {}, "get" & keyof Paths[P]> | null,
) => {
  data: NonNullable<FetchResponse<Paths[P]["get" & keyof Paths[P]] & {}, {}, MediaType>["data"]> | undefined;
  error: NonNullable<FetchResponse<Paths[P]["get" & keyof Paths[P]] & {}, {}, MediaType>["error"]> | undefined;
};
