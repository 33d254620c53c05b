import HTTP
import Interpreter
import Programs
import Testing
import Values

/// Writes to the provider.
struct ActionTests {
  static let rest = """
    actions:
      post:
        title: Post
        inputs:
          text: {type: text, title: Text, longest: 5}
          count: {type: integer, title: Count, optional: true}
        request: {post: /posts, json: {text: "${input.text}", count: "${input.?count}"}}
        result: {id: body.id}
        idempotency: {send: {header: Idempotency-Key}}
    """

  private func tryOut(_ replies: [ScriptedClient.Reply]) async throws -> TryOut {
    try await TryOut("read: {get: /things}\npages: {type: none}", rest: Self.rest, replies: replies)
  }

  @Test func `every attempt carries the same key, and an input that is left out is not sent`() async throws {
    let tryOut = try await tryOut([.init(status: 503), .init(body: #"{"id": "p1"}"#)])
    let action = try #require(tryOut.program.action("post"))
    let result = try await action.run(["text": .string("Hello")], key: "k1", tryOut.session)
    #expect(result.map(\.name) == ["id"])
    #expect(result.first?.value.templateText == "p1")
    #expect(tryOut.written == [#"POST /v1/posts {"text":"Hello"}"#, #"POST /v1/posts {"text":"Hello"}"#])
    #expect(tryOut.client.requests.map { $0.headers["Idempotency-Key"] } == ["k1", "k1"])
  }

  @Test(arguments: [
    ([:], "the input `text` is missing"), (["text": Value.int(1)], "the input `text` is text"),
    (["text": .string("Hello!")], "the input `text` has at most 5 characters"),
    (["text": .string("x"), "more": .null], "the action has no input `more`"),
  ])
  func `inputs are judged before anything is sent`(_ input: [String: Value], _ message: String) async throws {
    let tryOut = try await tryOut([])
    let action = try #require(tryOut.program.action("post"))
    let failure = await #expect(throws: RunFailure.self) {
      try await action.run(input, key: "k", tryOut.session)
    }
    #expect(failure?.message == message)
    #expect(tryOut.client.requests.isEmpty)
  }
}
