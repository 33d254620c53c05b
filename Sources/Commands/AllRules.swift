internal import Diagnostics
internal import EDI
internal import Linting
internal import Rehearsal

/// The rules of all that this program checks: connectors and files of segments.
enum AllRules {
  static let all: [Rule] = RuleList.all + RunRules.all + EDIRules.all
}
