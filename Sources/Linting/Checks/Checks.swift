package import Diagnostics
internal import Language
internal import YAML

/// The checks in the order in which they run; a new one is a file beside this and a line here.
enum Checks {
  static let all: [any Check.Type] = [
    LoopNameCheck.self, GivenNameCheck.self, SliceNameCheck.self,
    WordSlipCheck.self, WholeAddressCheck.self,
    AuthCheck.self, AssertionClaimsCheck.self, AuthChoiceCheck.self,
    ChangesCheck.self, ChangesEvidenceCheck.self, ChangesMomentCheck.self,
    HeaderSlipCheck.self,
    PagingCheck.self, PagingEndCheck.self, PagingEvidenceCheck.self, PagingTokenCheck.self,
    PageCountCheck.self,
    RateErrorsCheck.self, RateErrorTextCheck.self, RateLimitCheck.self, QuotaCheck.self,
    RequestBodyCheck.self, RequestEvidenceCheck.self, RequestFieldNamesCheck.self, RequestGraphQLCheck.self,
    RequestPathCheck.self,
    RequestStreamCheck.self, SliceCheck.self,
    RequestInputCheck.self,
    RequestUnsentCheck.self,
    SecurityAddressCheck.self, SecuritySecretCheck.self,
    SettingReferenceCheck.self,
    SettingsCheck.self, SettingValueCheck.self,
    SignInScopeCheck.self, SignInRequestCheck.self,
    TestCheck.self,
    TestActionCheck.self,
    TestDeliveryCheck.self,
    TestExpectationCheck.self,
    TestFailureCheck.self,
    TestRecordingCheck.self,
    TestRedactionCheck.self,
    TestSentWordsCheck.self,
    TestSettingsCheck.self, TestSettingsSentCheck.self,
    TestUnsaidCheck.self, TestBeginningCheck.self, TestAccountCheck.self,
    TestValueCheck.self,
    ExpectedOutcomeCheck.self,
    WebhookCheck.self,
    WebhookEventCheck.self, WebhookIdentityCheck.self,
    WebhookSplitCheck.self, DeliveryAnswerCheck.self,
    AddressSlipCheck.self, NameSlipCheck.self,
    ConstantCheck.self, ChoiceTitleCheck.self,
    DefaultSaidCheck.self, DocumentationCheck.self, SettingFormCheck.self, OddOneOutCheck.self,
    PageEndUnreadCheck.self, LostPlaceCheck.self,
  ]
}

/// Every rule there is.
package enum RuleList {
  package static let all: [Rule] =
    YAMLRules.all + SpecRules.all + ExpressionRules.all + MappingRules.all + ModelCheck.rules
    + IgnoreRules.all
    + Checks.all.flatMap { $0.rules }

  private static let byID = Dictionary(all.map { ($0.id, $0) }) { first, _ in first }

  package static func rule(_ id: String) -> Rule? { byID[id] }
}
