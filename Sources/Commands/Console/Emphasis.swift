internal import Reports

/// The little colour that help and complaints have.
struct Emphasis: Sendable {
  private let isOn: Bool

  init(_ style: OutputStyle) { isOn = style.colour }

  func strong(_ text: String) -> String { paint(text, "1") }
  func error(_ text: String) -> String { paint(text, "1;31") }
  func good(_ text: String) -> String { paint(text, "32") }
  func faint(_ text: String) -> String { paint(text, "2") }

  private func paint(_ text: String, _ parameters: String) -> String {
    isOn && !text.isEmpty ? "\u{1B}[\(parameters)m\(text)\u{1B}[0m" : text
  }
}
