internal import Language
internal import Programs
internal import Values

/// One of several ways, chosen by a setting.
struct ChosenStyle: AuthStyle {
  static let constructs: [any Construct.Type] = [ChosenAuth.self]

  private let setting: Placed<String>
  private let cases: [(name: String, style: any AuthStyle)]

  init?(_ block: Block, _ base: ConnectBase) throws(RunFailure) {
    guard let setting = block[ChosenAuth.by], let blocks = block[ChosenAuth.cases] else { return nil }
    self.setting = setting
    var cases: [(name: String, style: any AuthStyle)] = []
    for entry in blocks { cases.append((entry.name, try AuthStyleList.style(entry.value, base))) }
    self.cases = cases
  }

  func authenticator(_ connection: Connection) throws(RunFailure) -> any Authenticator {
    try chosen(connection).authenticator(connection)
  }

  func consent(_ connection: Connection) throws(RunFailure) -> ConsentFlow? {
    try chosen(connection).consent(connection)
  }

  private func chosen(_ connection: Connection) throws(RunFailure) -> any AuthStyle {
    guard let value = connection.settings[setting.value]?.templateText, !value.isEmpty else {
      throw RunFailure(
        .credentials, "the setting `\(setting.value)` decides how to sign in, and is missing",
        at: setting.range, setting: setting.value)
    }
    guard let match = cases.first(where: { $0.name == value }) else {
      let names = cases.map { "`\($0.name)`" }.joined(separator: ", ")
      throw RunFailure(
        .credentials, "the setting `\(setting.value)` must be one of \(names)", at: setting.range,
        setting: setting.value)
    }
    return match.style
  }
}
