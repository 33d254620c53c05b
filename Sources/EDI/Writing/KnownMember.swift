internal import Cryptography

/// What a partner knows of a member, or should: marks of what was said, not what was said.
package struct KnownMember: Sendable, Hashable {
  package struct Coverage: Sendable, Hashable {
    let mark: String
    let isEnded: Bool
  }

  let mark: String
  package let isEnded: Bool
  let coverages: [String: Coverage]

  init(mark: String, isEnded: Bool, coverages: [String: Coverage]) {
    self.mark = mark
    self.isEnded = isEnded
    self.coverages = coverages
  }

  /// A mark that changes whenever a text does.
  static func mark(_ text: String) -> String {
    HashFunction.sha256.digest(Array(text.utf8)).prefix(12).map(\.hexadecimal).joined()
  }
}

// MARK: As text, for a ledger

extension KnownMember {
  /// `mark`, then `;id=mark` for each coverage, `!` before the mark of one that ended.
  package var text: String {
    var text = mark
    for (id, coverage) in coverages.sorted(by: { $0.key < $1.key }) {
      text += ";\(Self.escaped(id))=\(coverage.isEnded ? "!" : "")\(coverage.mark)"
    }
    return text
  }

  package init(text: String, isEnded: Bool) {
    let parts = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)
    var coverages: [String: Coverage] = [:]
    for part in parts.dropFirst() {
      guard let sign = part.lastIndex(of: "=") else { continue }
      let value = part[part.index(after: sign)...]
      let isEnded = value.first == "!"
      coverages[Self.unescaped(part[..<sign])] = Coverage(
        mark: String(isEnded ? value.dropFirst() : value), isEnded: isEnded)
    }
    self.init(mark: parts.first ?? "", isEnded: isEnded, coverages: coverages)
  }

  private static func escaped(_ text: String) -> String {
    text.map { $0 == "%" ? "%25" : $0 == ";" ? "%3B" : $0 == "=" ? "%3D" : String($0) }.joined()
  }

  private static func unescaped(_ text: Substring) -> String {
    var result = ""
    var rest = text
    while let first = rest.first {
      let code = rest.prefix(3)
      let plain: Character? = code == "%25" ? "%" : code == "%3B" ? ";" : code == "%3D" ? "=" : nil
      result.append(plain ?? first)
      rest = rest.dropFirst(plain == nil ? 1 : 3)
    }
    return result
  }
}

extension UInt8 {
  fileprivate var hexadecimal: String {
    let text = String(self, radix: 16)
    return text.utf8.count == 1 ? "0" + text : text
  }
}
