internal import Disk
internal import Glibc
internal import Reports

/// Does something again and again, whenever a file of a project has changed.
struct ProjectWatch {
  private let root: String
  private let invocation: Invocation
  /// Whether what is done speaks on standard output to be read there.
  private let isForReading: Bool

  /// Soon enough to feel immediate, rare enough to cost nothing.
  private static let pause = Duration.milliseconds(200)
  private static let folders = ["connectors", "mappings", "schemas/models"]

  init(_ folder: ProjectFolder, _ invocation: Invocation, isForReading: Bool) {
    root = folder.root
    self.invocation = invocation
    self.isForReading = isForReading
  }

  /// Never returns of its own accord, except when nobody reads the output any more; the first time nothing has changed yet.
  func run(_ check: (_ changed: [String]?) async -> ExitCode) async -> ExitCode {
    Self.endOnSignals()
    var seen = stamps()
    var code = await check(nil)
    flush()
    while !invocation.console.output.isClosed {
      do {
        try await Task.sleep(for: Self.pause)
      } catch {
        return code
      }
      let now = stamps()
      guard now != seen else { continue }
      let changed = Set(now.keys).union(seen.keys).filter { now[$0] != seen[$0] }.sorted()
      seen = now
      separate(changed)
      code = await check(changed)
      flush()
    }
    return code
  }

  /// Ends with a code instead of a death, also where whoever started this has blocked the signals.
  private static func endOnSignals() {
    signal(SIGINT) { _ in _exit(ExitCode.interrupted.rawValue) }
    signal(SIGTERM) { _ in _exit(ExitCode.terminated.rawValue) }
    var wanted = sigset_t()
    sigemptyset(&wanted)
    sigaddset(&wanted, SIGINT)
    sigaddset(&wanted, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &wanted, nil)
  }

  private func flush() {
    invocation.console.output.flush()
    invocation.console.errors.flush()
  }

  private func separate(_ changed: [String]) {
    let style = invocation.outputStyle
    let names = changed.prefix(1).map { Visible.word($0) }.joined()
    let more = changed.count > 1 ? " and \(changed.count - 1) more" : ""
    let rule = style.unicode ? "\u{2500}\u{2500}" : "--"
    let line = "\(rule) \(Self.timeOfDay()) \(names)\(more) \(rule)\n"
    (isForReading ? invocation.console.output : invocation.console.errors).write(
      "\n\(Emphasis(style).strong(line))\n")
  }

  private static func timeOfDay() -> String {
    var now = time(nil)
    var parts = tm()
    guard localtime_r(&now, &parts) != nil else { return "" }
    return [parts.tm_hour, parts.tm_min, parts.tm_sec].map { $0 < 10 ? "0\($0)" : "\($0)" }
      .joined(separator: ":")
  }

  private func stamps() -> [String: FileStamp] {
    var stamps: [String: FileStamp] = [:]
    for folder in Self.folders { collect(folder, depth: 0, &stamps) }
    return stamps
  }

  private func collect(_ folder: String, depth: Int, _ stamps: inout [String: FileStamp]) {
    // A link that leads upwards would never end.
    guard depth < 6 else { return }
    for name in (Folder.names(in: Paths.joined(root, folder)) ?? []) where !name.hasPrefix(".") {
      let path = Paths.joined(folder, name)
      let absolute = Paths.joined(root, path)
      if Files.kind(of: absolute) == .folder {
        collect(path, depth: depth + 1, &stamps)
      } else {
        stamps[path] = Files.stamp(of: absolute)
      }
    }
  }
}
