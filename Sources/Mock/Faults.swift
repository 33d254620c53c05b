internal import Synchronization

/// What a pretend provider does wrong, and how often.
package final class Faults: Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case throttle = "429"
    case failure = "500"
    case slow, cut
    case duplicatePage = "duplicate-page"
    case shiftingPages = "shifting-pages"
    case expiredToken = "expired-token"
  }

  /// Of a thousand requests, how many.
  private let shares: [(kind: Kind, thousandths: Int)]
  private let random: Mutex<UInt64>

  package static let none = Faults([])

  package init(_ shares: [(kind: Kind, thousandths: Int)], seed: UInt64 = 1) {
    self.shares = shares
    random = Mutex(seed)
  }

  /// Reads `429:0.1,cut,slow:0.5`; a fault without a share befalls one request in ten.
  package convenience init(reading text: String, seed: UInt64 = 1) throws(Problem) {
    var shares: [(kind: Kind, thousandths: Int)] = []
    for word in text.split(separator: ",") {
      let parts = word.split(separator: ":", maxSplits: 1)
      guard let kind = Kind(rawValue: String(parts.first ?? "")) else {
        throw Problem(
          message: "`\(word)` is no fault; there are \(Kind.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      var thousandths = 100
      if parts.count > 1 {
        guard let share = Double(String(parts[1])), (0...1).contains(share) else {
          throw Problem(message: "the share of `\(kind.rawValue)` is a number from 0 to 1")
        }
        thousandths = Int(share * 1000)
      }
      shares.append((kind, thousandths))
    }
    self.init(shares, seed: seed)
  }

  package struct Problem: Error, Sendable, Hashable {
    package let message: String
  }

  /// The fault of the next request; the same order for the same seed.
  func next() -> Kind? {
    for share in shares where roll() < share.thousandths { return share.kind }
    return nil
  }

  private func roll() -> Int {
    random.withLock { state in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % 1000)
    }
  }
}
