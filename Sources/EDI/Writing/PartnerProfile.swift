/// What a trading partner wants of files: who is who, separators, codes, form and name.
package struct PartnerProfile: Sendable {
  /// How the file is written.
  package enum Form: Sendable {
    case x12, csv, fixedWidth, xml
  }

  /// A party of the file.
  package struct Party: Sendable {
    package var name = ""
    /// `FI`, `24`, `94` or `XV`.
    package var kind = "FI"
    package var number = ""

    package init(name: String = "", kind: String = "FI", number: String = "") {
      self.name = name
      self.kind = kind
      self.number = number
    }
  }

  /// A column of files that are no X12.
  package struct Column: Sendable {
    package enum Alignment: Sendable {
      case left, right, zeros
    }

    package var title: String
    /// `last_name`, `home.city`, `coverage.plan`; nil where the same stands for everybody.
    package var field: String?
    package var constant = ""
    package var width = 0
    package var alignment = Alignment.left
    /// What is written for some values; `*` for all others.
    package var values: [String: String] = [:]

    package init(title: String, field: String?) {
      self.title = title
      self.field = field
    }
  }

  /// How days are written in columns.
  package enum DayForm: Sendable {
    case dashes, compact, slashes
  }

  package var form = Form.x12
  package var sender = ""
  package var senderKind = "ZZ"
  package var receiver = ""
  package var receiverKind = "ZZ"
  package var usage = "T"
  package var delimiters = Delimiters.usual
  package var hasLineBreaks = true
  package var wantsAnswer = false
  package var sponsor = Party()
  package var payer = Party()
  package var policy: String?
  /// Members of one transaction set at most.
  package var membersPerSet = 10_000
  /// Qualifiers of REF by field of the member.
  package var references: [(field: String, qualifier: String)] = []
  /// The partner's plan codes by ours.
  package var plans: [String: String] = [:]
  package var columns: [Column] = []
  /// Between the values of CSV.
  package var separator = ","
  package var hasHeader = true
  package var days = DayForm.dashes
  /// The outermost element of XML, that of a row, and the namespace of both.
  package var root = "enrolments"
  package var row = "enrolment"
  package var namespace: String?

  package init() {}

  /// The series that control numbers for this partner belong to: a receiver tells numbers apart by who sent them.
  package var series: String { "x12 \(senderKind):\(sender)>\(receiverKind):\(receiver)" }
}
