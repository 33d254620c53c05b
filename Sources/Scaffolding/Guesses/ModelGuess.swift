internal import Language

/// Finds the canonical model that a stream's records most likely are.
enum ModelGuess {
  static func model(for resource: String, models: ModelCatalogue) -> Guess<Model>? {
    let name = Words.singular(resource)
    if let model = models[name] { return Guess(model, 0.9, "`\(resource)` is the model's own name") }
    if let known = synonyms.first(where: { $0.names.contains(name) }), let model = models[known.model] {
      return Guess(model, 0.8, "`\(resource)` usually are \(model.plural)")
    }
    // `hr_employees`, `employee_profiles`: a word of the name says it.
    let parts = Words.parts(name)
    for part in parts.reversed() {
      let single = Words.singular(part)
      if let model = models[single]
        ?? synonyms.first(where: { $0.names.contains(single) }).flatMap({ models[$0.model] })
      {
        return Guess(model, 0.6, "`\(part)` in `\(resource)`")
      }
    }
    return nil
  }

  private static let synonyms: [(model: String, names: Set<String>)] = [
    (
      "employee",
      [
        "employee", "worker", "staff", "person", "personnel", "associate", "colleague", "team_member",
        "staff_member", "collaborator",
      ]
    ),
    (
      "department",
      ["team", "division", "org_unit", "organization_unit", "cost_center", "cost_centre", "business_unit"]
    ),
    ("location", ["office", "site", "branch", "workplace", "work_location"]),
    ("legal_entity", ["company", "employer", "entity", "subsidiary"]),
    (
      "leave",
      [
        "time_off", "absence", "vacation", "timeoff", "time_off_request", "leave_request", "holiday_request",
        "absence_request",
      ]
    ),
    ("leave_balance", ["time_off_balance", "accrual", "leave_entitlement"]),
    (
      "time_entry",
      [
        "timesheet", "time_record", "attendance", "timelog", "time_log", "timesheet_entry", "worklog",
        "clock_entry",
      ]
    ),
    ("position", ["job", "role", "job_title", "post"]),
    ("job_posting", ["vacancy", "opening", "requisition", "job_opening", "posting"]),
    ("candidate", ["applicant", "application", "prospect"]),
    ("payroll", ["pay_run", "payrun", "pay_period", "payroll_run"]),
    ("pay_statement", ["payslip", "pay_slip", "paystub", "pay_stub", "paycheck", "payment_slip"]),
    ("customer", ["client", "debtor", "buyer"]),
    ("supplier", ["vendor", "creditor", "payee"]),
    ("invoice", ["sales_invoice", "sale"]),
    ("bill", ["purchase_invoice", "vendor_bill", "supplier_invoice", "expense"]),
    ("payment", ["receipt", "charge", "payout", "transfer"]),
    ("account", ["ledger_account", "gl_account", "chart_of_account"]),
    ("tax_rate", ["tax", "tax_code", "vat_rate"]),
    ("journal_entry", ["journal", "manual_journal"]),
    ("user", ["member_user", "login", "operator", "seat"]),
    ("group", ["user_group", "usergroup", "distribution_list", "squad"]),
    ("channel", ["conversation", "room", "chat", "thread", "inbox"]),
    ("message", ["mail", "email", "post_message", "sms", "comment"]),
    ("file", ["document", "attachment", "upload"]),
    ("folder", ["directory_folder"]),
    ("event", ["meeting", "appointment", "calendar_event"]),
    ("course", ["training", "learning_item", "module"]),
    ("completion", ["enrollment", "enrolment", "course_completion"]),
    ("learner", ["student", "trainee"]),
    ("certificate", ["certification", "credential_certificate"]),
    ("member", ["insured", "enrollee", "beneficiary", "plan_member", "dependent"]),
    ("plan", ["benefit_plan", "policy", "insurance_plan"]),
    ("coverage", ["enrollment_coverage", "election"]),
    ("claim", ["insurance_claim"]),
    ("contribution", ["deposit_contribution"]),
    ("background_report", ["report", "background_check", "screening"]),
    ("task", ["todo", "issue", "ticket"]),
    ("project", ["job_project", "engagement"]),
  ]

  /// The category of a provider whose streams give these models.
  static func category(of models: [Model]) -> Guess<String>? {
    var counts: [(area: ModelArea, count: Int)] = []
    for model in models {
      guard let area = model.area, area != .common else { continue }
      if let index = counts.firstIndex(where: { $0.area == area }) {
        counts[index].count += 1
      } else {
        counts.append((area, 1))
      }
    }
    guard let best = counts.max(by: { $0.count < $1.count }) else { return nil }
    let word: Category =
      switch best.area {
      case .hris: .hris
      case .payroll: .payroll
      case .accounting: .accounting
      case .benefits: .insurance
      case .pension: .pension
      case .learning: .learning
      case .communication: .communication
      case .documents: .documents
      case .time: .time_tracking
      case .screening: .background_check
      case .recruiting: .recruiting
      case .calendar: .calendar
      case .common: .generic
      }
    return Guess(word.rawValue, 0.7, "what the streams hold")
  }
}
