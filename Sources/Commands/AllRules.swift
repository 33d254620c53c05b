internal import Diagnostics
internal import EDI
internal import Linting

/// The rules of all that this program checks: connectors and files of segments.
enum AllRules {
  static let all: [Rule] = RuleList.all + EDIRules.all
}
