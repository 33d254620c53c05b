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

  @Test(arguments: [
    ("text", "k1", "k1"), ("text, longest: 16", "a key that is too long", "6468d65762e613cc"),
    ("uuid", "f81d4fae-7dec-51d0-a765-00a0c91e6bf6", "f81d4fae-7dec-51d0-a765-00a0c91e6bf6"),
    ("uuid", "k1", "?"), ("hex, longest: 20", "k1", "?"),
  ])
  func `a key is written as the provider wants it`(format: String, key: String, written: String) async throws
  {
    let rest = """
      actions:
        post:
          title: Post
          request: {post: /posts}
          idempotency: {send: {header: Idempotency-Key}, format: \(format)}
      """
    var seen: Set<String> = []
    for _ in 1...2 {
      let tryOut = try await TryOut(
        "read: {get: /things}\npages: {type: none}", rest: rest, replies: [.init(body: "{}")])
      _ = try await #require(tryOut.program.action("post")).run([:], key: key, tryOut.session)
      seen.formUnion(tryOut.client.requests.compactMap { $0.headers["Idempotency-Key"] })
    }
    #expect(seen.count == 1)
    if written != "?" { #expect(seen == [written]) }
    if format == "uuid" { #expect(seen.first?.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12]) }
    if format.hasPrefix("hex") { #expect(seen.first?.count == 20) }
  }

  @Test func `a file goes along as a part of the body`() async throws {
    let rest = """
      actions:
        upload:
          title: Upload
          inputs:
            document: {type: file, title: Document}
            note: {type: text, title: Note, optional: true}
          request:
            post: /files
            multipart:
              purpose: review
              note: ${input.?note}
              document: {file: input.document, name: "a \\"quoted\\" name.pdf"}
      """
    let tryOut = try await TryOut(
      "read: {get: /things}\npages: {type: none}", rest: rest, replies: [.init(body: "{}")])
    let action = try #require(tryOut.program.action("upload"))
    let document = Value.map(
      MapValue([
        ("name", .string("x.pdf")), ("type", .string("application/pdf")),
        ("content", .string(Base64.encode([0, 0xFF, 0x0D, 0x0A]))),
      ]))
    _ = try await action.run(["document": document], key: "k", tryOut.session)
    let request = try #require(tryOut.client.requests.first)
    #expect(request.headers["Content-Type"] == "multipart/form-data; boundary=connector-boundary")
    let head = """
      --connector-boundary
      Content-Disposition: form-data; name="purpose"

      review
      --connector-boundary
      Content-Disposition: form-data; name="document"; filename="a %22quoted%22 name.pdf"
      Content-Type: application/pdf


      """
    let lines = head.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
    let expected =
      Array(lines.utf8) + [0, 0xFF, 0x0D, 0x0A] + Array("\r\n--connector-boundary--\r\n".utf8)
    #expect(request.body == expected)
    let failure = await #expect(throws: RunFailure.self) {
      try await action.run(["document": .string("x.pdf")], key: "k", tryOut.session)
    }
    #expect(failure?.message.hasPrefix("the input `document` is a file") == true)
  }
}
