internal import Expressions
internal import Formats
internal import HTTP
internal import JSON
internal import Language
internal import Programs
internal import Values

/// A reply of a log-in call or the token endpoint, as expressions read it.
struct ConnectReply: Sendable {
  let status: Int
  let body: Value
  let contentType: String
  let variables: Activation

  /// `readsBody` is false where nothing but the headers is of interest.
  init(
    _ response: HTTPResponse, _ variables: Activation, callback: [String: Value] = [:], readsBody: Bool = true
  ) {
    status = response.status
    contentType = response.headers["Content-Type"] ?? ""
    body = readsBody ? Self.body(response.body, contentType) : .null
    var variables = variables
    variables["status"] = .int(Int64(status))
    variables["headers"] = response.headers.value
    variables["body"] = body
    variables["callback"] = Connection.map(callback)
    self.variables = variables
  }

  /// JSON wherever it parses, whatever the reply calls itself; else XML or a form, as some endpoints still answer; else text.
  private static func body(_ bytes: [UInt8], _ type: String) -> Value {
    if let document = try? JSONDocument(bytes, maximumDepth: 64) { return .json(document.root) }
    if bytes.first(where: { $0 > 0x20 }) == UInt8(ascii: "<"), let tree = try? BodyDecoder.xml.decode(bytes) {
      return tree
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let isForm =
      type.lowercased().hasPrefix("application/x-www-form-urlencoded")
      || type.lowercased().hasPrefix("text/plain") && !text.contains("\n") && text.contains("=")
    if isForm { return .map(MapValue(FormText.pairs(text).map { ($0.name, .string($0.value)) })) }
    return text.isEmpty ? .null : .string(text)
  }

  /// A text of the body's top level; nil when it is absent, null or empty.
  func text(_ name: String) -> String? {
    guard case .map(let map) = body.plain, let text = map.value(named: name)?.templateText, !text.isEmpty
    else { return nil }
    return text
  }

  func value(_ name: String) -> Value? {
    if case .map(let map) = body.plain { map.value(named: name) } else { nil }
  }

  /// The values of `capture`, as JSON; what the reply does not have is left out.
  func captured(_ programs: [(name: String, value: ExpressionProgram)]) throws(RunFailure) -> [String: String]
  {
    var found: [String: String] = [:]
    for (name, program) in programs {
      guard let value = try program.value(variables), !value.isNull else { continue }
      var steps = 100_000
      found[name] = try? JSONWriter.text(of: value, steps: &steps, limit: 1 << 16)
    }
    return found
  }
}

/// How long a token is good for, in all the ways in which replies tell it.
enum TokenLife {
  /// Longer promises are as good as none.
  private static let longest: Double = 315_360_000

  /// Seconds as a number or a text; nil for what is no length of time.
  ///
  /// Zero and less is how some say `for ever`.
  static func seconds(_ value: Value?) -> Double? {
    guard let value else { return nil }
    let number: Double?
    switch value.plain {
    case .int(let whole): number = Double(whole)
    case .uint(let whole): number = Double(whole)
    case .double(let fraction): number = fraction
    case .decimal, .string: number = value.templateText.flatMap(Double.init)
    case .duration(let span): number = Double(span.nanoseconds) / 1e9
    default: number = nil
    }
    guard let number, number.isFinite, number > 0 else { return nil }
    return min(number, longest)
  }

  static func end(of seconds: Double?, from start: Instant) -> Instant? {
    guard let seconds else { return nil }
    return start.adding(TimeSpan(nanoseconds: Int64(seconds * 1e9)))
  }
}
