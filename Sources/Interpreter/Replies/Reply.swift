package import Expressions
internal import Formats
package import HTTP
internal import Language
internal import Programs
package import Values

/// A reply with its body decoded.
package struct Reply: Sendable {
  package let response: HTTPResponse
  /// Null when there is none.
  package let body: Value
  /// Why the body of a successful reply is not of the form that is declared: cut off, or something else altogether.
  package let problem: String?
  /// Nothing tells whether the body is whole: it ends with its connection, and is of a form that may end anywhere.
  let mayBeCut: Bool
  /// What follows `body`, where a long list is read in portions.
  private let rest: BodyPortions?

  init(_ response: HTTPResponse, _ expected: ExpectedBody, inPortions: Bool = false) {
    self.response = response
    let type = response.headers["Content-Type"]
    let decoder = (200..<300).contains(response.status) ? expected.decoder(for: type) : nil
    let showsItsEnd = decoder?.showsItsEnd(Self.start(of: response)) ?? true
    mayBeCut = response.endsWithConnection && !showsItsEnd
    // Of a form that always has something nothing at all is no page, however good the status: something broke on the way.
    let mayBeEmpty = [204, 205].contains(response.status) || expected.declared?.mayBeEmpty != false
    if !showsItsEnd, Self.isPage(inPlaceOfText: response) {
      rest = nil
      body = .string(String(decoding: Self.start(of: response), as: UTF8.self))
      problem = "the reply is a web page (HTML) and no data"
      return
    }
    if !showsItsEnd, decoder?.isTable == true, let object = Self.object(inPlaceOfTable: response) {
      rest = nil
      body = object
      problem = "the reply is a JSON object and no table; it begins with `\(Self.beginning(response.body))`"
      return
    }
    // A body that only holds its list is read in portions when it is too long to be held itself.
    if inPortions, let decoder, decoder.isList || response.file != nil {
      let portions = BodyPortions(response, decoder)
      (body, problem) = Self.first(of: portions, response, decoder, mayBeEmpty: mayBeEmpty)
      rest = portions
      return
    }
    rest = nil
    guard let decoder else {
      body = Self.guess(response.body, expected.declared, type)
      problem = nil
      return
    }
    if response.body.allSatisfy(\.isBlank) {
      body = Self.nothing(decoder)
      problem = mayBeEmpty ? nil : Self.emptiness
      return
    }
    do {
      body = try decoder.decode(response.body)
      problem = nil
    } catch {
      body = Self.guess(response.body, expected.declared, type)
      problem = Self.problem(error, response.body)
    }
  }

  private init(_ reply: Reply, body: Value, problem: String? = nil) {
    response = reply.response
    mayBeCut = reply.mayBeCut
    self.body = body
    self.problem = problem
    rest = reply.rest
  }

  /// `body` is all there is in it.
  var isWhole: Bool { rest == nil }

  /// The reply with what follows its body in the place of it; nil when nothing follows.
  func following() throws(DecodingFailure) -> Reply? {
    guard let body = try rest?.next() else { return nil }
    return Reply(self, body: body)
  }

  /// The reply as its first element tells it, where that is no record: refusals come in lists as well, and as the only line of a file.
  func told(inPlaceOfRecordsBy key: RecordKey) -> Reply? {
    guard problem == nil, case .list(let list) = body.plain, let first = list.element(at: 0),
      case .map = first.plain, key.text(of: first) == nil
    else { return nil }
    return Reply(self, body: first, problem: "a refusal in place of a record")
  }

  /// Of a list that holds nothing there is no portion at all.
  private static func first(
    of portions: BodyPortions, _ response: HTTPResponse, _ decoder: BodyDecoder, mayBeEmpty: Bool
  ) -> (Value, String?) {
    if response.file == nil, response.body.allSatisfy(\.isBlank) {
      return (nothing(decoder), mayBeEmpty ? nil : emptiness)
    }
    do throws(DecodingFailure) {
      return (try portions.next() ?? .list([]), nil)
    } catch {
      let start = start(of: response)
      return (guess(start, nil, response.headers["Content-Type"]), problem(error, start))
    }
  }

  /// What is in a body with nothing in it: no rows, no text; null of a form that always has something.
  private static func nothing(_ decoder: BodyDecoder) -> Value { (try? decoder.decode([])) ?? .null }

  package var status: Int { response.status }

  /// Values by the names that expressions know them by.
  package func bind(to variables: inout Activation) {
    variables["status"] = .int(Int64(status))
    variables["headers"] = response.headers.value
    variables["body"] = body
  }

  /// What errors are written in is seldom declared: XML as the stream's, JSON or any XML when it is that, else text; a page for people is text.
  private static func guess(_ bytes: [UInt8], _ declared: BodyDecoder?, _ type: String?) -> Value {
    guard let first = bytes.first(where: { !$0.isBlank }) else { return .null }
    let decoders: [BodyDecoder] =
      switch first {
      case UInt8(ascii: "<"):
        isPage(bytes, type) ? [] : [declared, .undeclared].compactMap(\.self)
      case UInt8(ascii: "{"), UInt8(ascii: "["): [.undeclared]
      default: []
      }
    for decoder in decoders {
      if let value = try? decoder.decode(bytes) { return value }
    }
    return .string(String(decoding: bytes.prefix(mostGuessed), as: UTF8.self))
  }

  private static func start(of response: HTTPResponse) -> [UInt8] {
    response.file?.bytes(from: 0, count: mostGuessed) ?? response.body
  }

  /// Any text can be taken for lines or columns; one that says it is a page, and looks like one, is none.
  private static func isPage(inPlaceOfText response: HTTPResponse) -> Bool {
    guard case .page = MediaType(response.headers["Content-Type"]) else { return false }
    return start(of: response).first { !$0.isBlank } == UInt8(ascii: "<")
  }

  /// A table may have lines of anything; what is an object of JSON from its first character to its last tells of an error.
  private static func object(inPlaceOfTable response: HTTPResponse) -> Value? {
    guard response.file == nil, response.body.count <= mostGuessed,
      response.body.first(where: { !$0.isBlank }) == UInt8(ascii: "{"),
      response.body.last(where: { !$0.isBlank }) == UInt8(ascii: "}"),
      let value = try? BodyDecoder.undeclared.decode(response.body), case .map = value.plain
    else { return nil }
    return value
  }

  /// A page for people, and not data under a wrong name, as some servers send their errors.
  private static func isPage(_ bytes: [UInt8], _ type: String?) -> Bool {
    guard case .page = MediaType(type) else { return false }
    let start = String(decoding: bytes.prefix(500), as: UTF8.self).lowercased()
    return !start.hasPrefix("<?xml") || start.contains("<html")
  }

  /// Why a body cannot be read, with its beginning: often it says what came in its place.
  private static func problem(_ failure: DecodingFailure, _ bytes: [UInt8]) -> String {
    "the reply cannot be read: \(failure); it begins with `\(beginning(bytes))`"
  }

  private static func beginning(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix(40).prefix { $0 >= 0x20 }, as: UTF8.self)
  }

  private static let emptiness = """
    the reply is empty, and its status does not say so as 204 does; `{when: body == null, then: empty}` in `errors` where the provider \
    means an empty list
    """

  /// Error pages may be long; what they say stands at the beginning.
  private static let mostGuessed = 65_536
}

extension UInt8 {
  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
}
