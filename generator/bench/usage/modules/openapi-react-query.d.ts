// What the cases need of openapi-react-query's types.
import type { Client, FetchResponse, MaybeOptionalInit } from "openapi-fetch";
import type { HttpMethod, MediaType, PathsWithMethod } from "openapi-typescript-helpers";
import type { Options } from "@tanstack/react-query";

type Data<Paths, P extends keyof Paths, M extends keyof Paths[P]> = NonNullable<FetchResponse<Paths[P][M] & {}, {}, MediaType>["data"]>;
type Failure<Paths, P extends keyof Paths, M extends keyof Paths[P]> = NonNullable<FetchResponse<Paths[P][M] & {}, {}, MediaType>["error"]>;
interface Result<T, E> {
  data: T | undefined;
  error: E | null;
}
type Init<Paths extends {}, P extends keyof Paths, M extends HttpMethod> = MaybeOptionalInit<Paths[P] & {}, M & keyof Paths[P]>;
type Body<Paths extends {}, P extends keyof Paths, M extends HttpMethod> = Init<Paths, P, M>;

interface Hooks<Paths extends {}> {
  useQuery<M extends HttpMethod, P extends PathsWithMethod<Paths, M>, S = Data<Paths, P, M & keyof Paths[P]>>(
    method: M,
    path: P,
    init?: Init<Paths, P, M>,
    options?: { select?: (data: Data<Paths, P, M & keyof Paths[P]>) => S },
  ): Result<S, Failure<Paths, P, M & keyof Paths[P]>>;
  useInfiniteQuery<M extends HttpMethod, P extends PathsWithMethod<Paths, M>>(
    method: M,
    path: P,
    init: Init<Paths, P, M>,
    options: object,
  ): Result<{ pages: Data<Paths, P, M & keyof Paths[P]>[] }, Failure<Paths, P, M & keyof Paths[P]>>;
  queryOptions<M extends HttpMethod, P extends PathsWithMethod<Paths, M>>(
    method: M,
    path: P,
    init?: Init<Paths, P, M>,
  ): Options<Data<Paths, P, M & keyof Paths[P]>>;
  useMutation<M extends HttpMethod, P extends PathsWithMethod<Paths, M>>(
    method: M,
    path: P,
    options?: { onSuccess?: (data: Data<Paths, P, M & keyof Paths[P]>) => void },
  ): Result<Data<Paths, P, M & keyof Paths[P]>, Failure<Paths, P, M & keyof Paths[P]>> & {
    mutate: (init: Body<Paths, P, M>) => void;
    mutateAsync: (init: Body<Paths, P, M>) => Promise<Data<Paths, P, M & keyof Paths[P]>>;
  };
}
export default function createClient<Paths extends {}>(client: Client<Paths>): Hooks<Paths>;
