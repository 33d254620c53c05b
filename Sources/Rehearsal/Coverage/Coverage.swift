package import Diagnostics

/// What of a connector its cases show, and what nobody has seen yet.
package struct Coverage: Sendable {
  /// What is counted, in the order of reports.
  package enum Kind: String, Sendable, CaseIterable {
    case fields
    case arms = "enum_arms"
    case pages = "page_endings"
    case rules = "error_rules"
    case streams, events, actions
    case signIns = "sign_ins"
  }

  /// Something that a connector says, and whether a case came by it.
  package struct Item: Sendable {
    package let kind: Kind
    /// `employee.hire_date`, `employees: a short page`.
    package let name: String
    package let place: SourceRange
    package let isSeen: Bool
    /// What would show it, in a few words.
    package let wanted: String
  }

  /// How many of something were seen.
  package struct Count: Sendable, Equatable {
    package let seen: Int
    package let all: Int

    package init(seen: Int, all: Int) {
      self.seen = seen
      self.all = all
    }
  }

  package let connector: String
  /// By kind, and then in the order of the files.
  package let items: [Item]

  package func count(_ kind: Kind) -> Count {
    let own = items.filter { $0.kind == kind }
    return Count(seen: own.count(where: \.isSeen), all: own.count)
  }

  package var total: Count { Count(seen: items.count(where: \.isSeen), all: items.count) }

  package var unseen: [Item] { items.filter { !$0.isSeen } }

  /// The share that was seen, rounded down so that only all of it is 100.
  package var percent: Int { total.all == 0 ? 100 : total.seen * 100 / total.all }
}
