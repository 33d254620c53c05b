/// Signing in, tried from a recording.
package struct SignInBlock: Construct {
  package static let about = About(
    "tests/sign_in", "An account is connected, from signing in to giving the token back.",
    details:
      """
      Begun without any token, a connection is played step by step for as long as exchanges of the recording are left: signing in; \
      `check`; a minute later a renewal, of a token that can be renewed; the call that gives the token back. None may be left over. \
      Where `rotates` is not said, the renewal leaves the refresh token as it was. \
      A consent page is an exchange as well: a `GET` of it, answered with 302 and a `Location` that holds the answer, \
      `?code=made-up&state={secret}`; answers are awaited at `https://app.example.com/callback`. What is captured must be what \
      `account` says. In these cases credentials are compared where they are recorded: `Basic name:password` may be written as it \
      reads, and a signed token as its claims, `{"iss":"made-up"}`, without the moments and the number that each has. A private \
      key is made up for a setting that holds none.
      """,
    example: "streams: [invoices]\nlasts: 1h")
  package static let streams = Field<[Placed<String>]>.optional(
    "streams", .list(.placed(.text(.streamReference))),
    "The streams whose scopes are asked for; those of all streams and actions, when neither they nor `actions` are named."
  )
  package static let actions = Field<[Placed<String>]>.optional(
    "actions", .list(.placed(.text)), "The actions whose scopes are asked for.")
  package static let lasts = Field<Milliseconds>.optional(
    "lasts", .duration, "For how long the token must be good.")
  package static let refreshLasts = Field<Milliseconds>.optional(
    "refresh_lasts", .duration, "For how long the refresh token must be good.")
  package static let fields: [any AnyField] = [streams, actions, lasts, refreshLasts]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
