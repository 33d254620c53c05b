package import Diagnostics

/// What of a suite's subject its cases show, as machines are told of it.
package struct ReportedCoverage: Sendable {
  /// How many of one kind of thing were seen.
  package struct Count: Sendable {
    package let kind: String
    package let seen: Int
    package let all: Int

    package init(_ kind: String, seen: Int, all: Int) {
      self.kind = kind
      self.seen = seen
      self.all = all
    }
  }

  /// Something that no case came by.
  package struct Gap: Sendable {
    package let kind: String
    package let name: String
    package let place: SourceRange
    /// What would show it.
    package let wanted: String

    package init(_ kind: String, _ name: String, at place: SourceRange, wanted: String) {
      self.kind = kind
      self.name = name
      self.place = place
      self.wanted = wanted
    }
  }

  package let suite: String
  package let percent: Int
  package let counts: [Count]
  package let gaps: [Gap]

  package init(suite: String, percent: Int, counts: [Count], gaps: [Gap]) {
    self.suite = suite
    self.percent = percent
    self.counts = counts
    self.gaps = gaps
  }
}

extension ReportedCoverage {
  var json: JSONText {
    .members([
      "connector": .string(suite), "percent": .int(percent),
      "counts": .array(
        counts.map { .members(["kind": .string($0.kind), "seen": .int($0.seen), "all": .int($0.all)]) }),
      "unseen": .array(
        gaps.map {
          .members([
            "kind": .string($0.kind), "name": .string($0.name), "wanted": .string($0.wanted),
            "range": JSONReport.range($0.place),
          ])
        }),
    ])
  }
}
