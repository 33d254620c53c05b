/// Where the system wants files that can be made again at any time.
enum CacheFolder {
  /// The folder for one purpose; nil where the environment names no place.
  static func path(_ purpose: String, _ environment: [String: String]) -> String? {
    if let folder = environment["XDG_CACHE_HOME"], folder.hasPrefix("/") {
      return Paths.joined(folder, "connector/\(purpose)")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return Paths.joined(home, ".cache/connector/\(purpose)")
  }
}
