internal import Glibc

/// The processors that this program may use.
package enum Processors {
  /// Those of the machine that it is not kept from, and no more than its container has time on: a thread for each processor of a large
  /// machine would only stand in the others' way.
  package static let count: Int = {
    let online = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    let allowed = text(of: "/proc/self/status").flatMap(allowed(inStatus:)) ?? online
    let share = text(of: "/sys/fs/cgroup/cpu.max").flatMap(share(inQuota:)) ?? online
    return max(1, min(online, allowed, share))
  }()

  /// How many processors a `status` of `/proc` allows, whose `Cpus_allowed` has a bit for each.
  static func allowed(inStatus status: String) -> Int? {
    let mark = "Cpus_allowed:"
    guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix(mark) }) else { return nil }
    let count = line.dropFirst(mark.count).reduce(0) { $0 + ($1.hexDigitValue ?? 0).nonzeroBitCount }
    return count > 0 ? count : nil
  }

  /// How many processors a `cpu.max` has time for, begun ones counted whole: `150000 100000` is one and a half; nil for `max`.
  static func share(inQuota quota: String) -> Int? {
    let words = quota.split { $0 == " " || $0 == "\n" }
    guard words.count == 2, let time = Int(words[0]), let period = Int(words[1]), time > 0, period > 0 else {
      return nil
    }
    return time / period + (time % period > 0 ? 1 : 0)
  }

  /// A file that the system makes when it is read.
  private static func text(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    // More than all of a machine with thousands of processors.
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
