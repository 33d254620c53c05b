internal import Expressions
internal import Glibc
internal import JSON
internal import Language
internal import Values

/// The variables an expression may use, and their values for each record.
struct Bindings: Sendable {
  let environment: Environment
  /// One for each evaluation.
  let activations: [Activation]
  /// Whether the values come from records, so that results are numbered.
  let areRecords: Bool

  struct Problem: Error {
    let message: String
    var help: String?
  }

  /// Variables that a run gives by itself; without a run they are empty.
  private static let standing = ["settings", "account", "headers"]

  init(_ invocation: Invocation) throws(Problem) {
    let scope = invocation[EvalCommand.scope]
    guard let file = invocation[EvalCommand.file] else {
      self.init(scope)
      return
    }
    let documents = try Self.documents(named: file, invocation)
    var variables: [String: Environment.Variable] = [:]
    for variable in scope.variables {
      variables[variable.name] = Environment.Variable(.dyn, documentation: variable.summary)
    }
    // Records come in lists; what a reply or a delivery holds is one thing, list or not.
    let isAboutRecords = scope == .mapping || scope == .record
    let subjects = isAboutRecords ? documents.flatMap(Self.elements) : documents
    if isAboutRecords { variables["record"] = Environment.Variable(RecordShape.type(of: subjects)) }
    let activations = subjects.map { subject in
      var activation = Activation()
      for name in Self.standing where variables[name] != nil { activation[name] = .map(MapValue()) }
      if variables["now"] != nil { activation["now"] = Self.now() }
      if isAboutRecords {
        activation["record"] = .json(subject)
      } else if variables["body"] != nil, subject["body"] == nil {
        activation["body"] = .json(subject)
        activation["status"] = .int(200)
      } else {
        for (key, value) in subject.members {
          if let name = key.string, variables[name] != nil { activation[name] = .json(value) }
        }
      }
      return activation
    }
    self.init(
      environment: Environment(variables: variables, implicitRoot: scope == .mapping ? "record" : nil),
      activations: activations, areRecords: true)
  }

  private init(environment: Environment, activations: [Activation], areRecords: Bool) {
    self.environment = environment
    self.activations = activations
    self.areRecords = areRecords
  }

  /// Without a file there is no variable but the moment.
  private init(_ scope: Scope) {
    let hasNow = scope.variables.contains { $0.name == "now" }
    self.init(
      environment: Environment(variables: hasNow ? ["now": Environment.Variable(.timestamp)] : [:]),
      activations: [Activation(hasNow ? ["now": Self.now()] : [:])], areRecords: false)
  }

  private static func elements(_ document: JSONView) -> [JSONView] {
    document.kind == .array ? Array(document.elements) : [document]
  }

  private static func now() -> Value {
    var time = timespec()
    guard clock_gettime(CLOCK_REALTIME, &time) == 0 else { return .null }
    return Instant(seconds: Int64(time.tv_sec)).map(Value.timestamp) ?? .null
  }

  // MARK: Records

  private static func documents(named file: String, _ invocation: Invocation) throws(Problem) -> [JSONView] {
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes =
        file == "-"
        ? try invocation.console.readInput()
        : try Files.read(Paths.joined(invocation.console.workingDirectory, file))
    } catch {
      throw Problem(message: error.sentence)
    }
    let name = file == "-" ? "standard input" : Visible.word(file)
    guard !file.hasSuffix(".jsonl"), !file.hasSuffix(".ndjson") else { return try lines(bytes, name) }
    do throws(JSONDocument.Problem) {
      return [try JSONDocument(bytes).root]
    } catch {
      // Several documents, one on each line, fail as one.
      if let records = try? lines(bytes, name), records.count > 1 { return records }
      throw Problem(message: "\(name) is no JSON: \(error.message)\(place(error.offset, in: bytes))")
    }
  }

  private static func lines(_ bytes: [UInt8], _ name: String) throws(Problem) -> [JSONView] {
    var records: [JSONView] = []
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      guard line.contains(where: { $0 > 0x20 }) else { continue }
      do throws(JSONDocument.Problem) {
        records.append(try JSONDocument(line).root)
      } catch {
        throw Problem(message: "\(name), line \(number + 1), is no JSON: \(error.message)")
      }
    }
    return records
  }

  private static func place(_ offset: Int, in bytes: [UInt8]) -> String {
    guard offset > 0, offset <= bytes.count else { return "" }
    return " (line \(bytes[..<offset].count { $0 == 0x0A } + 1))"
  }
}
