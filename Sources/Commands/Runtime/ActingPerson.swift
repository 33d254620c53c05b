internal import Glibc

/// Who does what a command does, as the store writes it down.
enum ActingPerson {
  /// Says who acts where the account of the system does not: in CI, behind a scheduler.
  static let variable = "CONNECTOR_ACTOR"

  static func name(_ environment: [String: String]) -> String {
    if let given = environment[variable], !given.isEmpty { return given }
    let user = geteuid()
    guard let entry = getpwuid(user), let name = entry.pointee.pw_name else { return "user \(user)" }
    return String(cString: name)
  }
}
