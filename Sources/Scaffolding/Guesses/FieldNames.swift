/// Which names of a provider's field usually mean which canonical field, best first.
enum FieldNames {
  /// How well a path of the provider fits a canonical field, from 0 to 1.
  static func similarity(_ path: [String], to field: String, of model: String) -> Double {
    let name = path.map(Words.snake).joined(separator: "_")
    let last = path.last.map(Words.snake) ?? name
    if last == field, path.count == 1 { return 1 }
    if name == field { return 0.95 }
    let known = (synonyms["\(model).\(field)"] ?? []) + (synonyms[field] ?? [])
    if let rank = known.firstIndex(of: name) { return 0.9 - 0.02 * Double(min(rank, 10)) }
    // The model's own name in front says nothing: `employee_first_name`.
    if name.hasPrefix(model + "_") {
      let rest = String(name.dropFirst(model.count + 1))
      if rest == field { return 0.9 }
      if known.contains(rest) { return 0.75 }
    }
    let isContainer =
      path.count > 1
      && [
        "attributes", "fields", "personal", "profile", "details", "info", "data", "basic", "work",
        "employment", "job",
      ].contains(path.dropLast().last.map(Words.snake) ?? "")
    if isContainer {
      if last == field { return 0.9 }
      if let rank = known.firstIndex(of: last) { return 0.8 - 0.02 * Double(min(rank, 10)) }
    }
    let words = Set(Words.parts(name))
    let wanted = Set(Words.parts(field))
    return wanted.count > 1 && words == wanted ? 0.8 : 0
  }

  private static let synonyms: [String: [String]] = [
    "first_name": [
      "firstname", "given_name", "forename", "name_first", "name_given", "name_given_name",
      "legal_first_name", "givenname",
    ],
    "last_name": [
      "lastname", "family_name", "surname", "name_last", "name_family", "name_family_name", "legal_last_name",
      "familyname",
    ],
    "middle_name": ["name_middle", "middlename", "second_name"],
    "preferred_name": ["nickname", "known_as", "preferred_first_name", "name_preferred"],
    "display_name": [
      "full_name", "name", "name_display", "displayname", "fullname", "name_full", "real_name",
    ],
    "work_email": [
      "email", "email_address", "business_email", "company_email", "emailaddress", "mail", "primary_email",
      "email_work",
    ],
    "personal_email": ["private_email", "home_email", "email_personal", "email_home"],
    "work_phone": ["phone", "phone_number", "business_phone", "telephone", "office_phone", "phone_work"],
    "mobile_phone": ["mobile", "cell_phone", "cell", "mobile_number", "phone_mobile", "cellphone"],
    "home_phone": ["phone_home", "private_phone"],
    "date_of_birth": ["birth_date", "birthday", "dob", "birthdate", "born_on"],
    "national_id": [
      "ssn", "sin", "social_security_number", "social_insurance_number", "nino",
      "national_identification_number",
    ],
    "home_address": ["address", "residential_address", "addresses_home", "private_address"],
    "employee_number": [
      "staff_number", "personnel_number", "employee_no", "employee_code", "number", "badge_number",
      "worker_number", "payroll_number",
    ],
    "job_title": [
      "title", "position_title", "job", "position", "position_name", "job_name", "jobtitle", "role",
      "designation",
    ],
    "department_name": ["department", "department_name", "team", "department_title", "team_name"],
    "division_name": ["division", "business_unit"],
    "department_id": ["department_id", "department_uuid", "team_id", "org_unit_id"],
    "manager_id": [
      "supervisor_id", "reports_to_id", "reports_to", "line_manager_id", "manager", "boss_id", "superior_id",
    ],
    "work_location_name": ["location", "office", "location_name", "office_name", "site", "work_location"],
    "work_location_id": ["location_id", "office_id", "site_id"],
    "legal_entity_id": ["company_id", "employer_id", "entity_id", "organization_id"],
    "employment_status": [
      "status", "state", "employee_status", "active", "is_active", "worker_status", "employment_state",
      "lifecycle_status",
    ],
    "employment_type": [
      "contract_type", "type", "employee_type", "worker_type", "engagement_type", "employment",
    ],
    "hire_date": [
      "hired_at", "hired_on", "hired", "date_of_hire", "start_date", "joined_at", "joining_date",
      "employment_start_date", "started_at", "date_hired", "employed_since", "join_date",
    ],
    "start_date": [
      "start", "starts_on", "from", "begin_date", "starts_at", "from_date", "date_from", "begins_on",
      "start_day", "first_day",
    ],
    "end_date": [
      "end", "ends_on", "to", "until", "finish_date", "ends_at", "to_date", "date_to", "last_day", "end_day",
    ],
    "termination_date": [
      "terminated_at", "terminated_on", "end_date", "left_at", "leaving_date", "exit_date", "termination_on",
      "last_day", "employment_end_date",
    ],
    "photo_url": [
      "avatar_url", "avatar", "photo", "picture", "image_url", "picture_url", "profile_picture", "image",
    ],
    "gender": ["sex"],
    "pay_rate": ["salary", "annual_salary", "base_salary", "salary_amount", "compensation", "rate", "wage"],
    "timezone": ["time_zone", "tz"], "preferred_language": ["language", "locale"],
    "language": ["locale", "lang"],
    "weekly_hours": ["hours_per_week", "weekly_working_hours"], "fte": ["full_time_equivalent"],
    "email": ["email_address", "mail", "primary_email", "emailaddress", "contact_email"],
    "phone": ["phone_number", "telephone", "primary_phone", "mobile"],
    "username": ["user_name", "login", "handle"],
    "name": ["title", "display_name", "label", "full_name", "legal_name", "company_name", "description"],
    "title": ["name", "job_title", "label", "subject"], "legal_name": ["name", "company_name"],
    "code": ["number", "external_id", "short_name", "reference", "identifier"],
    "number": [
      "code", "doc_number", "document_number", "invoice_number", "no", "reference_number", "bill_number",
    ],
    "kind": ["type", "category", "sub_type"], "status": ["state", "status_name", "status_code"],
    "parent_id": ["parent_id", "parent", "parent_department_id"],
    "description": ["summary", "details", "notes"],
    "note": ["notes", "comment", "comments", "remarks", "reason", "description"],
    "employee_id": ["worker_id", "person_id", "user_id", "staff_id", "employee", "member_id", "assignee_id"],
    "type_name": ["policy_name", "leave_type", "type", "policy_type_display_name", "leave_type_name"],
    "type_id": ["policy_id", "leave_type_id", "absence_type_id"],
    "leave.kind": ["type", "leave_type", "policy_type", "absence_type", "category"],
    "amount": ["value", "total", "total_amount", "quantity", "days", "hours", "duration"],
    "requested_at": ["created_at", "submitted_at"],
    "approver_id": ["approved_by", "reviewer_id", "approver_id"],
    "customer_id": ["client_id", "contact_id", "customer", "debtor_id"],
    "supplier_id": ["vendor_id", "contact_id", "supplier", "creditor_id"],
    "customer_name": ["client_name", "contact_name"],
    "issue_date": [
      "date", "invoice_date", "issued_at", "issued_on", "txn_date", "bill_date", "document_date",
      "created_at",
    ],
    "due_date": ["due", "due_on", "payment_due_date", "due_at"],
    "currency": ["currency_code", "currency_iso", "ccy"],
    "total": ["total_amount", "amount", "amount_total", "gross_total", "grand_total", "total_amt"],
    "balance": ["amount_due", "balance_due", "outstanding", "open_amount", "due_amount", "remaining_amount"],
    "subtotal": ["sub_total", "net_total", "net_amount"],
    "tax_total": ["total_tax", "tax_amount", "tax", "vat_amount"],
    "amount_paid": ["paid_amount", "total_paid"], "memo": ["message", "customer_memo"],
    "reference": ["ref", "reference_number", "external_reference"],
    "date": [
      "day", "work_date", "transaction_date", "entry_date", "occurred_on", "payment_date", "spent_date",
    ],
    "duration_minutes": ["minutes", "duration", "total_minutes"],
    "start_at": ["start", "started_at", "start_time", "clock_in", "starts_at"],
    "end_at": ["end", "ended_at", "end_time", "clock_out", "ends_at", "finished_at"],
    "project_id": ["project"], "task_id": ["task"], "billable": ["is_billable"],
    "active": ["is_active", "enabled"],
    "sent_at": ["created_at", "timestamp", "date", "posted_at", "sent_on"],
    "last_login_at": ["last_login", "last_sign_in_at", "last_seen_at"],
    "url": ["web_url", "link", "html_url", "permalink"],
    "company_name": ["company", "organization", "organisation"], "website": ["url", "web_site", "homepage"],
    "billing_address": ["address", "billing_addr", "bill_to"],
    "shipping_address": ["shipping_addr", "ship_to", "delivery_address"],
    "tax_number": ["vat_number", "tax_id", "vat_id"], "candidate_id": ["applicant_id", "candidate"],
    "plan_id": ["policy_id", "plan"],
    "period_start": ["start_date", "from", "pay_period_start", "period_begin"],
    "period_end": ["end_date", "to", "pay_period_end"],
    "pay_date": ["payment_date", "paid_on", "check_date", "payday"], "payroll_id": ["pay_run_id", "payroll"],
    "account_id": ["account", "bank_account_id"], "subscriber_id": ["employee_id", "primary_member_id"],
    "learner_id": ["user_id", "student_id", "employee_id"], "course_id": ["course", "training_id"],
    "classification": ["type", "class", "account_type"],
    "admin": ["is_admin", "administrator"], "employee_count": ["headcount"], "city": ["town"],
    "postal_code": ["zip", "zip_code", "postcode", "zipcode", "postal"],
    "region": ["state", "province", "county", "state_code"], "country": ["country_code", "country_iso"],
  ]
}
