internal import Glibc

/// Which process holds something, so that another one on the same machine can tell whether it still lives.
package struct ProcessIdentity: Hashable, Sendable {
  /// Changes with every start of the machine.
  package let boot: String
  /// Process numbers mean the same only within one of these: a container has its own.
  package let namespace: String
  package let process: Int32
  /// When the process began; its number may be given to another one later.
  package let start: String

  package static let own = ProcessIdentity(
    boot: readLine("/proc/sys/kernel/random/boot_id") ?? "", namespace: ownNamespace(), process: getpid(),
    start: startTime(of: getpid()) ?? "")

  package init(boot: String, namespace: String, process: Int32, start: String) {
    self.boot = boot
    self.namespace = namespace
    self.process = process
    self.start = start
  }

  /// As it stands in the file.
  package init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 4, let process = Int32(parts[2]) else { return nil }
    self.init(
      boot: String(parts[0]), namespace: String(parts[1]), process: process, start: String(parts[3]))
  }

  package var text: String { "\(boot) \(namespace) \(process) \(start)" }

  /// Whether the process is surely gone; false also when that cannot be told from here.
  package var isSurelyGone: Bool {
    let own = Self.own
    guard !boot.isEmpty, boot == own.boot, namespace == own.namespace else { return false }
    return Self.startTime(of: process) != start
  }

  /// The 22nd field of `stat`; the second one holds the program's name, which may hold anything.
  private static func startTime(of process: Int32) -> String? {
    guard let line = readLine("/proc/\(process)/stat"), let end = line.lastIndex(of: ")") else { return nil }
    let fields = line[line.index(after: end)...].split(separator: " ")
    // A zombie has ended; only its parent has not looked yet.
    guard fields.count > 19, fields[0] != "Z" else { return nil }
    return String(fields[19])
  }

  private static func ownNamespace() -> String {
    let count = 128
    let text = String(unsafeUninitializedCapacity: count) { buffer in
      guard let start = buffer.baseAddress else { return 0 }
      return start.withMemoryRebound(to: CChar.self, capacity: count) {
        max(0, readlink("/proc/self/ns/pid", $0, count))
      }
    }
    return text.isEmpty ? "?" : text
  }

  private static func readLine(_ path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].prefix { $0 != 0x0A }, as: UTF8.self)
  }
}
