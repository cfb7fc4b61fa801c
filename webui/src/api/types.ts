// The shapes of answers by the operation that gives them.
import type { Trial } from "./client"
import type { operations } from "./schema"

type Content<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never

// What `operation` answers when it was done, not tried.
export type Answer<Name extends keyof operations> = Exclude<
  operations[Name]["responses"] extends infer Responses
    ? Content<Responses extends { 201: infer Made } ? Made : Responses extends { 200: infer Done } ? Done : never>
    : never,
  Trial
>

export type Input<Name extends keyof operations> = operations[Name] extends {
  requestBody?: { content: { "application/json": infer Body } }
}
  ? Body
  : never

export type Peer = Answer<"peer.show">
export type User = Answer<"user.show">
export type Status = Answer<"cell.status">
export type Permissions = Peer["permissions"]
