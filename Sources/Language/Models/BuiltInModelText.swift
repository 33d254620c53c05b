// Generated from schemas/models by `make generate`; do not edit.

/// The text of `schemas/models/*.json`, so that one file is the whole program.
enum BuiltInModelText {
  static let files: [(name: String, text: String)] = [
    (
      "account.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:account:1",
        "title": "Account",
        "description": "One account of the chart of accounts.",
        "type": "object",
        "x-model": "account",
        "x-plural": "accounts",
        "x-area": "accounting",
        "x-identity": ["code"],
        "required": ["name", "classification"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "Nominal code.", "x-pii": "none"},
          "full_name": {"$ref": "types.json#/$defs/text", "description": "Name with the names of the accounts above.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What is booked here.", "x-pii": "none"},
          "classification": {
            "$ref": "types.json#/$defs/enum",
            "description": "Side of the books.",
            "x-pii": "none",
            "x-enum": {
              "asset": "Asset.",
              "liability": "Liability.",
              "equity": "Equity.",
              "revenue": "Revenue.",
              "expense": "Expense.",
              "unknown": "No other value fits the source's text."
            }
          },
          "type": {
            "$ref": "types.json#/$defs/enum",
            "description": "Finer sort within the classification.",
            "x-pii": "none",
            "x-enum": {
              "bank": "Bank or cash.",
              "receivable": "Accounts receivable.",
              "current_asset": "Current asset.",
              "inventory": "Inventory.",
              "fixed_asset": "Fixed asset.",
              "other_asset": "Other asset.",
              "payable": "Accounts payable.",
              "credit_card": "Credit card.",
              "current_liability": "Current liability.",
              "long_term_liability": "Long-term liability.",
              "equity": "Equity.",
              "income": "Income.",
              "other_income": "Other income.",
              "cost_of_sales": "Cost of sales.",
              "expense": "Expense.",
              "other_expense": "Other expense.",
              "depreciation": "Depreciation.",
              "non_posting": "Outside the ledger.",
              "unknown": "No other value fits the source's text."
            }
          },
          "subtype": {"$ref": "types.json#/$defs/text", "description": "Finer sort in the source's words.", "x-pii": "none"},
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Account above.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the account.", "x-pii": "none"},
          "current_balance": {"$ref": "types.json#/$defs/money", "description": "Balance at the time of reading.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether new entries may use it.",
            "x-pii": "none",
            "x-enum": {
              "active": "In use.",
              "archived": "Kept for history, not for new records.",
              "pending": "Not yet usable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Usual tax rate.", "x-pii": "none"},
          "is_bank": {"$ref": "types.json#/$defs/boolean", "description": "Reconciled with a bank.", "x-pii": "none"},
          "bank_account_number": {"$ref": "types.json#/$defs/text", "description": "Number at the bank.", "x-pii": "financial"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          }
        }
      }
      """#
    ),
    (
      "background_report.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:background_report:1",
        "title": "Background report",
        "description": "One background check of one candidate: status says how far it is, result what was found. Off unless turned on.",
        "type": "object",
        "x-model": "background_report",
        "x-plural": "background_reports",
        "x-area": "screening",
        "x-identity": [],
        "x-access": "restricted",
        "required": ["candidate_id", "status"],
        "properties": {
          "candidate_id": {"$ref": "types.json#/$defs/reference", "x-model": "candidate", "description": "Whose background.", "x-pii": "none"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind the candidate.",
            "x-pii": "none"
          },
          "package_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "screening_package",
            "description": "What was ordered.",
            "x-pii": "none"
          },
          "package_name": {"$ref": "types.json#/$defs/text", "description": "What was ordered, by name.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far it is.",
            "x-pii": "none",
            "x-enum": {
              "pending": "Ordered, not begun.",
              "in_progress": "Under way.",
              "completed": "Done.",
              "suspended": "Waiting for the candidate.",
              "disputed": "The candidate objects.",
              "cancelled": "Withdrawn.",
              "expired": "Too old to be used.",
              "unknown": "No other value fits the source's text."
            }
          },
          "result": {
            "$ref": "types.json#/$defs/enum",
            "description": "What was found.",
            "x-pii": "criminal",
            "x-enum": {
              "clear": "Nothing to consider.",
              "consider": "Something to consider.",
              "fail": "Does not meet the requirements.",
              "unknown": "No other value fits the source's text."
            }
          },
          "assessment": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the employer's rules say.",
            "x-pii": "criminal",
            "x-enum": {
              "eligible": "May be hired.",
              "review": "To be looked at.",
              "escalated": "To be decided higher up.",
              "unknown": "No other value fits the source's text."
            }
          },
          "adjudication": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the employer decided.",
            "x-pii": "criminal",
            "x-enum": {
              "engaged": "Goes on with the candidate.",
              "pre_adverse": "Has announced a refusal.",
              "adverse": "Has refused.",
              "unknown": "No other value fits the source's text."
            }
          },
          "checks": {
            "type": "array",
            "description": "Single checks.",
            "x-pii": "criminal",
            "items": {
              "type": "object",
              "required": ["kind"],
              "properties": {
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What is checked.",
                  "x-pii": "criminal",
                  "x-enum": {
                    "identity": "Identity.",
                    "criminal": "Criminal records.",
                    "sex_offender": "Sex offender registers.",
                    "watchlist": "Watch lists and sanctions.",
                    "motor_vehicle": "Driving record.",
                    "employment": "Earlier employment.",
                    "education": "Education.",
                    "licence": "Professional licence.",
                    "credit": "Credit.",
                    "drug": "Drug test.",
                    "health": "Health examination.",
                    "reference": "References.",
                    "right_to_work": "Right to work.",
                    "social": "Public media.",
                    "other": "Another check, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "name": {"$ref": "types.json#/$defs/text", "description": "Text of the source.", "x-pii": "none"},
                "status": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "How far it is.",
                  "x-pii": "none",
                  "x-enum": {
                    "pending": "Not done.",
                    "in_progress": "Under way.",
                    "completed": "Done.",
                    "suspended": "Waiting.",
                    "disputed": "The candidate objects.",
                    "cancelled": "Withdrawn.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "result": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What was found.",
                  "x-pii": "criminal",
                  "x-enum": {
                    "clear": "Nothing to consider.",
                    "consider": "Something to consider.",
                    "fail": "Does not meet the requirements.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "jurisdiction": {"$ref": "types.json#/$defs/text", "description": "Court, province or state.", "x-pii": "none"},
                "completed_at": {"$ref": "types.json#/$defs/instant", "description": "When it was done.", "x-pii": "none"}
              }
            }
          },
          "score": {"$ref": "types.json#/$defs/decimal", "description": "Score, where the source gives one.", "x-pii": "criminal"},
          "ordered_at": {"$ref": "types.json#/$defs/instant", "description": "When it was ordered.", "x-pii": "none"},
          "completed_at": {"$ref": "types.json#/$defs/instant", "description": "When it was done.", "x-pii": "none"},
          "revised_at": {"$ref": "types.json#/$defs/instant", "description": "When it was last changed after completion.", "x-pii": "none"},
          "estimated_completion_at": {"$ref": "types.json#/$defs/instant", "description": "When it is expected.", "x-pii": "none"},
          "expires_at": {"$ref": "types.json#/$defs/instant", "description": "When it can no longer be used.", "x-pii": "none"},
          "work_country": {"$ref": "types.json#/$defs/country", "description": "Country of the work.", "x-pii": "none"},
          "work_region": {"$ref": "types.json#/$defs/region", "description": "Province or state of the work.", "x-pii": "none"},
          "file_ids": {
            "type": "array",
            "description": "The report as documents.",
            "x-pii": "criminal",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "file"}
          },
          "tags": {"type": "array", "description": "Labels.", "x-pii": "none", "items": {"$ref": "types.json#/$defs/text"}},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the report.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "bank_transaction.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:bank_transaction:1",
        "title": "Bank transaction",
        "description": "One line of a bank or card statement, as the bank reports it.",
        "type": "object",
        "x-model": "bank_transaction",
        "x-plural": "bank_transactions",
        "x-area": "accounting",
        "x-identity": ["reference"],
        "required": ["account_id", "date", "amount"],
        "properties": {
          "account_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "account",
            "description": "The ledger's account for this bank account.",
            "x-pii": "none"
          },
          "date": {"$ref": "types.json#/$defs/date", "description": "Day it was booked by the bank.", "x-pii": "none"},
          "value_date": {"$ref": "types.json#/$defs/date", "description": "Day from which it bears interest.", "x-pii": "none"},
          "amount": {"$ref": "types.json#/$defs/money", "description": "Positive for money in, negative for money out.", "x-pii": "financial"},
          "balance": {"$ref": "types.json#/$defs/money", "description": "Balance after it.", "x-pii": "financial"},
          "description": {"$ref": "types.json#/$defs/text", "description": "Text of the bank.", "x-pii": "personal"},
          "counterparty": {"$ref": "types.json#/$defs/text", "description": "Name of the other side.", "x-pii": "personal"},
          "counterparty_account": {"$ref": "types.json#/$defs/text", "description": "Account of the other side.", "x-pii": "financial"},
          "reference": {"$ref": "types.json#/$defs/text", "description": "Reference of the bank.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of movement.",
            "x-pii": "none",
            "x-enum": {
              "card": "Card payment.",
              "transfer": "Transfer.",
              "debit": "Direct debit.",
              "deposit": "Deposit.",
              "withdrawal": "Withdrawal.",
              "fee": "Bank fee.",
              "interest": "Interest.",
              "cheque": "Cheque.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State at the bank.",
            "x-pii": "none",
            "x-enum": {"pending": "Not final.", "booked": "Final.", "reversed": "Undone.", "unknown": "No other value fits the source's text."}
          },
          "feed": {"$ref": "types.json#/$defs/text", "description": "Where the line came from.", "x-pii": "none"},
          "reconciliation_state": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether the books agree.",
            "x-pii": "none",
            "x-enum": {
              "unreconciled": "No bank line found yet.",
              "matched": "A bank line is proposed.",
              "reconciled": "A bank line is confirmed.",
              "unknown": "No other value fits the source's text."
            }
          },
          "payment_ids": {
            "type": "array",
            "description": "Payments it stands for.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "payment"}
          },
          "matched_by": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who matched it.",
            "x-pii": "none",
            "x-enum": {
              "provider": "By the accounting system.",
              "rule": "By a rule of ours.",
              "person": "By hand.",
              "unknown": "No other value fits the source's text."
            }
          },
          "match_rule": {"$ref": "types.json#/$defs/text", "description": "Rule that matched it.", "x-pii": "none"},
          "match_score": {"$ref": "types.json#/$defs/percent", "description": "Confidence of the match.", "x-pii": "none"},
          "match_difference": {"$ref": "types.json#/$defs/money", "description": "Line less the payments.", "x-pii": "none"},
          "reconciled_at": {"$ref": "types.json#/$defs/instant", "description": "When it was confirmed.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "benefit.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:benefit:1",
        "title": "Benefit",
        "description": "What one member is entitled to under one retirement plan.",
        "type": "object",
        "x-model": "benefit",
        "x-plural": "benefits",
        "x-area": "pension",
        "x-identity": [],
        "required": ["pension_member_id", "kind"],
        "properties": {
          "pension_member_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "pension_member",
            "description": "The member.",
            "x-pii": "none"
          },
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "The plan.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Kind of plan.",
            "x-pii": "none",
            "x-enum": {
              "db": "Defined benefit registered pension plan.",
              "dc": "Defined contribution registered pension plan.",
              "hybrid": "Both defined benefit and defined contribution.",
              "rrsp": "Group registered retirement savings plan.",
              "dpsp": "Deferred profit sharing plan.",
              "tfsa": "Group tax-free savings account.",
              "fhsa": "First home savings account.",
              "prpp": "Pooled registered plan, with the Quebec VRSP.",
              "non_registered": "Non-registered savings.",
              "lira": "Locked-in account after leaving a plan.",
              "us_401k": "United States 401(k).",
              "us_roth_401k": "United States Roth 401(k).",
              "us_403b": "United States 403(b).",
              "us_457b": "United States 457(b).",
              "us_simple_ira": "United States SIMPLE IRA.",
              "workplace_pension": "British auto-enrolment scheme.",
              "superannuation": "Australian superannuation fund.",
              "other": "Another kind, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "as_of": {"$ref": "types.json#/$defs/date", "description": "Day the amounts are true for.", "x-pii": "none"},
          "accrued_amount": {"$ref": "types.json#/$defs/money", "description": "Pension earned so far.", "x-pii": "financial"},
          "accrued_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the accrued amount pays for.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "commuted_value": {"$ref": "types.json#/$defs/money", "description": "Value as a lump sum.", "x-pii": "financial"},
          "account_balance": {"$ref": "types.json#/$defs/money", "description": "Balance, in plans with accounts.", "x-pii": "financial"},
          "credited_service_years": {"$ref": "types.json#/$defs/decimal", "description": "Years that count.", "x-pii": "none"},
          "best_average_earnings": {"$ref": "types.json#/$defs/money", "description": "Average earnings the formula uses.", "x-pii": "financial"},
          "normal_retirement_date": {"$ref": "types.json#/$defs/date", "description": "Day of the full pension.", "x-pii": "none"},
          "earliest_retirement_date": {"$ref": "types.json#/$defs/date", "description": "First day a pension can start.", "x-pii": "none"},
          "pension_start_date": {"$ref": "types.json#/$defs/date", "description": "First day the pension is paid.", "x-pii": "none"},
          "form": {
            "$ref": "types.json#/$defs/enum",
            "description": "How long it is paid.",
            "x-pii": "none",
            "x-enum": {
              "life": "For life.",
              "joint_survivor": "For life, then to the survivor.",
              "guaranteed": "For life, at least for a period.",
              "lump_sum": "At once.",
              "drawdown": "From an account, as the member asks.",
              "unknown": "No other value fits the source's text."
            }
          },
          "guarantee_years": {"$ref": "types.json#/$defs/integer", "description": "Years guaranteed.", "x-pii": "none"},
          "survivor_percent": {"$ref": "types.json#/$defs/percent", "description": "Share the survivor receives.", "x-pii": "none"},
          "indexed": {"$ref": "types.json#/$defs/boolean", "description": "Rises with prices.", "x-pii": "none"},
          "bridge_amount": {"$ref": "types.json#/$defs/money", "description": "Paid until the public pension starts.", "x-pii": "financial"},
          "vested": {"$ref": "types.json#/$defs/boolean", "description": "The entitlement cannot be lost.", "x-pii": "none"},
          "locked_in": {"$ref": "types.json#/$defs/boolean", "description": "May be used for retirement income only.", "x-pii": "none"},
          "jurisdiction": {"$ref": "types.json#/$defs/region", "description": "Province or authority whose law applies.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the entitlement.",
            "x-pii": "none",
            "x-enum": {
              "accruing": "Grows with service.",
              "deferred": "Waits for retirement.",
              "in_payment": "Is paid.",
              "settled": "Paid out or transferred.",
              "ended": "Nothing more is due.",
              "unknown": "No other value fits the source's text."
            }
          }
        }
      }
      """#
    ),
    (
      "bill.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:bill:1",
        "title": "Bill",
        "description": "One document received from a supplier that says what we owe: a purchase invoice, or a supplier's credit note.",
        "type": "object",
        "x-model": "bill",
        "x-plural": "bills",
        "x-area": "accounting",
        "x-identity": ["number"],
        "required": ["document_kind", "supplier_id", "issue_date", "status", "currency", "total", "balance"],
        "properties": {
          "document_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of document.",
            "x-pii": "none",
            "x-enum": {
              "invoice": "The ordinary demand for payment.",
              "credit_note": "Reduces what is owed; amounts stay positive.",
              "debit_note": "Raises what is owed.",
              "receipt": "Paid on the spot.",
              "proforma": "Not yet a demand for payment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "number": {"$ref": "types.json#/$defs/text", "description": "Number as shown.", "x-pii": "none"},
          "supplier_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "supplier",
            "description": "Supplier it comes from.",
            "x-pii": "none"
          },
          "supplier_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Name of the supplier as the document shows it.",
            "x-pii": "personal"
          },
          "issue_date": {"$ref": "types.json#/$defs/date", "description": "Date of the document.", "x-pii": "none"},
          "due_date": {"$ref": "types.json#/$defs/date", "description": "Last day to pay.", "x-pii": "none"},
          "paid_date": {"$ref": "types.json#/$defs/date", "description": "Day it was settled in full.", "x-pii": "none"},
          "service_period_start": {"$ref": "types.json#/$defs/date", "description": "First day of what is charged for.", "x-pii": "none"},
          "service_period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of what is charged for.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State in the books; overdue is derived from due_date and balance and never stored.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Being written, not booked.",
              "submitted": "Waiting for approval.",
              "approved": "Approved, not yet sent or booked.",
              "open": "Booked and owed in full.",
              "partially_paid": "Booked and owed in part.",
              "paid": "Settled in full.",
              "void": "Cancelled after booking; keeps its number.",
              "written_off": "Given up as uncollectable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of every amount.", "x-pii": "none"},
          "exchange_rate": {"$ref": "types.json#/$defs/decimal", "description": "Base currency for one unit of currency.", "x-pii": "none"},
          "base_currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the books.", "x-pii": "none"},
          "tax_inclusive": {
            "$ref": "types.json#/$defs/boolean",
            "description": "Line amounts include tax; absent or null where the source does not say.",
            "x-pii": "none"
          },
          "subtotal": {"$ref": "types.json#/$defs/money", "description": "Sum of the lines before document discount and tax.", "x-pii": "none"},
          "discount_total": {"$ref": "types.json#/$defs/money", "description": "Discounts, as a positive amount.", "x-pii": "none"},
          "tax_total": {"$ref": "types.json#/$defs/money", "description": "All taxes.", "x-pii": "none"},
          "total": {"$ref": "types.json#/$defs/money", "description": "What is to be paid for the document.", "x-pii": "none"},
          "amount_paid": {"$ref": "types.json#/$defs/money", "description": "Paid and credited so far.", "x-pii": "none"},
          "balance": {"$ref": "types.json#/$defs/money", "description": "Still owed.", "x-pii": "none"},
          "withholding_total": {"$ref": "types.json#/$defs/money", "description": "Tax kept back by the payer.", "x-pii": "none"},
          "deposit": {"$ref": "types.json#/$defs/money", "description": "Paid in advance.", "x-pii": "none"},
          "rounding": {"$ref": "types.json#/$defs/money", "description": "Rounding of the total; may be negative.", "x-pii": "none"},
          "tax_summary": {
            "type": "array",
            "description": "Taxes by rate.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Rate.", "x-pii": "none"},
                "name": {"$ref": "types.json#/$defs/text", "description": "Text on the document.", "x-pii": "none"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Which tax.",
                  "x-pii": "none",
                  "x-enum": {
                    "gst": "Canadian federal goods and services tax.",
                    "hst": "Canadian harmonized sales tax.",
                    "pst": "Provincial sales tax (BC, SK, MB).",
                    "qst": "Quebec sales tax.",
                    "vat": "Value added tax.",
                    "sales": "State, county or city sales tax.",
                    "withholding": "Tax kept back by the payer.",
                    "other": "Another tax.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "rate": {"$ref": "types.json#/$defs/percent", "description": "Rate; 13 is thirteen per cent.", "x-pii": "none"},
                "jurisdiction": {"$ref": "types.json#/$defs/region", "description": "Province, state or authority.", "x-pii": "none"},
                "taxable": {"$ref": "types.json#/$defs/money", "description": "Amount the tax is computed on.", "x-pii": "none"},
                "amount": {"$ref": "types.json#/$defs/money", "description": "The tax.", "x-pii": "none"}
              }
            }
          },
          "payment_terms": {"$ref": "types.json#/$defs/text", "description": "Terms by name.", "x-pii": "none"},
          "payment_terms_days": {"$ref": "types.json#/$defs/integer", "description": "Days from issue to due date.", "x-pii": "none"},
          "early_payment_percent": {"$ref": "types.json#/$defs/percent", "description": "Discount for paying early.", "x-pii": "none"},
          "early_payment_days": {"$ref": "types.json#/$defs/integer", "description": "Days within which the discount holds.", "x-pii": "none"},
          "po_number": {"$ref": "types.json#/$defs/text", "description": "Purchase order.", "x-pii": "none"},
          "reference": {"$ref": "types.json#/$defs/text", "description": "Reference of the other side.", "x-pii": "none"},
          "memo": {"$ref": "types.json#/$defs/text", "description": "Text for the supplier.", "x-pii": "personal"},
          "private_note": {"$ref": "types.json#/$defs/text", "description": "Text for ourselves.", "x-pii": "personal"},
          "billing_address": {"$ref": "types.json#/$defs/address", "description": "Address on the document.", "x-pii": "contact"},
          "shipping_address": {"$ref": "types.json#/$defs/address", "description": "Where goods or services go.", "x-pii": "contact"},
          "tracking": {
            "type": "array",
            "description": "Classes, projects and other dimensions the books are cut by.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "category_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the dimension.", "x-pii": "none"},
                "category_name": {"$ref": "types.json#/$defs/text", "description": "Name of the dimension.", "x-pii": "none"},
                "value_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the value.", "x-pii": "none"},
                "value": {"$ref": "types.json#/$defs/text", "description": "The value.", "x-pii": "none"}
              }
            }
          },
          "lines": {
            "type": "array",
            "description": "What is charged for.",
            "x-pii": "personal",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "id": {"$ref": "types.json#/$defs/text", "description": "Source id of the line.", "x-pii": "none"},
                "number": {"$ref": "types.json#/$defs/integer", "description": "Position on the document.", "x-pii": "none"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What sort of line.",
                  "x-pii": "none",
                  "x-enum": {
                    "item": "Goods.",
                    "service": "Services or time.",
                    "expense": "Charged to an account, without an item.",
                    "discount": "Discount.",
                    "shipping": "Freight.",
                    "subtotal": "A sum of lines above; not counted again.",
                    "info": "Text only.",
                    "other": "Another sort, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "description": {"$ref": "types.json#/$defs/text", "description": "Text on the line.", "x-pii": "personal"},
                "item_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the item.", "x-pii": "none"},
                "item_code": {"$ref": "types.json#/$defs/text", "description": "Code of the item.", "x-pii": "none"},
                "quantity": {"$ref": "types.json#/$defs/decimal", "description": "How many.", "x-pii": "none"},
                "unit": {"$ref": "types.json#/$defs/text", "description": "Unit of quantity.", "x-pii": "none"},
                "unit_price": {
                  "$ref": "types.json#/$defs/decimal",
                  "description": "Price of one unit in the document's currency, to ten decimals.",
                  "x-pii": "none"
                },
                "discount_percent": {"$ref": "types.json#/$defs/percent", "description": "Discount on the line.", "x-pii": "none"},
                "discount_amount": {
                  "$ref": "types.json#/$defs/money",
                  "description": "Discount on the line, as a positive amount.",
                  "x-pii": "none"
                },
                "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Tax rate.", "x-pii": "none"},
                "tax_code": {"$ref": "types.json#/$defs/text", "description": "Tax code, where the source gives no rate id.", "x-pii": "none"},
                "amount": {
                  "$ref": "types.json#/$defs/money",
                  "description": "Amount as shown; with or without tax as tax_inclusive says.",
                  "x-pii": "none"
                },
                "amount_net": {"$ref": "types.json#/$defs/money", "description": "Amount without tax.", "x-pii": "none"},
                "amount_tax": {"$ref": "types.json#/$defs/money", "description": "Tax of the line.", "x-pii": "none"},
                "amount_gross": {"$ref": "types.json#/$defs/money", "description": "Amount with tax.", "x-pii": "none"},
                "account_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "account",
                  "description": "Account it is booked to.",
                  "x-pii": "none"
                },
                "account_code": {
                  "$ref": "types.json#/$defs/text",
                  "description": "Code of that account, where the source gives no id.",
                  "x-pii": "none"
                },
                "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
                "employee_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "employee",
                  "description": "Whose work is charged.",
                  "x-pii": "none"
                },
                "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
                "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Location.", "x-pii": "none"},
                "billable": {"$ref": "types.json#/$defs/boolean", "description": "To be charged on to a customer.", "x-pii": "none"},
                "service_date": {"$ref": "types.json#/$defs/date", "description": "Day of delivery.", "x-pii": "none"},
                "tracking": {
                  "type": "array",
                  "description": "Classes, projects and other dimensions the books are cut by.",
                  "x-pii": "none",
                  "items": {
                    "type": "object",
                    "required": ["value"],
                    "properties": {
                      "category_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the dimension.", "x-pii": "none"},
                      "category_name": {"$ref": "types.json#/$defs/text", "description": "Name of the dimension.", "x-pii": "none"},
                      "value_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the value.", "x-pii": "none"},
                      "value": {"$ref": "types.json#/$defs/text", "description": "The value.", "x-pii": "none"}
                    }
                  }
                }
              }
            }
          },
          "allocations": {
            "type": "array",
            "description": "Payments and credits set against the document.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "payment_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "payment",
                  "description": "The payment; absent for a credit note.",
                  "x-pii": "none"
                },
                "credit_note_id": {"$ref": "types.json#/$defs/reference", "x-model": "bill", "description": "The credit note.", "x-pii": "none"},
                "amount": {"$ref": "types.json#/$defs/money", "description": "How much of it.", "x-pii": "none"},
                "date": {"$ref": "types.json#/$defs/date", "description": "When it was set against.", "x-pii": "none"}
              }
            }
          },
          "file_ids": {
            "type": "array",
            "description": "Attachments.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "file"}
          },
          "account_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Payable account.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          },
          "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
          "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Location.", "x-pii": "none"},
          "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
          "received_date": {"$ref": "types.json#/$defs/date", "description": "Day it arrived.", "x-pii": "none"},
          "approved_at": {"$ref": "types.json#/$defs/instant", "description": "When it was agreed for payment.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the bill in the source.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "calendar.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:calendar:1",
        "title": "Calendar",
        "description": "One calendar of a person, a team or a room.",
        "type": "object",
        "x-model": "calendar",
        "x-plural": "calendars",
        "x-area": "calendar",
        "x-identity": ["email"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What it is for.", "x-pii": "none"},
          "owner_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Whose it is.", "x-pii": "none"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Address to invite it with.", "x-pii": "contact"},
          "timezone": {"$ref": "types.json#/$defs/timezone", "description": "Zone of its days.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What it holds.",
            "x-pii": "none",
            "x-enum": {
              "personal": "One person's events.",
              "shared": "A team's events.",
              "room": "Bookings of a room or device.",
              "holidays": "Public holidays.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "access": {
            "$ref": "types.json#/$defs/enum",
            "description": "What we may do with it.",
            "x-pii": "none",
            "x-enum": {
              "free_busy": "See when it is free.",
              "read": "Read.",
              "write": "Change.",
              "owner": "Everything.",
              "unknown": "No other value fits the source's text."
            }
          },
          "primary": {"$ref": "types.json#/$defs/boolean", "description": "The owner's main calendar.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the calendar.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "candidate.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:candidate:1",
        "title": "Candidate",
        "description": "One person who may be hired: an applicant, or the subject of a background check.",
        "type": "object",
        "x-model": "candidate",
        "x-plural": "candidates",
        "x-area": "recruiting",
        "x-identity": ["email", "custom_id"],
        "required": [],
        "properties": {
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Given name.", "x-pii": "personal"},
          "middle_name": {"$ref": "types.json#/$defs/text", "description": "Middle names.", "x-pii": "personal"},
          "no_middle_name": {"$ref": "types.json#/$defs/boolean", "description": "The person says there is none.", "x-pii": "personal"},
          "last_name": {"$ref": "types.json#/$defs/text", "description": "Family name.", "x-pii": "personal"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Address.", "x-pii": "contact"},
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Number.", "x-pii": "contact"},
          "date_of_birth": {"$ref": "types.json#/$defs/date", "description": "Birth date.", "x-pii": "sensitive"},
          "national_id": {
            "$ref": "types.json#/$defs/text",
            "description": "National number in full; absent where the source masks it.",
            "x-pii": "government_id"
          },
          "national_id_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which national number it is.",
            "x-pii": "none",
            "x-enum": {
              "sin": "Canadian social insurance number.",
              "ssn": "United States social security number.",
              "nino": "British national insurance number.",
              "other": "Another national number; country in national_id_country.",
              "unknown": "No other value fits the source's text."
            }
          },
          "national_id_country": {"$ref": "types.json#/$defs/country", "description": "Country that issued the number.", "x-pii": "none"},
          "national_id_last4": {
            "$ref": "types.json#/$defs/text",
            "description": "Last four characters, where the source masks the rest.",
            "x-pii": "government_id"
          },
          "address": {"$ref": "types.json#/$defs/address", "description": "Where the person lives.", "x-pii": "contact"},
          "driver_licence_number": {"$ref": "types.json#/$defs/text", "description": "Driver's licence.", "x-pii": "government_id"},
          "driver_licence_region": {
            "$ref": "types.json#/$defs/region",
            "description": "Province or state that issued it.",
            "x-pii": "government_id"
          },
          "custom_id": {"$ref": "types.json#/$defs/text", "description": "Id given by the employer's own system.", "x-pii": "none"},
          "employee_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Employee, once hired.", "x-pii": "none"},
          "job_posting_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "job_posting",
            "description": "Posting applied to.",
            "x-pii": "none"
          },
          "source_name": {"$ref": "types.json#/$defs/text", "description": "Where the person came from.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far the hiring has come.",
            "x-pii": "personal",
            "x-enum": {
              "new": "Just in.",
              "in_review": "Looked at.",
              "interview": "Spoken with.",
              "offer": "Has an offer.",
              "hired": "Hired.",
              "rejected": "Turned down.",
              "withdrawn": "Stepped back.",
              "unknown": "No other value fits the source's text."
            }
          },
          "applied_at": {"$ref": "types.json#/$defs/instant", "description": "When the person applied.", "x-pii": "none"},
          "consent_at": {"$ref": "types.json#/$defs/instant", "description": "When consent to checks was given.", "x-pii": "personal"},
          "consent_file_id": {"$ref": "types.json#/$defs/reference", "x-model": "file", "description": "The consent.", "x-pii": "none"},
          "invitation_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Invitation to a background check.",
            "x-pii": "none",
            "x-enum": {
              "none": "Not invited.",
              "pending": "Waiting for the person.",
              "completed": "Answered.",
              "expired": "Ran out.",
              "unknown": "No other value fits the source's text."
            }
          },
          "resume_file_id": {"$ref": "types.json#/$defs/reference", "x-model": "file", "description": "Curriculum vitae.", "x-pii": "none"},
          "tags": {"type": "array", "description": "Labels.", "x-pii": "personal", "items": {"$ref": "types.json#/$defs/text"}},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the candidate.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "certificate.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:certificate:1",
        "title": "Certificate",
        "description": "One proof that a person has learned or may do something, such as a licence or a badge.",
        "type": "object",
        "x-model": "certificate",
        "x-plural": "certificates",
        "x-area": "learning",
        "x-identity": ["number"],
        "required": ["name"],
        "properties": {
          "learner_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "learner",
            "description": "Who holds it, as a learner.",
            "x-pii": "none"
          },
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Who holds it, as an employee.",
            "x-pii": "none"
          },
          "name": {"$ref": "types.json#/$defs/text", "description": "Title.", "x-pii": "none"},
          "course_id": {"$ref": "types.json#/$defs/reference", "x-model": "course", "description": "Course it comes from.", "x-pii": "none"},
          "issuer": {"$ref": "types.json#/$defs/text", "description": "Who issued it.", "x-pii": "none"},
          "number": {"$ref": "types.json#/$defs/text", "description": "Number.", "x-pii": "personal"},
          "issued_date": {"$ref": "types.json#/$defs/date", "description": "Day of issue.", "x-pii": "none"},
          "expiry_date": {"$ref": "types.json#/$defs/date", "description": "Last valid day.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether it holds.",
            "x-pii": "none",
            "x-enum": {
              "valid": "Holds.",
              "expired": "Ran out.",
              "revoked": "Taken back.",
              "pending": "Not yet issued.",
              "unknown": "No other value fits the source's text."
            }
          },
          "file_id": {"$ref": "types.json#/$defs/reference", "x-model": "file", "description": "The document.", "x-pii": "none"},
          "verify_url": {"$ref": "types.json#/$defs/url", "description": "Page that confirms it.", "x-pii": "personal"}
        }
      }
      """#
    ),
    (
      "channel.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:channel:1",
        "title": "Channel",
        "description": "One place where messages are exchanged: a channel, a direct conversation, a mail folder.",
        "type": "object",
        "x-model": "channel",
        "x-plural": "channels",
        "x-area": "communication",
        "x-identity": [],
        "required": ["kind"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name; direct conversations often have none.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who can be in it.",
            "x-pii": "none",
            "x-enum": {
              "public": "Everybody in the organization.",
              "private": "Only those invited.",
              "direct": "Two persons.",
              "group": "A few persons, without a name.",
              "shared": "With another organization.",
              "email_folder": "A folder of a mailbox.",
              "phone": "Text messages with one number.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "description": {"$ref": "types.json#/$defs/text", "description": "What it is for.", "x-pii": "none"},
          "topic": {"$ref": "types.json#/$defs/text", "description": "What it is about at present.", "x-pii": "none"},
          "archived": {"$ref": "types.json#/$defs/boolean", "description": "Closed to new messages.", "x-pii": "none"},
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "channel", "description": "Channel above.", "x-pii": "none"},
          "group_id": {"$ref": "types.json#/$defs/reference", "x-model": "group", "description": "Team it belongs to.", "x-pii": "none"},
          "owner_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Who made it.", "x-pii": "none"},
          "member_ids": {
            "type": "array",
            "description": "Who is in it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "user"}
          },
          "member_count": {"$ref": "types.json#/$defs/integer", "description": "How many are in it.", "x-pii": "none"},
          "created_at": {"$ref": "types.json#/$defs/instant", "description": "When it was made.", "x-pii": "none"},
          "last_message_at": {"$ref": "types.json#/$defs/instant", "description": "When it was last written in.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the channel.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "claim.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:claim:1",
        "title": "Claim",
        "description": "One request to pay for care or a loss, and what the carrier decided. Health data: off unless turned on.",
        "type": "object",
        "x-model": "claim",
        "x-plural": "claims",
        "x-area": "benefits",
        "x-identity": ["number"],
        "x-access": "restricted",
        "required": ["member_id", "line", "service_date", "status"],
        "properties": {
          "member_id": {"$ref": "types.json#/$defs/reference", "x-model": "member", "description": "Who received the care.", "x-pii": "none"},
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "Plan it is made under.", "x-pii": "none"},
          "coverage_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "coverage",
            "description": "Coverage it is made under.",
            "x-pii": "none"
          },
          "number": {"$ref": "types.json#/$defs/text", "description": "Number of the carrier.", "x-pii": "personal"},
          "line": {
            "$ref": "types.json#/$defs/enum",
            "description": "Line of insurance.",
            "x-pii": "health",
            "x-enum": {
              "medical": "Extended health or major medical.",
              "hospital": "Hospital rooms or hospital cash.",
              "dental": "Dental care.",
              "vision": "Eye care.",
              "hearing": "Hearing care.",
              "drug": "Prescription drugs.",
              "mental_health": "Mental health care.",
              "preventive": "Preventive care and wellness as insured cover.",
              "long_term_care": "Long-term care.",
              "life": "Basic life of the employee.",
              "optional_life": "Additional life bought by the employee.",
              "dependent_life": "Life of spouse and children.",
              "add": "Accidental death and dismemberment.",
              "accident": "Accident insurance beyond death and dismemberment.",
              "critical_illness": "Lump sum on a diagnosis.",
              "std": "Short-term disability or weekly indemnity.",
              "ltd": "Long-term disability.",
              "travel": "Out-of-country emergencies.",
              "eap": "Employee assistance programme.",
              "hcsa": "Health care spending account (Canada).",
              "wellness_account": "Personal wellness or lifestyle spending account.",
              "hsa": "Health savings account (United States).",
              "fsa": "Flexible spending account (United States).",
              "hra": "Health reimbursement arrangement (United States).",
              "pension": "Retirement saving of any kind.",
              "other": "Another line, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "service_date": {"$ref": "types.json#/$defs/date", "description": "First day of care, or day of the loss.", "x-pii": "health"},
          "service_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of care.", "x-pii": "health"},
          "received_date": {"$ref": "types.json#/$defs/date", "description": "Day the carrier got it.", "x-pii": "none"},
          "decided_date": {"$ref": "types.json#/$defs/date", "description": "Day it was decided.", "x-pii": "none"},
          "paid_date": {"$ref": "types.json#/$defs/date", "description": "Day it was paid.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Where it stands.",
            "x-pii": "health",
            "x-enum": {
              "received": "In, not yet looked at.",
              "pended": "Waiting for information.",
              "approved": "Accepted, not yet paid.",
              "partially_paid": "Paid in part.",
              "paid": "Paid.",
              "denied": "Refused.",
              "reversed": "Undone.",
              "unknown": "No other value fits the source's text."
            }
          },
          "denial_reason": {"$ref": "types.json#/$defs/text", "description": "Why it was refused.", "x-pii": "health"},
          "provider_name": {"$ref": "types.json#/$defs/text", "description": "Who gave the care.", "x-pii": "health"},
          "provider_number": {"$ref": "types.json#/$defs/text", "description": "Number of that provider.", "x-pii": "health"},
          "billed": {"$ref": "types.json#/$defs/money", "description": "What was charged.", "x-pii": "health"},
          "eligible": {"$ref": "types.json#/$defs/money", "description": "What the plan recognizes.", "x-pii": "health"},
          "deductible": {"$ref": "types.json#/$defs/money", "description": "Kept by the member before the plan pays.", "x-pii": "health"},
          "paid": {"$ref": "types.json#/$defs/money", "description": "What the plan paid.", "x-pii": "health"},
          "patient_amount": {"$ref": "types.json#/$defs/money", "description": "What is left to the member.", "x-pii": "health"},
          "other_insurer_paid": {"$ref": "types.json#/$defs/money", "description": "Paid by another insurer.", "x-pii": "health"},
          "payee": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who was paid.",
            "x-pii": "personal",
            "x-enum": {
              "member": "The member.",
              "provider": "The provider.",
              "other": "Somebody else.",
              "unknown": "No other value fits the source's text."
            }
          },
          "lines": {
            "type": "array",
            "description": "Services and supplies.",
            "x-pii": "health",
            "items": {
              "type": "object",
              "properties": {
                "number": {"$ref": "types.json#/$defs/integer", "description": "Position on the claim.", "x-pii": "none"},
                "service_date": {"$ref": "types.json#/$defs/date", "description": "Day of the service.", "x-pii": "health"},
                "code_system": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "List the code is from.",
                  "x-pii": "none",
                  "x-enum": {
                    "cda": "Canadian dental procedure codes.",
                    "ada": "United States dental procedure codes.",
                    "cpt": "United States medical procedure codes.",
                    "din": "Canadian drug identification number.",
                    "ndc": "United States drug code.",
                    "icd": "Diagnosis codes.",
                    "other": "Another list.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "code": {"$ref": "types.json#/$defs/text", "description": "The code.", "x-pii": "health"},
                "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "health"},
                "quantity": {"$ref": "types.json#/$defs/decimal", "description": "How many.", "x-pii": "health"},
                "billed": {"$ref": "types.json#/$defs/money", "description": "Charged.", "x-pii": "health"},
                "eligible": {"$ref": "types.json#/$defs/money", "description": "Recognized.", "x-pii": "health"},
                "paid": {"$ref": "types.json#/$defs/money", "description": "Paid.", "x-pii": "health"},
                "patient_amount": {"$ref": "types.json#/$defs/money", "description": "Left to the member.", "x-pii": "health"},
                "denial_reason": {"$ref": "types.json#/$defs/text", "description": "Why it was refused.", "x-pii": "health"}
              }
            }
          }
        }
      }
      """#
    ),
    (
      "completion.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:completion:1",
        "title": "Completion",
        "description": "How far one learner has come with one course, from enrolment to the result.",
        "type": "object",
        "x-model": "completion",
        "x-plural": "completions",
        "x-area": "learning",
        "x-identity": [],
        "required": ["learner_id", "course_id", "status"],
        "properties": {
          "learner_id": {"$ref": "types.json#/$defs/reference", "x-model": "learner", "description": "Who learns.", "x-pii": "none"},
          "course_id": {"$ref": "types.json#/$defs/reference", "x-model": "course", "description": "What is learned.", "x-pii": "none"},
          "course_revision": {"$ref": "types.json#/$defs/text", "description": "Version of the course.", "x-pii": "none"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind the learner.",
            "x-pii": "none"
          },
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far.",
            "x-pii": "personal",
            "x-enum": {
              "assigned": "To be taken.",
              "enrolled": "Signed up, not begun.",
              "in_progress": "Begun.",
              "completed": "Done, and passed where there is a test.",
              "failed": "Done and not passed.",
              "dropped": "Given up.",
              "expired": "Not done in time, or no longer valid.",
              "unknown": "No other value fits the source's text."
            }
          },
          "progress_percent": {"$ref": "types.json#/$defs/percent", "description": "Share done.", "x-pii": "personal"},
          "score": {"$ref": "types.json#/$defs/decimal", "description": "Result.", "x-pii": "personal"},
          "score_maximum": {"$ref": "types.json#/$defs/decimal", "description": "Best result possible.", "x-pii": "none"},
          "passed": {"$ref": "types.json#/$defs/boolean", "description": "The test was passed.", "x-pii": "personal"},
          "attempt": {"$ref": "types.json#/$defs/integer", "description": "Which try; 1 is the first.", "x-pii": "none"},
          "assigned": {"$ref": "types.json#/$defs/boolean", "description": "Asked for by the employer.", "x-pii": "none"},
          "assigned_at": {"$ref": "types.json#/$defs/instant", "description": "When it was asked for.", "x-pii": "none"},
          "enrolled_at": {"$ref": "types.json#/$defs/instant", "description": "When the learner signed up.", "x-pii": "none"},
          "started_at": {"$ref": "types.json#/$defs/instant", "description": "When it began.", "x-pii": "none"},
          "completed_at": {"$ref": "types.json#/$defs/instant", "description": "When it was done.", "x-pii": "none"},
          "last_active_at": {"$ref": "types.json#/$defs/instant", "description": "When last worked on.", "x-pii": "none"},
          "due_date": {"$ref": "types.json#/$defs/date", "description": "Last day to finish.", "x-pii": "none"},
          "expiry_date": {"$ref": "types.json#/$defs/date", "description": "Last day the result is valid.", "x-pii": "none"},
          "duration_minutes": {"$ref": "types.json#/$defs/integer", "description": "Time spent.", "x-pii": "none"},
          "credits": {"$ref": "types.json#/$defs/decimal", "description": "Credits earned.", "x-pii": "none"},
          "certificate_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "certificate",
            "description": "Certificate it led to.",
            "x-pii": "none"
          }
        }
      }
      """#
    ),
    (
      "contribution.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:contribution:1",
        "title": "Contribution",
        "description": "What was contributed for one member of one retirement plan for one pay period.",
        "type": "object",
        "x-model": "contribution",
        "x-plural": "contributions",
        "x-area": "pension",
        "x-identity": [],
        "required": ["pension_member_id", "period_start", "period_end", "lines"],
        "properties": {
          "pension_member_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "pension_member",
            "description": "The member.",
            "x-pii": "none"
          },
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "The plan.", "x-pii": "none"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind the member.",
            "x-pii": "none"
          },
          "payroll_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "payroll",
            "description": "Pay run the money comes from.",
            "x-pii": "none"
          },
          "period_start": {"$ref": "types.json#/$defs/date", "description": "First day of the pay period.", "x-pii": "none"},
          "period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of the pay period.", "x-pii": "none"},
          "pay_date": {"$ref": "types.json#/$defs/date", "description": "Day of pay.", "x-pii": "none"},
          "pensionable_earnings": {
            "$ref": "types.json#/$defs/money",
            "description": "Earnings the contributions are computed on.",
            "x-pii": "financial"
          },
          "hours": {"$ref": "types.json#/$defs/decimal", "description": "Hours of the period.", "x-pii": "none"},
          "credited_service": {"$ref": "types.json#/$defs/decimal", "description": "Service earned, in years.", "x-pii": "none"},
          "lines": {
            "type": "array",
            "description": "The contributions.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "required": ["kind", "amount"],
              "properties": {
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Whose, and why.",
                  "x-pii": "none",
                  "x-enum": {
                    "employee_required": "Required of the member.",
                    "employee_voluntary": "Chosen by the member beyond what is required.",
                    "employer_required": "Required of the employer.",
                    "employer_match": "Employer's match of what the member gives.",
                    "employer_discretionary": "Employer's free contribution.",
                    "profit_sharing": "Employer's share of profit (DPSP).",
                    "lump_sum": "One-off payment.",
                    "past_service": "Buys or repairs earlier service.",
                    "salary_exchange": "Given up as salary, paid by the employer.",
                    "transfer_in": "Brought from another plan.",
                    "other": "Another kind, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "amount": {"$ref": "types.json#/$defs/money", "description": "Amount.", "x-pii": "financial"},
                "percent": {"$ref": "types.json#/$defs/percent", "description": "Rate applied.", "x-pii": "financial"},
                "pension_kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Account it goes to, where the plan has several.",
                  "x-pii": "none",
                  "x-enum": {
                    "db": "Defined benefit registered pension plan.",
                    "dc": "Defined contribution registered pension plan.",
                    "hybrid": "Both defined benefit and defined contribution.",
                    "rrsp": "Group registered retirement savings plan.",
                    "dpsp": "Deferred profit sharing plan.",
                    "tfsa": "Group tax-free savings account.",
                    "fhsa": "First home savings account.",
                    "prpp": "Pooled registered plan, with the Quebec VRSP.",
                    "non_registered": "Non-registered savings.",
                    "lira": "Locked-in account after leaving a plan.",
                    "us_401k": "United States 401(k).",
                    "us_roth_401k": "United States Roth 401(k).",
                    "us_403b": "United States 403(b).",
                    "us_457b": "United States 457(b).",
                    "us_simple_ira": "United States SIMPLE IRA.",
                    "workplace_pension": "British auto-enrolment scheme.",
                    "superannuation": "Australian superannuation fund.",
                    "other": "Another kind, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                }
              }
            }
          },
          "total": {"$ref": "types.json#/$defs/money", "description": "Sum of the lines.", "x-pii": "financial"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far it has come.",
            "x-pii": "none",
            "x-enum": {
              "queued": "Not yet sent.",
              "sent": "Sent to the administrator.",
              "accepted": "Taken by the administrator.",
              "rejected": "Refused.",
              "allocated": "In the member's account.",
              "unknown": "No other value fits the source's text."
            }
          },
          "rejection_reason": {"$ref": "types.json#/$defs/text", "description": "Why it was refused.", "x-pii": "none"},
          "sent_at": {"$ref": "types.json#/$defs/instant", "description": "When it was sent.", "x-pii": "none"},
          "allocated_date": {"$ref": "types.json#/$defs/date", "description": "Day it reached the account.", "x-pii": "none"},
          "provider_reference": {"$ref": "types.json#/$defs/text", "description": "Administrator's reference.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "course.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:course:1",
        "title": "Course",
        "description": "One thing to learn: a course, a class, a path, a video.",
        "type": "object",
        "x-model": "course",
        "x-plural": "courses",
        "x-area": "learning",
        "x-identity": ["code"],
        "required": ["title"],
        "properties": {
          "title": {"$ref": "types.json#/$defs/text", "description": "Title.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "The catalogue's code.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What it teaches.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of thing.",
            "x-pii": "none",
            "x-enum": {
              "course": "Course at one's own pace.",
              "class": "With a teacher at a set time.",
              "path": "Several courses in order.",
              "video": "One video.",
              "assessment": "Test.",
              "scorm": "Imported package.",
              "external": "Elsewhere; only the result is recorded.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "languages": {
            "type": "array",
            "description": "Languages it is given in.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/language"}
          },
          "duration_minutes": {"$ref": "types.json#/$defs/integer", "description": "Length.", "x-pii": "none"},
          "level": {
            "$ref": "types.json#/$defs/enum",
            "description": "How much one must know before.",
            "x-pii": "none",
            "x-enum": {
              "beginner": "Nothing.",
              "intermediate": "Something.",
              "advanced": "Much.",
              "all": "Made for everybody.",
              "unknown": "No other value fits the source's text."
            }
          },
          "skills": {"type": "array", "description": "Skills it builds.", "x-pii": "none", "items": {"$ref": "types.json#/$defs/text"}},
          "categories": {"type": "array", "description": "Subjects.", "x-pii": "none", "items": {"$ref": "types.json#/$defs/text"}},
          "instructors": {"type": "array", "description": "Who teaches.", "x-pii": "personal", "items": {"$ref": "types.json#/$defs/text"}},
          "provider_name": {"$ref": "types.json#/$defs/text", "description": "Who publishes it.", "x-pii": "none"},
          "revision": {"$ref": "types.json#/$defs/text", "description": "Version; completions point to one.", "x-pii": "none"},
          "mandatory": {"$ref": "types.json#/$defs/boolean", "description": "Must be taken.", "x-pii": "none"},
          "credits": {"$ref": "types.json#/$defs/decimal", "description": "Credits or continuing education units.", "x-pii": "none"},
          "active": {"$ref": "types.json#/$defs/boolean", "description": "Can be taken now.", "x-pii": "none"},
          "private": {"$ref": "types.json#/$defs/boolean", "description": "Seen only by some.", "x-pii": "none"},
          "price": {"$ref": "types.json#/$defs/money", "description": "Price.", "x-pii": "none"},
          "image_url": {"$ref": "types.json#/$defs/url", "description": "Picture.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the course.", "x-pii": "none"},
          "published_at": {"$ref": "types.json#/$defs/instant", "description": "When it appeared.", "x-pii": "none"},
          "retired_at": {"$ref": "types.json#/$defs/instant", "description": "When it was withdrawn.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "coverage.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:coverage:1",
        "title": "Coverage",
        "description": "One member's enrolment in one plan, from its first day to its last.",
        "type": "object",
        "x-model": "coverage",
        "x-plural": "coverages",
        "x-area": "benefits",
        "x-identity": [],
        "required": ["member_id", "line", "start_date"],
        "properties": {
          "member_id": {"$ref": "types.json#/$defs/reference", "x-model": "member", "description": "Who is covered.", "x-pii": "none"},
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "The plan.", "x-pii": "none"},
          "plan_code": {
            "$ref": "types.json#/$defs/text",
            "description": "The carrier's plan code, where the source gives no id.",
            "x-pii": "none"
          },
          "line": {
            "$ref": "types.json#/$defs/enum",
            "description": "Line of insurance.",
            "x-pii": "none",
            "x-enum": {
              "medical": "Extended health or major medical.",
              "hospital": "Hospital rooms or hospital cash.",
              "dental": "Dental care.",
              "vision": "Eye care.",
              "hearing": "Hearing care.",
              "drug": "Prescription drugs.",
              "mental_health": "Mental health care.",
              "preventive": "Preventive care and wellness as insured cover.",
              "long_term_care": "Long-term care.",
              "life": "Basic life of the employee.",
              "optional_life": "Additional life bought by the employee.",
              "dependent_life": "Life of spouse and children.",
              "add": "Accidental death and dismemberment.",
              "accident": "Accident insurance beyond death and dismemberment.",
              "critical_illness": "Lump sum on a diagnosis.",
              "std": "Short-term disability or weekly indemnity.",
              "ltd": "Long-term disability.",
              "travel": "Out-of-country emergencies.",
              "eap": "Employee assistance programme.",
              "hcsa": "Health care spending account (Canada).",
              "wellness_account": "Personal wellness or lifestyle spending account.",
              "hsa": "Health savings account (United States).",
              "fsa": "Flexible spending account (United States).",
              "hra": "Health reimbursement arrangement (United States).",
              "pension": "Retirement saving of any kind.",
              "other": "Another line, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "option": {"$ref": "types.json#/$defs/text", "description": "Choice within the plan.", "x-pii": "none"},
          "tier": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who is covered under it.",
            "x-pii": "none",
            "x-enum": {
              "employee_only": "The employee alone.",
              "employee_spouse": "Employee and spouse or partner.",
              "employee_child": "Employee and one child.",
              "employee_children": "Employee and children.",
              "employee_one_dependent": "Employee and one dependent of either kind.",
              "employee_dependents": "Employee and dependents of either kind.",
              "employee_family": "Employee, spouse and children.",
              "single": "One person (Canadian tier).",
              "couple": "Two persons (Canadian tier).",
              "family": "Three persons or more, or all (Canadian tier).",
              "spouse_only": "The spouse alone.",
              "children_only": "Children alone.",
              "spouse_children": "Spouse and children, without the employee.",
              "dependents_only": "Dependents, without the employee.",
              "other": "Another tier, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day of cover.", "x-pii": "none"},
          "end_date": {
            "$ref": "types.json#/$defs/date",
            "description": "Last day of cover; an end such as 9999-12-31 is null here.",
            "x-pii": "none"
          },
          "original_start_date": {"$ref": "types.json#/$defs/date", "description": "First day of uninterrupted cover.", "x-pii": "none"},
          "latest_change_date": {"$ref": "types.json#/$defs/date", "description": "Day of the last change.", "x-pii": "none"},
          "signature_date": {"$ref": "types.json#/$defs/date", "description": "Day the enrolment was signed.", "x-pii": "none"},
          "waiting_period_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of the waiting period.", "x-pii": "none"},
          "premium_paid_until": {"$ref": "types.json#/$defs/date", "description": "Premiums are paid up to this day.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the cover.",
            "x-pii": "none",
            "x-enum": {
              "pending": "Not yet in force.",
              "active": "In force.",
              "waived": "Declined.",
              "suspended": "Interrupted.",
              "cobra": "In force as continuation under COBRA.",
              "terminated": "Ended.",
              "cancelled": "Never took effect.",
              "unknown": "No other value fits the source's text."
            }
          },
          "waive_reason": {
            "$ref": "types.json#/$defs/enum",
            "description": "Why it was declined.",
            "x-pii": "personal",
            "x-enum": {
              "other_coverage": "Covered elsewhere, such as by a spouse.",
              "cost": "Too expensive.",
              "not_wanted": "Not wanted.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "volume_amount": {"$ref": "types.json#/$defs/money", "description": "Insured amount.", "x-pii": "financial"},
          "volume_salary_multiple": {
            "$ref": "types.json#/$defs/decimal",
            "description": "Insured amount as a multiple of salary.",
            "x-pii": "financial"
          },
          "volume_salary_percent": {
            "$ref": "types.json#/$defs/percent",
            "description": "Insured amount as a share of salary.",
            "x-pii": "financial"
          },
          "evidence_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Medical evidence for amounts above the limit.",
            "x-pii": "health",
            "x-enum": {
              "not_required": "No evidence is needed.",
              "pending": "Waiting for the insurer.",
              "approved": "Accepted.",
              "declined": "Refused.",
              "unknown": "No other value fits the source's text."
            }
          },
          "premium": {"$ref": "types.json#/$defs/money", "description": "Whole premium.", "x-pii": "financial"},
          "employee_contribution": {"$ref": "types.json#/$defs/money", "description": "Employee's part.", "x-pii": "financial"},
          "employee_contribution_percent": {
            "$ref": "types.json#/$defs/percent",
            "description": "Employee's part as a share of earnings.",
            "x-pii": "financial"
          },
          "employer_contribution": {"$ref": "types.json#/$defs/money", "description": "Employer's part.", "x-pii": "financial"},
          "employer_contribution_percent": {
            "$ref": "types.json#/$defs/percent",
            "description": "Employer's part as a share of earnings.",
            "x-pii": "financial"
          },
          "contribution_frequency": {
            "$ref": "types.json#/$defs/enum",
            "description": "How often the contributions are due.",
            "x-pii": "none",
            "x-enum": {
              "daily": "Every day.",
              "weekly": "Every week.",
              "biweekly": "Every two weeks.",
              "semimonthly": "Twice a month.",
              "monthly": "Every month.",
              "quarterly": "Every quarter.",
              "semiannually": "Twice a year.",
              "annually": "Once a year.",
              "per_pay": "With each pay run, whatever its rhythm.",
              "once": "One time only.",
              "unknown": "No other value fits the source's text."
            }
          },
          "pre_tax": {"$ref": "types.json#/$defs/boolean", "description": "The employee's part is taken before tax.", "x-pii": "none"},
          "late_enrolment": {"$ref": "types.json#/$defs/boolean", "description": "Asked for after the enrolment period.", "x-pii": "none"},
          "maintenance": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the feed asks the carrier to do.",
            "x-pii": "none",
            "x-enum": {
              "add": "Take up.",
              "change": "Change.",
              "terminate": "End.",
              "reinstate": "Take up again.",
              "audit": "Compare with what is on file.",
              "delete": "Remove as if never there.",
              "correct": "Put right what was sent before.",
              "unknown": "No other value fits the source's text."
            }
          },
          "maintenance_reason": {"$ref": "types.json#/$defs/text", "description": "Why, in the source's code or words.", "x-pii": "sensitive"},
          "event_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employment_event",
            "description": "What caused the change.",
            "x-pii": "none"
          },
          "event_date": {"$ref": "types.json#/$defs/date", "description": "Day of the life event.", "x-pii": "sensitive"},
          "provider_name": {"$ref": "types.json#/$defs/text", "description": "Chosen doctor or dentist.", "x-pii": "health"},
          "provider_number": {"$ref": "types.json#/$defs/text", "description": "Number of that doctor or dentist.", "x-pii": "health"},
          "cobra_event": {
            "$ref": "types.json#/$defs/enum",
            "description": "What opened continuation under COBRA.",
            "x-pii": "sensitive",
            "x-enum": {
              "termination": "Employment ended.",
              "reduced_hours": "Fewer hours.",
              "leave": "Leave of absence or lay-off.",
              "death": "The employee died.",
              "divorce": "Divorce or separation.",
              "medicare": "The employee joined Medicare.",
              "ineligible_child": "A child grew out of the plan.",
              "bankruptcy": "The former employer went bankrupt.",
              "unknown": "No other value fits the source's text."
            }
          },
          "cobra_event_date": {"$ref": "types.json#/$defs/date", "description": "Day of that event.", "x-pii": "none"},
          "cobra_start_date": {"$ref": "types.json#/$defs/date", "description": "First day of continuation.", "x-pii": "none"},
          "cobra_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of continuation.", "x-pii": "none"},
          "prior_coverage_months": {"$ref": "types.json#/$defs/integer", "description": "Months of earlier cover that count.", "x-pii": "health"}
        }
      }
      """#
    ),
    (
      "customer.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:customer:1",
        "title": "Customer",
        "description": "One person or company we sell to, as the books know them.",
        "type": "object",
        "x-model": "customer",
        "x-plural": "customers",
        "x-area": "accounting",
        "x-identity": ["number", "tax_number", "email"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name the books use.", "x-pii": "personal"},
          "company_name": {"$ref": "types.json#/$defs/text", "description": "Registered name of a company.", "x-pii": "none"},
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Given name of a person or contact.", "x-pii": "personal"},
          "last_name": {"$ref": "types.json#/$defs/text", "description": "Family name of a person or contact.", "x-pii": "personal"},
          "number": {"$ref": "types.json#/$defs/text", "description": "Customer or supplier number as shown.", "x-pii": "none"},
          "person": {"$ref": "types.json#/$defs/boolean", "description": "A natural person rather than a company.", "x-pii": "none"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Main address.", "x-pii": "contact"},
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Main number.", "x-pii": "contact"},
          "emails": {
            "type": "array",
            "description": "Every address the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/email", "description": "The address.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches them.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "phones": {
            "type": "array",
            "description": "Every number the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/phone", "description": "The number.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches them.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "website": {"$ref": "types.json#/$defs/url", "description": "Web site.", "x-pii": "none"},
          "billing_address": {"$ref": "types.json#/$defs/address", "description": "Address on documents.", "x-pii": "contact"},
          "shipping_address": {"$ref": "types.json#/$defs/address", "description": "Address for delivery.", "x-pii": "contact"},
          "tax_number": {"$ref": "types.json#/$defs/text", "description": "VAT, GST or other tax number.", "x-pii": "government_id"},
          "registration_number": {"$ref": "types.json#/$defs/text", "description": "Number in the companies register.", "x-pii": "government_id"},
          "tax_exempt": {"$ref": "types.json#/$defs/boolean", "description": "No tax is charged.", "x-pii": "none"},
          "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Usual tax rate.", "x-pii": "none"},
          "account_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Usual account for lines.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Usual currency.", "x-pii": "none"},
          "payment_terms": {"$ref": "types.json#/$defs/text", "description": "Usual terms by name.", "x-pii": "none"},
          "payment_terms_days": {"$ref": "types.json#/$defs/integer", "description": "Usual days to pay.", "x-pii": "none"},
          "balance": {"$ref": "types.json#/$defs/money", "description": "Owed at the time of reading.", "x-pii": "none"},
          "language": {"$ref": "types.json#/$defs/language", "description": "Language of documents.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether new documents may use it.",
            "x-pii": "none",
            "x-enum": {
              "active": "In use.",
              "archived": "Kept for history, not for new records.",
              "pending": "Not yet usable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "customer", "description": "Record it belongs under.", "x-pii": "none"},
          "note": {"$ref": "types.json#/$defs/text", "description": "Free text.", "x-pii": "personal"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          }
        }
      }
      """#
    ),
    (
      "department.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:department:1",
        "title": "Department",
        "description": "One unit of an employer's organization: department, team, division, cost centre or business unit, told apart by kind.",
        "type": "object",
        "x-model": "department",
        "x-plural": "departments",
        "x-area": "hris",
        "x-identity": ["code"],
        "required": ["name", "kind"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of unit.",
            "x-pii": "none",
            "x-enum": {
              "department": "Department.",
              "team": "Team.",
              "division": "Division.",
              "cost_centre": "Cost centre, for bookkeeping.",
              "business_unit": "Business unit.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "code": {"$ref": "types.json#/$defs/text", "description": "The employer's own code.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What it does.", "x-pii": "none"},
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Unit above.", "x-pii": "none"},
          "manager_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who leads it.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Employer it belongs to.",
            "x-pii": "none"
          },
          "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Main location.", "x-pii": "none"},
          "active": {"$ref": "types.json#/$defs/boolean", "description": "In use.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "drive.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:drive:1",
        "title": "Drive",
        "description": "One store of files: a person's drive, a shared drive, a document library.",
        "type": "object",
        "x-model": "drive",
        "x-plural": "drives",
        "x-area": "documents",
        "x-identity": [],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "personal"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whose it is.",
            "x-pii": "none",
            "x-enum": {
              "personal": "One person's.",
              "shared": "A team's.",
              "site": "A site's library.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "none"},
          "owner_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Owner.", "x-pii": "none"},
          "group_id": {"$ref": "types.json#/$defs/reference", "x-model": "group", "description": "Team that owns it.", "x-pii": "none"},
          "quota_bytes": {"$ref": "types.json#/$defs/integer", "description": "Most it can hold.", "x-pii": "none"},
          "used_bytes": {"$ref": "types.json#/$defs/integer", "description": "What it holds.", "x-pii": "none"},
          "created_at": {"$ref": "types.json#/$defs/instant", "description": "When it was made.", "x-pii": "none"},
          "web_url": {"$ref": "types.json#/$defs/url", "description": "Page to open it.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "eligibility.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:eligibility:1",
        "title": "Eligibility",
        "description": "Whether one person may enrol in, or use, one plan on one day, and on what ground.",
        "type": "object",
        "x-model": "eligibility",
        "x-plural": "eligibilities",
        "x-area": "benefits",
        "x-identity": [],
        "required": ["plan_id", "eligible", "as_of"],
        "properties": {
          "member_id": {"$ref": "types.json#/$defs/reference", "x-model": "member", "description": "The person, as a member.", "x-pii": "none"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "The person, as an employee.",
            "x-pii": "none"
          },
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "The plan.", "x-pii": "none"},
          "eligible": {
            "$ref": "types.json#/$defs/enum",
            "description": "The answer.",
            "x-pii": "personal",
            "x-enum": {
              "eligible": "May enrol or use it.",
              "not_eligible": "May not.",
              "waiting": "Not yet; the waiting period runs.",
              "unknown": "No other value fits the source's text."
            }
          },
          "as_of": {"$ref": "types.json#/$defs/date", "description": "Day the answer is true for.", "x-pii": "none"},
          "reason": {"$ref": "types.json#/$defs/text", "description": "Why, in the source's words.", "x-pii": "sensitive"},
          "basis": {
            "$ref": "types.json#/$defs/enum",
            "description": "Ground of the answer.",
            "x-pii": "none",
            "x-enum": {
              "hours": "Hours worked.",
              "class": "Benefit class.",
              "waiting_period": "Time since hire.",
              "region": "Province or state.",
              "leave": "Leave of absence.",
              "age": "Age.",
              "relationship": "Relation to the subscriber.",
              "other": "Another ground, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day of eligibility.", "x-pii": "none"},
          "end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of eligibility.", "x-pii": "none"},
          "benefit_class": {"$ref": "types.json#/$defs/text", "description": "Class.", "x-pii": "none"},
          "deductible": {"$ref": "types.json#/$defs/money", "description": "Deductible for the period.", "x-pii": "health"},
          "deductible_remaining": {"$ref": "types.json#/$defs/money", "description": "Not yet used up.", "x-pii": "health"},
          "maximum": {"$ref": "types.json#/$defs/money", "description": "Most the plan pays in the period.", "x-pii": "health"},
          "maximum_remaining": {"$ref": "types.json#/$defs/money", "description": "Not yet used up.", "x-pii": "health"},
          "copay": {"$ref": "types.json#/$defs/money", "description": "Kept by the member for each service.", "x-pii": "health"},
          "coinsurance_percent": {"$ref": "types.json#/$defs/percent", "description": "Share kept by the member.", "x-pii": "health"}
        }
      }
      """#
    ),
    (
      "employee.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:employee:1",
        "title": "Employee",
        "description": "One employment of one person with one employer. Whoever works for two legal entities is two employees.",
        "type": "object",
        "x-model": "employee",
        "x-plural": "employees",
        "x-area": "hris",
        "x-identity": ["employee_number", "work_email", "national_id"],
        "required": ["last_name", "employment_status"],
        "properties": {
          "employee_number": {"$ref": "types.json#/$defs/text", "description": "Number the employer shows to people.", "x-pii": "personal"},
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Legal given name.", "x-pii": "personal"},
          "middle_name": {"$ref": "types.json#/$defs/text", "description": "Legal middle names or initial.", "x-pii": "personal"},
          "last_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Legal family name; the whole name where the source has only one.",
            "x-pii": "personal"
          },
          "preferred_name": {"$ref": "types.json#/$defs/text", "description": "Given name the person goes by.", "x-pii": "personal"},
          "display_name": {"$ref": "types.json#/$defs/text", "description": "Name as the source shows it.", "x-pii": "personal"},
          "name_prefix": {"$ref": "types.json#/$defs/text", "description": "Title before the name.", "x-pii": "personal"},
          "name_suffix": {"$ref": "types.json#/$defs/text", "description": "Suffix after the name.", "x-pii": "personal"},
          "work_email": {"$ref": "types.json#/$defs/email", "description": "Main address at work.", "x-pii": "contact"},
          "personal_email": {"$ref": "types.json#/$defs/email", "description": "Main private address.", "x-pii": "contact"},
          "work_phone": {"$ref": "types.json#/$defs/phone", "description": "Main number at work.", "x-pii": "contact"},
          "mobile_phone": {"$ref": "types.json#/$defs/phone", "description": "Main mobile number.", "x-pii": "contact"},
          "home_phone": {"$ref": "types.json#/$defs/phone", "description": "Main private number.", "x-pii": "contact"},
          "emails": {
            "type": "array",
            "description": "Every address the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/email", "description": "The address.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches the person.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "phones": {
            "type": "array",
            "description": "Every number the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/phone", "description": "The number.", "x-pii": "contact"},
                "extension": {"$ref": "types.json#/$defs/text", "description": "Extension to dial.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches the person.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "date_of_birth": {
            "$ref": "types.json#/$defs/date",
            "description": "Civil date, whatever clock the source attaches to it.",
            "x-pii": "sensitive"
          },
          "national_id": {
            "$ref": "types.json#/$defs/text",
            "description": "National number in full; absent where the source masks it.",
            "x-pii": "government_id"
          },
          "national_id_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which national number it is.",
            "x-pii": "none",
            "x-enum": {
              "sin": "Canadian social insurance number.",
              "ssn": "United States social security number.",
              "nino": "British national insurance number.",
              "other": "Another national number; country in national_id_country.",
              "unknown": "No other value fits the source's text."
            }
          },
          "national_id_country": {"$ref": "types.json#/$defs/country", "description": "Country that issued the number.", "x-pii": "none"},
          "national_id_last4": {
            "$ref": "types.json#/$defs/text",
            "description": "Last four characters, where the source masks the rest.",
            "x-pii": "government_id"
          },
          "tax_id": {
            "$ref": "types.json#/$defs/text",
            "description": "Tax number where it differs from the national number.",
            "x-pii": "government_id"
          },
          "gender": {
            "$ref": "types.json#/$defs/enum",
            "description": "Gender as the person states it; insurers' sex is on member.",
            "x-pii": "sensitive",
            "x-enum": {
              "female": "Woman.",
              "male": "Man.",
              "nonbinary": "Neither exclusively woman nor man.",
              "unspecified": "The person chose not to say.",
              "unknown": "No other value fits the source's text."
            }
          },
          "pronouns": {"$ref": "types.json#/$defs/text", "description": "Pronouns the person uses.", "x-pii": "sensitive"},
          "marital_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Civil status, not the tax filing status.",
            "x-pii": "sensitive",
            "x-enum": {
              "single": "Never married.",
              "married": "Married.",
              "domestic_partner": "Registered or domestic partnership.",
              "common_law": "Common-law partner, as Canadian tax law knows it.",
              "separated": "Married or partnered, living apart.",
              "divorced": "Marriage ended by divorce.",
              "widowed": "The spouse or partner has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "ethnicity": {
            "$ref": "types.json#/$defs/text",
            "description": "In the source's words; read only where an integration asks for it.",
            "x-pii": "sensitive"
          },
          "nationalities": {
            "type": "array",
            "description": "Citizenships.",
            "x-pii": "sensitive",
            "items": {"$ref": "types.json#/$defs/country"}
          },
          "preferred_language": {"$ref": "types.json#/$defs/language", "description": "Language to write to the person in.", "x-pii": "personal"},
          "home_address": {"$ref": "types.json#/$defs/address", "description": "Where the person lives.", "x-pii": "contact"},
          "work_location_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "location",
            "description": "Main place of work.",
            "x-pii": "none"
          },
          "work_location_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Place of work, where the source gives a name and no id.",
            "x-pii": "none"
          },
          "remote": {"$ref": "types.json#/$defs/boolean", "description": "Works away from any company location.", "x-pii": "none"},
          "work_province": {
            "$ref": "types.json#/$defs/region",
            "description": "Province or state of employment, which decides tax and statutory benefits.",
            "x-pii": "none"
          },
          "manager_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Direct manager.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Employer in law.",
            "x-pii": "none"
          },
          "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
          "department_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Department, where the source gives a name and no id.",
            "x-pii": "none"
          },
          "division_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "department",
            "description": "Division, a department record of kind division.",
            "x-pii": "none"
          },
          "division_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Division, where the source gives a name and no id.",
            "x-pii": "none"
          },
          "cost_centre_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "department",
            "description": "Cost centre, a department record of kind cost_centre.",
            "x-pii": "none"
          },
          "cost_centre_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Cost centre, where the source gives a name and no id.",
            "x-pii": "none"
          },
          "team_ids": {
            "type": "array",
            "description": "Teams, department records of kind team.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "department"}
          },
          "position_id": {"$ref": "types.json#/$defs/reference", "x-model": "position", "description": "Position held.", "x-pii": "none"},
          "job_title": {"$ref": "types.json#/$defs/text", "description": "Title as shown.", "x-pii": "personal"},
          "employment_type": {
            "$ref": "types.json#/$defs/enum",
            "description": "Form of the employment.",
            "x-pii": "none",
            "x-enum": {
              "full_time": "Regular, full hours.",
              "part_time": "Regular, fewer than full hours.",
              "temporary": "For a fixed term.",
              "seasonal": "For a recurring season.",
              "casual": "On call, without guaranteed hours.",
              "intern": "Internship, co-op or working student.",
              "apprentice": "In vocational training.",
              "contractor": "Supplied under a contract for services.",
              "freelance": "Self-employed.",
              "volunteer": "Unpaid.",
              "unknown": "No other value fits the source's text."
            }
          },
          "employment_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the employment today.",
            "x-pii": "personal",
            "x-enum": {
              "pending": "Hired or accepted, the first day is still to come.",
              "active": "Employed and at work.",
              "on_leave": "Employed and away on an approved leave.",
              "suspended": "Employed, barred from work for now.",
              "terminated": "Employment has ended.",
              "retired": "Employment has ended by retirement.",
              "deceased": "The person has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "status_source": {
            "$ref": "types.json#/$defs/enum",
            "description": "Where the status comes from.",
            "x-pii": "none",
            "x-enum": {"reported": "The source says so.", "derived": "Computed from leave and employment dates."}
          },
          "status_effective_date": {"$ref": "types.json#/$defs/date", "description": "First day of the current status.", "x-pii": "personal"},
          "hire_date": {"$ref": "types.json#/$defs/date", "description": "First day with this employer, ever.", "x-pii": "none"},
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day of the present employment.", "x-pii": "none"},
          "rehire_date": {"$ref": "types.json#/$defs/date", "description": "First day of the latest return.", "x-pii": "none"},
          "seniority_date": {"$ref": "types.json#/$defs/date", "description": "Day from which service is counted.", "x-pii": "none"},
          "probation_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of probation.", "x-pii": "personal"},
          "termination_date": {
            "$ref": "types.json#/$defs/date",
            "description": "Last day of employment; may lie in the future.",
            "x-pii": "personal"
          },
          "last_day_worked": {
            "$ref": "types.json#/$defs/date",
            "description": "Last day at work, often before the termination date.",
            "x-pii": "personal"
          },
          "termination_reason": {
            "$ref": "types.json#/$defs/enum",
            "description": "Why the employment ended.",
            "x-pii": "personal",
            "x-enum": {
              "resigned": "The employee left.",
              "dismissed": "The employer ended it for conduct or performance.",
              "redundancy": "The job ended.",
              "retired": "Retirement.",
              "end_of_contract": "The term ran out.",
              "deceased": "The person died.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "rehire_eligible": {"$ref": "types.json#/$defs/boolean", "description": "The employer would hire again.", "x-pii": "personal"},
          "weekly_hours": {"$ref": "types.json#/$defs/decimal", "description": "Contracted hours a week.", "x-pii": "none"},
          "fte": {"$ref": "types.json#/$defs/decimal", "description": "Share of a full-time job; 1 is full time.", "x-pii": "none"},
          "pay_rate": {"$ref": "types.json#/$defs/money", "description": "Present pay for one unit.", "x-pii": "financial"},
          "pay_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the present rate pays for.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "pay_frequency": {
            "$ref": "types.json#/$defs/enum",
            "description": "How often the person is paid.",
            "x-pii": "none",
            "x-enum": {
              "daily": "Every day.",
              "weekly": "Every week.",
              "biweekly": "Every two weeks.",
              "semimonthly": "Twice a month.",
              "monthly": "Every month.",
              "quarterly": "Every quarter.",
              "semiannually": "Twice a year.",
              "annually": "Once a year.",
              "per_pay": "With each pay run, whatever its rhythm.",
              "once": "One time only.",
              "unknown": "No other value fits the source's text."
            }
          },
          "pay_effective_date": {"$ref": "types.json#/$defs/date", "description": "First day of the present pay.", "x-pii": "none"},
          "pay_history": {
            "type": "array",
            "description": "Present and earlier pay, in any order.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "properties": {
                "rate": {"$ref": "types.json#/$defs/money", "description": "Pay for one unit.", "x-pii": "financial"},
                "unit": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What one rate pays for.",
                  "x-pii": "none",
                  "x-enum": {
                    "hour": "Per hour worked.",
                    "day": "Per day worked.",
                    "week": "Per week.",
                    "two_weeks": "Per two weeks.",
                    "half_month": "Per half month.",
                    "month": "Per month.",
                    "quarter": "Per quarter.",
                    "year": "Per year.",
                    "piece": "Per piece, task or assignment.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "frequency": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "How often it is paid out.",
                  "x-pii": "none",
                  "x-enum": {
                    "daily": "Every day.",
                    "weekly": "Every week.",
                    "biweekly": "Every two weeks.",
                    "semimonthly": "Twice a month.",
                    "monthly": "Every month.",
                    "quarterly": "Every quarter.",
                    "semiannually": "Twice a year.",
                    "annually": "Once a year.",
                    "per_pay": "With each pay run, whatever its rhythm.",
                    "once": "One time only.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "effective_date": {"$ref": "types.json#/$defs/date", "description": "First day this pay applies.", "x-pii": "none"},
                "end_date": {
                  "$ref": "types.json#/$defs/date",
                  "description": "Last day this pay applied; absent for the current one.",
                  "x-pii": "none"
                }
              }
            }
          },
          "flsa_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Overtime class under United States law.",
            "x-pii": "none",
            "x-enum": {"exempt": "No overtime.", "nonexempt": "Overtime applies.", "unknown": "No other value fits the source's text."}
          },
          "union_code": {"$ref": "types.json#/$defs/text", "description": "Bargaining unit.", "x-pii": "sensitive"},
          "benefit_class": {"$ref": "types.json#/$defs/text", "description": "Class that decides which benefits are offered.", "x-pii": "none"},
          "workers_comp_class": {"$ref": "types.json#/$defs/text", "description": "Workers' compensation rate class.", "x-pii": "none"},
          "bank_accounts": {
            "type": "array",
            "description": "Where pay is deposited.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "properties": {
                "name": {"$ref": "types.json#/$defs/text", "description": "Label or bank name.", "x-pii": "financial"},
                "country": {"$ref": "types.json#/$defs/country", "description": "Country of the account.", "x-pii": "none"},
                "bank_code": {"$ref": "types.json#/$defs/text", "description": "Routing, sort or institution code.", "x-pii": "financial"},
                "branch_code": {"$ref": "types.json#/$defs/text", "description": "Transit or branch number.", "x-pii": "financial"},
                "account_number": {"$ref": "types.json#/$defs/text", "description": "Account number or IBAN.", "x-pii": "financial"},
                "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the account.", "x-pii": "none"},
                "share_percent": {"$ref": "types.json#/$defs/percent", "description": "Share of net pay.", "x-pii": "financial"},
                "share_amount": {"$ref": "types.json#/$defs/money", "description": "Fixed part of net pay.", "x-pii": "financial"},
                "priority": {"$ref": "types.json#/$defs/integer", "description": "Order of filling; 1 is first.", "x-pii": "none"}
              }
            }
          },
          "emergency_contacts": {
            "type": "array",
            "description": "Whom to call.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["name"],
              "properties": {
                "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "personal"},
                "relationship": {"$ref": "types.json#/$defs/text", "description": "Relation to the employee.", "x-pii": "personal"},
                "phone": {"$ref": "types.json#/$defs/phone", "description": "Number.", "x-pii": "contact"},
                "email": {"$ref": "types.json#/$defs/email", "description": "Address.", "x-pii": "contact"}
              }
            }
          },
          "photo_url": {"$ref": "types.json#/$defs/url", "description": "Link to a picture; may expire.", "x-pii": "personal"},
          "timezone": {"$ref": "types.json#/$defs/timezone", "description": "Where the person works.", "x-pii": "none"},
          "username": {"$ref": "types.json#/$defs/text", "description": "Login name in the source.", "x-pii": "personal"},
          "user_active": {"$ref": "types.json#/$defs/boolean", "description": "The login is enabled.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "employment_event.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:employment_event:1",
        "title": "Employment event",
        "description": "One dated change in an employment, told by the source or found by comparing two reads.",
        "type": "object",
        "x-model": "employment_event",
        "x-plural": "employment_events",
        "x-area": "hris",
        "x-identity": [],
        "required": ["employee_id", "kind", "effective_date"],
        "properties": {
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Whose employment changed.",
            "x-pii": "none"
          },
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What changed.",
            "x-pii": "personal",
            "x-enum": {
              "hired": "First day with the employer.",
              "rehired": "Return after an end.",
              "status_changed": "Another employment status.",
              "leave_started": "First day of a leave.",
              "leave_ended": "First day back from a leave.",
              "terminated": "Employment ended.",
              "transferred": "Another department, location or legal entity.",
              "promoted": "Another position or title.",
              "manager_changed": "Another manager.",
              "hours_changed": "Other contracted hours.",
              "pay_changed": "Other pay.",
              "unknown": "No other value fits the source's text."
            }
          },
          "effective_date": {"$ref": "types.json#/$defs/date", "description": "First day the change applies.", "x-pii": "none"},
          "recorded_at": {"$ref": "types.json#/$defs/instant", "description": "When the source recorded it.", "x-pii": "none"},
          "event_source": {
            "$ref": "types.json#/$defs/enum",
            "description": "Where the event comes from.",
            "x-pii": "none",
            "x-enum": {"reported": "The source keeps a history.", "derived": "Found by comparing two reads."}
          },
          "from": {"$ref": "types.json#/$defs/map", "description": "Field values before the change.", "x-pii": "sensitive"},
          "to": {"$ref": "types.json#/$defs/map", "description": "Field values after the change.", "x-pii": "sensitive"},
          "leave_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "leave",
            "description": "The leave that started or ended.",
            "x-pii": "none"
          },
          "reason": {
            "$ref": "types.json#/$defs/enum",
            "description": "Why it changed.",
            "x-pii": "personal",
            "x-enum": {
              "new_hire": "New employment.",
              "merit": "Performance.",
              "promotion": "Promotion.",
              "reorganization": "The employer was rearranged.",
              "cost_of_living": "Cost of living.",
              "resignation": "The employee left.",
              "dismissal": "The employer ended it.",
              "redundancy": "The job ended.",
              "retirement": "Retirement.",
              "leave": "A leave of absence.",
              "correction": "An earlier mistake is put right.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "recorded_by_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Who recorded it.", "x-pii": "none"},
          "note": {"$ref": "types.json#/$defs/text", "description": "Free text.", "x-pii": "sensitive"}
        }
      }
      """#
    ),
    (
      "event.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:event:1",
        "title": "Event",
        "description": "One event in a calendar, or one occurrence of a repeating one.",
        "type": "object",
        "x-model": "event",
        "x-plural": "events",
        "x-area": "calendar",
        "x-identity": ["ical_uid"],
        "required": ["status"],
        "properties": {
          "calendar_id": {"$ref": "types.json#/$defs/reference", "x-model": "calendar", "description": "Calendar it is in.", "x-pii": "none"},
          "title": {"$ref": "types.json#/$defs/text", "description": "Title; private events often have none.", "x-pii": "personal"},
          "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "personal"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether it takes place.",
            "x-pii": "none",
            "x-enum": {
              "confirmed": "Takes place.",
              "tentative": "May take place.",
              "cancelled": "Does not take place.",
              "unknown": "No other value fits the source's text."
            }
          },
          "all_day": {
            "$ref": "types.json#/$defs/boolean",
            "description": "Lasts whole days; then the dates hold, otherwise the instants.",
            "x-pii": "none"
          },
          "start_at": {"$ref": "types.json#/$defs/instant", "description": "When it begins.", "x-pii": "none"},
          "end_at": {"$ref": "types.json#/$defs/instant", "description": "When it ends.", "x-pii": "none"},
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day of an all-day event.", "x-pii": "none"},
          "end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of an all-day event, inclusive.", "x-pii": "none"},
          "timezone": {"$ref": "types.json#/$defs/timezone", "description": "Zone it was planned in.", "x-pii": "none"},
          "location": {"$ref": "types.json#/$defs/text", "description": "Place.", "x-pii": "personal"},
          "location_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "location",
            "description": "Place, where it is known.",
            "x-pii": "none"
          },
          "meeting_url": {"$ref": "types.json#/$defs/url", "description": "Link to join; may let anybody in.", "x-pii": "credential"},
          "organizer_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Who invites.", "x-pii": "none"},
          "organizer_email": {"$ref": "types.json#/$defs/email", "description": "Address of who invites.", "x-pii": "contact"},
          "attendees": {
            "type": "array",
            "description": "Who is invited.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "properties": {
                "user_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "The user, where known.", "x-pii": "none"},
                "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "personal"},
                "email": {"$ref": "types.json#/$defs/email", "description": "Address.", "x-pii": "contact"},
                "role": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "How much they are needed.",
                  "x-pii": "none",
                  "x-enum": {
                    "required": "Needed.",
                    "optional": "Welcome.",
                    "resource": "A room or device.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "response": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What they answered.",
                  "x-pii": "personal",
                  "x-enum": {
                    "accepted": "Comes.",
                    "declined": "Does not come.",
                    "tentative": "May come.",
                    "none": "No answer yet.",
                    "unknown": "No other value fits the source's text."
                  }
                }
              }
            }
          },
          "transparency": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether it blocks the time.",
            "x-pii": "none",
            "x-enum": {
              "busy": "Blocks.",
              "free": "Does not block.",
              "out_of_office": "Away.",
              "working_elsewhere": "At work, elsewhere.",
              "unknown": "No other value fits the source's text."
            }
          },
          "visibility": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who sees the details.",
            "x-pii": "none",
            "x-enum": {
              "default": "As the calendar says.",
              "public": "Everybody.",
              "private": "Those invited.",
              "unknown": "No other value fits the source's text."
            }
          },
          "recurrence": {
            "type": "array",
            "description": "Rules of repetition, as in iCalendar.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/text"}
          },
          "series_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "event",
            "description": "The repeating event it is an occurrence of.",
            "x-pii": "none"
          },
          "original_start_at": {
            "$ref": "types.json#/$defs/instant",
            "description": "When this occurrence was planned to begin.",
            "x-pii": "none"
          },
          "ical_uid": {"$ref": "types.json#/$defs/text", "description": "Id shared by all calendars it is in.", "x-pii": "none"},
          "sequence": {"$ref": "types.json#/$defs/integer", "description": "Counts changes of the plan.", "x-pii": "none"},
          "created_at": {"$ref": "types.json#/$defs/instant", "description": "When it was made.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the event.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "file.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:file:1",
        "title": "File",
        "description": "One document or other file with its place and its description. The bytes are not part of the record.",
        "type": "object",
        "x-model": "file",
        "x-plural": "files",
        "x-area": "documents",
        "x-identity": [],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "personal"},
          "mime_type": {"$ref": "types.json#/$defs/text", "description": "Media type.", "x-pii": "none"},
          "size": {
            "$ref": "types.json#/$defs/integer",
            "description": "Bytes; absent for documents that have none until exported.",
            "x-pii": "none"
          },
          "folder_id": {"$ref": "types.json#/$defs/reference", "x-model": "folder", "description": "Folder it is in.", "x-pii": "none"},
          "parent_ids": {
            "type": "array",
            "description": "Every folder it is in.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "folder"}
          },
          "parents_complete": {
            "$ref": "types.json#/$defs/boolean",
            "description": "Whether parent_ids lists all of them, not only those we may see.",
            "x-pii": "none"
          },
          "drive_id": {"$ref": "types.json#/$defs/reference", "x-model": "drive", "description": "Drive it is in.", "x-pii": "none"},
          "path": {"$ref": "types.json#/$defs/text", "description": "Path in the drive.", "x-pii": "personal"},
          "owner_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Owner.", "x-pii": "none"},
          "created_by_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Who made it.", "x-pii": "none"},
          "modified_by_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Who changed it last.", "x-pii": "none"},
          "checksum_algorithm": {
            "$ref": "types.json#/$defs/enum",
            "description": "How the checksum is computed.",
            "x-pii": "none",
            "x-enum": {
              "md5": "MD5.",
              "sha1": "SHA-1.",
              "sha256": "SHA-256.",
              "crc32": "CRC-32.",
              "quick_xor": "Quick XOR of OneDrive.",
              "content_hash": "Block hash of Dropbox.",
              "unknown": "No other value fits the source's text."
            }
          },
          "checksum": {"$ref": "types.json#/$defs/text", "description": "Checksum, in the source's encoding.", "x-pii": "none"},
          "version": {"$ref": "types.json#/$defs/text", "description": "Version or revision.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "personal"},
          "web_url": {
            "$ref": "types.json#/$defs/url",
            "description": "Page to open it; links to the bytes expire and are never kept.",
            "x-pii": "none"
          },
          "exportable": {"$ref": "types.json#/$defs/boolean", "description": "Has no bytes of its own and must be exported.", "x-pii": "none"},
          "export_formats": {
            "type": "array",
            "description": "Media types it can be exported as.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/text"}
          },
          "shared": {"$ref": "types.json#/$defs/boolean", "description": "Seen by others than the owner.", "x-pii": "none"},
          "shared_in": {
            "type": "array",
            "description": "Channels it was posted in.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "channel"}
          },
          "trashed": {"$ref": "types.json#/$defs/boolean", "description": "In the bin.", "x-pii": "none"},
          "created_at": {"$ref": "types.json#/$defs/instant", "description": "When it was made.", "x-pii": "none"},
          "modified_at": {"$ref": "types.json#/$defs/instant", "description": "When its content was last changed.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "folder.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:folder:1",
        "title": "Folder",
        "description": "One folder of files.",
        "type": "object",
        "x-model": "folder",
        "x-plural": "folders",
        "x-area": "documents",
        "x-identity": [],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "personal"},
          "parent_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "folder",
            "description": "Folder above; absent at the top.",
            "x-pii": "none"
          },
          "drive_id": {"$ref": "types.json#/$defs/reference", "x-model": "drive", "description": "Drive it is in.", "x-pii": "none"},
          "path": {"$ref": "types.json#/$defs/text", "description": "Path in the drive.", "x-pii": "personal"},
          "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "personal"},
          "owner_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Owner.", "x-pii": "none"},
          "child_count": {"$ref": "types.json#/$defs/integer", "description": "Files and folders directly inside.", "x-pii": "none"},
          "shared": {"$ref": "types.json#/$defs/boolean", "description": "Seen by others than the owner.", "x-pii": "none"},
          "trashed": {"$ref": "types.json#/$defs/boolean", "description": "In the bin.", "x-pii": "none"},
          "created_at": {"$ref": "types.json#/$defs/instant", "description": "When it was made.", "x-pii": "none"},
          "modified_at": {"$ref": "types.json#/$defs/instant", "description": "When it was last changed.", "x-pii": "none"},
          "web_url": {"$ref": "types.json#/$defs/url", "description": "Page to open it.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "group.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:group:1",
        "title": "Group",
        "description": "One set of users in a system, made for access, mail or messages. Units of an employer are departments.",
        "type": "object",
        "x-model": "group",
        "x-plural": "groups",
        "x-area": "common",
        "x-identity": ["email"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What it is for.",
            "x-pii": "none",
            "x-enum": {
              "security": "Access.",
              "mail": "Mailing list.",
              "team": "Working together.",
              "role": "A role of the system.",
              "other": "Another use, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "description": {"$ref": "types.json#/$defs/text", "description": "What it is for, in words.", "x-pii": "none"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Address of the list.", "x-pii": "none"},
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "group", "description": "Group above.", "x-pii": "none"},
          "owner_ids": {
            "type": "array",
            "description": "Who looks after it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "user"}
          },
          "member_ids": {
            "type": "array",
            "description": "Who is in it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "user"}
          },
          "member_group_ids": {
            "type": "array",
            "description": "Groups inside it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "group"}
          },
          "member_count": {"$ref": "types.json#/$defs/integer", "description": "How many are in it.", "x-pii": "none"},
          "external_id": {"$ref": "types.json#/$defs/text", "description": "Id given by the organization's own directory.", "x-pii": "none"},
          "active": {"$ref": "types.json#/$defs/boolean", "description": "In use.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "invoice.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:invoice:1",
        "title": "Invoice",
        "description": "One document sent to a customer that says what is owed: a sales invoice, or a credit note against one.",
        "type": "object",
        "x-model": "invoice",
        "x-plural": "invoices",
        "x-area": "accounting",
        "x-identity": ["number"],
        "required": ["document_kind", "customer_id", "issue_date", "status", "currency", "total", "balance"],
        "properties": {
          "document_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of document.",
            "x-pii": "none",
            "x-enum": {
              "invoice": "The ordinary demand for payment.",
              "credit_note": "Reduces what is owed; amounts stay positive.",
              "debit_note": "Raises what is owed.",
              "receipt": "Paid on the spot.",
              "proforma": "Not yet a demand for payment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "number": {"$ref": "types.json#/$defs/text", "description": "Number as shown.", "x-pii": "none"},
          "customer_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "customer",
            "description": "Customer it is addressed to.",
            "x-pii": "none"
          },
          "customer_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Name of the customer as the document shows it.",
            "x-pii": "personal"
          },
          "issue_date": {"$ref": "types.json#/$defs/date", "description": "Date of the document.", "x-pii": "none"},
          "due_date": {"$ref": "types.json#/$defs/date", "description": "Last day to pay.", "x-pii": "none"},
          "paid_date": {"$ref": "types.json#/$defs/date", "description": "Day it was settled in full.", "x-pii": "none"},
          "service_period_start": {"$ref": "types.json#/$defs/date", "description": "First day of what is charged for.", "x-pii": "none"},
          "service_period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of what is charged for.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State in the books; overdue is derived from due_date and balance and never stored.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Being written, not booked.",
              "submitted": "Waiting for approval.",
              "approved": "Approved, not yet sent or booked.",
              "open": "Booked and owed in full.",
              "partially_paid": "Booked and owed in part.",
              "paid": "Settled in full.",
              "void": "Cancelled after booking; keeps its number.",
              "written_off": "Given up as uncollectable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of every amount.", "x-pii": "none"},
          "exchange_rate": {"$ref": "types.json#/$defs/decimal", "description": "Base currency for one unit of currency.", "x-pii": "none"},
          "base_currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the books.", "x-pii": "none"},
          "tax_inclusive": {
            "$ref": "types.json#/$defs/boolean",
            "description": "Line amounts include tax; absent or null where the source does not say.",
            "x-pii": "none"
          },
          "subtotal": {"$ref": "types.json#/$defs/money", "description": "Sum of the lines before document discount and tax.", "x-pii": "none"},
          "discount_total": {"$ref": "types.json#/$defs/money", "description": "Discounts, as a positive amount.", "x-pii": "none"},
          "tax_total": {"$ref": "types.json#/$defs/money", "description": "All taxes.", "x-pii": "none"},
          "total": {"$ref": "types.json#/$defs/money", "description": "What is to be paid for the document.", "x-pii": "none"},
          "amount_paid": {"$ref": "types.json#/$defs/money", "description": "Paid and credited so far.", "x-pii": "none"},
          "balance": {"$ref": "types.json#/$defs/money", "description": "Still owed.", "x-pii": "none"},
          "withholding_total": {"$ref": "types.json#/$defs/money", "description": "Tax kept back by the payer.", "x-pii": "none"},
          "deposit": {"$ref": "types.json#/$defs/money", "description": "Paid in advance.", "x-pii": "none"},
          "rounding": {"$ref": "types.json#/$defs/money", "description": "Rounding of the total; may be negative.", "x-pii": "none"},
          "tax_summary": {
            "type": "array",
            "description": "Taxes by rate.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Rate.", "x-pii": "none"},
                "name": {"$ref": "types.json#/$defs/text", "description": "Text on the document.", "x-pii": "none"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Which tax.",
                  "x-pii": "none",
                  "x-enum": {
                    "gst": "Canadian federal goods and services tax.",
                    "hst": "Canadian harmonized sales tax.",
                    "pst": "Provincial sales tax (BC, SK, MB).",
                    "qst": "Quebec sales tax.",
                    "vat": "Value added tax.",
                    "sales": "State, county or city sales tax.",
                    "withholding": "Tax kept back by the payer.",
                    "other": "Another tax.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "rate": {"$ref": "types.json#/$defs/percent", "description": "Rate; 13 is thirteen per cent.", "x-pii": "none"},
                "jurisdiction": {"$ref": "types.json#/$defs/region", "description": "Province, state or authority.", "x-pii": "none"},
                "taxable": {"$ref": "types.json#/$defs/money", "description": "Amount the tax is computed on.", "x-pii": "none"},
                "amount": {"$ref": "types.json#/$defs/money", "description": "The tax.", "x-pii": "none"}
              }
            }
          },
          "payment_terms": {"$ref": "types.json#/$defs/text", "description": "Terms by name.", "x-pii": "none"},
          "payment_terms_days": {"$ref": "types.json#/$defs/integer", "description": "Days from issue to due date.", "x-pii": "none"},
          "early_payment_percent": {"$ref": "types.json#/$defs/percent", "description": "Discount for paying early.", "x-pii": "none"},
          "early_payment_days": {"$ref": "types.json#/$defs/integer", "description": "Days within which the discount holds.", "x-pii": "none"},
          "po_number": {"$ref": "types.json#/$defs/text", "description": "Purchase order.", "x-pii": "none"},
          "reference": {"$ref": "types.json#/$defs/text", "description": "Reference of the other side.", "x-pii": "none"},
          "memo": {"$ref": "types.json#/$defs/text", "description": "Text for the customer.", "x-pii": "personal"},
          "private_note": {"$ref": "types.json#/$defs/text", "description": "Text for ourselves.", "x-pii": "personal"},
          "billing_address": {"$ref": "types.json#/$defs/address", "description": "Address on the document.", "x-pii": "contact"},
          "shipping_address": {"$ref": "types.json#/$defs/address", "description": "Where goods or services go.", "x-pii": "contact"},
          "tracking": {
            "type": "array",
            "description": "Classes, projects and other dimensions the books are cut by.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "category_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the dimension.", "x-pii": "none"},
                "category_name": {"$ref": "types.json#/$defs/text", "description": "Name of the dimension.", "x-pii": "none"},
                "value_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the value.", "x-pii": "none"},
                "value": {"$ref": "types.json#/$defs/text", "description": "The value.", "x-pii": "none"}
              }
            }
          },
          "lines": {
            "type": "array",
            "description": "What is charged for.",
            "x-pii": "personal",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "id": {"$ref": "types.json#/$defs/text", "description": "Source id of the line.", "x-pii": "none"},
                "number": {"$ref": "types.json#/$defs/integer", "description": "Position on the document.", "x-pii": "none"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What sort of line.",
                  "x-pii": "none",
                  "x-enum": {
                    "item": "Goods.",
                    "service": "Services or time.",
                    "expense": "Charged to an account, without an item.",
                    "discount": "Discount.",
                    "shipping": "Freight.",
                    "subtotal": "A sum of lines above; not counted again.",
                    "info": "Text only.",
                    "other": "Another sort, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "description": {"$ref": "types.json#/$defs/text", "description": "Text on the line.", "x-pii": "personal"},
                "item_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the item.", "x-pii": "none"},
                "item_code": {"$ref": "types.json#/$defs/text", "description": "Code of the item.", "x-pii": "none"},
                "quantity": {"$ref": "types.json#/$defs/decimal", "description": "How many.", "x-pii": "none"},
                "unit": {"$ref": "types.json#/$defs/text", "description": "Unit of quantity.", "x-pii": "none"},
                "unit_price": {
                  "$ref": "types.json#/$defs/decimal",
                  "description": "Price of one unit in the document's currency, to ten decimals.",
                  "x-pii": "none"
                },
                "discount_percent": {"$ref": "types.json#/$defs/percent", "description": "Discount on the line.", "x-pii": "none"},
                "discount_amount": {
                  "$ref": "types.json#/$defs/money",
                  "description": "Discount on the line, as a positive amount.",
                  "x-pii": "none"
                },
                "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Tax rate.", "x-pii": "none"},
                "tax_code": {"$ref": "types.json#/$defs/text", "description": "Tax code, where the source gives no rate id.", "x-pii": "none"},
                "amount": {
                  "$ref": "types.json#/$defs/money",
                  "description": "Amount as shown; with or without tax as tax_inclusive says.",
                  "x-pii": "none"
                },
                "amount_net": {"$ref": "types.json#/$defs/money", "description": "Amount without tax.", "x-pii": "none"},
                "amount_tax": {"$ref": "types.json#/$defs/money", "description": "Tax of the line.", "x-pii": "none"},
                "amount_gross": {"$ref": "types.json#/$defs/money", "description": "Amount with tax.", "x-pii": "none"},
                "account_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "account",
                  "description": "Account it is booked to.",
                  "x-pii": "none"
                },
                "account_code": {
                  "$ref": "types.json#/$defs/text",
                  "description": "Code of that account, where the source gives no id.",
                  "x-pii": "none"
                },
                "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
                "employee_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "employee",
                  "description": "Whose work is charged.",
                  "x-pii": "none"
                },
                "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
                "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Location.", "x-pii": "none"},
                "billable": {"$ref": "types.json#/$defs/boolean", "description": "To be charged on to a customer.", "x-pii": "none"},
                "service_date": {"$ref": "types.json#/$defs/date", "description": "Day of delivery.", "x-pii": "none"},
                "tracking": {
                  "type": "array",
                  "description": "Classes, projects and other dimensions the books are cut by.",
                  "x-pii": "none",
                  "items": {
                    "type": "object",
                    "required": ["value"],
                    "properties": {
                      "category_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the dimension.", "x-pii": "none"},
                      "category_name": {"$ref": "types.json#/$defs/text", "description": "Name of the dimension.", "x-pii": "none"},
                      "value_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the value.", "x-pii": "none"},
                      "value": {"$ref": "types.json#/$defs/text", "description": "The value.", "x-pii": "none"}
                    }
                  }
                }
              }
            }
          },
          "allocations": {
            "type": "array",
            "description": "Payments and credits set against the document.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "payment_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "payment",
                  "description": "The payment; absent for a credit note.",
                  "x-pii": "none"
                },
                "credit_note_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "invoice",
                  "description": "The credit note.",
                  "x-pii": "none"
                },
                "amount": {"$ref": "types.json#/$defs/money", "description": "How much of it.", "x-pii": "none"},
                "date": {"$ref": "types.json#/$defs/date", "description": "When it was set against.", "x-pii": "none"}
              }
            }
          },
          "file_ids": {
            "type": "array",
            "description": "Attachments.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "file"}
          },
          "account_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Receivable account.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          },
          "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
          "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Location.", "x-pii": "none"},
          "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
          "sent_at": {"$ref": "types.json#/$defs/instant", "description": "When it was sent to the customer.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the invoice in the source.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "job_posting.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:job_posting:1",
        "title": "Job posting",
        "description": "One opening as it is shown to applicants.",
        "type": "object",
        "x-model": "job_posting",
        "x-plural": "job_postings",
        "x-area": "recruiting",
        "x-identity": ["requisition_id"],
        "required": ["title"],
        "properties": {
          "title": {"$ref": "types.json#/$defs/text", "description": "Title.", "x-pii": "none"},
          "requisition_id": {"$ref": "types.json#/$defs/text", "description": "The employer's own number.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether one can apply.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Not shown.",
              "open": "Shown; one can apply.",
              "paused": "Not shown for now.",
              "closed": "No more applications.",
              "filled": "Somebody was hired.",
              "cancelled": "Given up.",
              "unknown": "No other value fits the source's text."
            }
          },
          "description": {"$ref": "types.json#/$defs/text", "description": "Text without marks.", "x-pii": "none"},
          "description_html": {"$ref": "types.json#/$defs/text", "description": "Text as HTML.", "x-pii": "none"},
          "company_name": {"$ref": "types.json#/$defs/text", "description": "Employer as shown.", "x-pii": "none"},
          "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
          "department_names": {
            "type": "array",
            "description": "Departments in the source's words.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/text"}
          },
          "team_name": {"$ref": "types.json#/$defs/text", "description": "Team in the source's words.", "x-pii": "none"},
          "position_id": {"$ref": "types.json#/$defs/reference", "x-model": "position", "description": "Position to be filled.", "x-pii": "none"},
          "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Place of work.", "x-pii": "none"},
          "location_names": {
            "type": "array",
            "description": "Places in the source's words.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/text"}
          },
          "address": {"$ref": "types.json#/$defs/address", "description": "Place of work.", "x-pii": "none"},
          "country": {"$ref": "types.json#/$defs/country", "description": "Country.", "x-pii": "none"},
          "workplace": {
            "$ref": "types.json#/$defs/enum",
            "description": "Where the work is done.",
            "x-pii": "none",
            "x-enum": {
              "on_site": "At the place of work.",
              "remote": "Anywhere.",
              "hybrid": "Both.",
              "unknown": "No other value fits the source's text."
            }
          },
          "employment_type": {
            "$ref": "types.json#/$defs/enum",
            "description": "Form of the employment.",
            "x-pii": "none",
            "x-enum": {
              "full_time": "Regular, full hours.",
              "part_time": "Regular, fewer than full hours.",
              "temporary": "For a fixed term.",
              "seasonal": "For a recurring season.",
              "casual": "On call, without guaranteed hours.",
              "intern": "Internship, co-op or working student.",
              "apprentice": "In vocational training.",
              "contractor": "Supplied under a contract for services.",
              "freelance": "Self-employed.",
              "volunteer": "Unpaid.",
              "unknown": "No other value fits the source's text."
            }
          },
          "level": {"$ref": "types.json#/$defs/text", "description": "Seniority in the source's words.", "x-pii": "none"},
          "pay_minimum": {"$ref": "types.json#/$defs/money", "description": "Lower end of the pay range.", "x-pii": "none"},
          "pay_maximum": {"$ref": "types.json#/$defs/money", "description": "Upper end of the pay range.", "x-pii": "none"},
          "pay_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the range is counted in.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "openings": {"$ref": "types.json#/$defs/integer", "description": "How many are to be hired.", "x-pii": "none"},
          "language": {"$ref": "types.json#/$defs/language", "description": "Language of the text.", "x-pii": "none"},
          "recruiter_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Who looks after it.", "x-pii": "none"},
          "hiring_manager_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who hires.", "x-pii": "none"},
          "published_at": {"$ref": "types.json#/$defs/instant", "description": "When it appeared.", "x-pii": "none"},
          "closes_date": {"$ref": "types.json#/$defs/date", "description": "Last day to apply.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the posting.", "x-pii": "none"},
          "apply_url": {"$ref": "types.json#/$defs/url", "description": "Page to apply on.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "journal_entry.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:journal_entry:1",
        "title": "Journal entry",
        "description": "One manual or automatic entry in the ledger. It has two lines or more, and debits equal credits.",
        "type": "object",
        "x-model": "journal_entry",
        "x-plural": "journal_entries",
        "x-area": "accounting",
        "x-identity": ["number"],
        "required": ["date", "lines"],
        "properties": {
          "date": {"$ref": "types.json#/$defs/date", "description": "Day it counts for.", "x-pii": "none"},
          "number": {"$ref": "types.json#/$defs/text", "description": "Number as shown.", "x-pii": "none"},
          "memo": {"$ref": "types.json#/$defs/text", "description": "Free text.", "x-pii": "personal"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State in the ledger.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Not yet in the ledger.",
              "posted": "In the ledger.",
              "reversed": "Undone by another entry.",
              "void": "Cancelled.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Why it was made.",
            "x-pii": "none",
            "x-enum": {
              "manual": "By hand.",
              "adjusting": "At the end of a period.",
              "reversing": "Undoes another entry.",
              "opening": "Opening balances.",
              "closing": "Closes a year.",
              "system": "By the accounting system.",
              "unknown": "No other value fits the source's text."
            }
          },
          "period": {"$ref": "types.json#/$defs/text", "description": "Fiscal period in the source's words.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the lines.", "x-pii": "none"},
          "exchange_rate": {"$ref": "types.json#/$defs/decimal", "description": "Base currency for one unit of currency.", "x-pii": "none"},
          "tax_inclusive": {"$ref": "types.json#/$defs/boolean", "description": "Line amounts include tax.", "x-pii": "none"},
          "lines": {
            "type": "array",
            "description": "Two or more, in balance.",
            "x-pii": "personal",
            "items": {
              "type": "object",
              "properties": {
                "id": {"$ref": "types.json#/$defs/text", "description": "Source id of the line.", "x-pii": "none"},
                "number": {"$ref": "types.json#/$defs/integer", "description": "Position in the entry.", "x-pii": "none"},
                "account_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Account.", "x-pii": "none"},
                "account_code": {
                  "$ref": "types.json#/$defs/text",
                  "description": "Code of the account, where the source gives no id.",
                  "x-pii": "none"
                },
                "debit": {"$ref": "types.json#/$defs/money", "description": "Amount on the debit side.", "x-pii": "none"},
                "credit": {"$ref": "types.json#/$defs/money", "description": "Amount on the credit side.", "x-pii": "none"},
                "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "personal"},
                "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Tax rate.", "x-pii": "none"},
                "tax_amount": {"$ref": "types.json#/$defs/money", "description": "Tax of the line.", "x-pii": "none"},
                "customer_id": {"$ref": "types.json#/$defs/reference", "x-model": "customer", "description": "Customer.", "x-pii": "none"},
                "supplier_id": {"$ref": "types.json#/$defs/reference", "x-model": "supplier", "description": "Supplier.", "x-pii": "none"},
                "employee_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Employee.", "x-pii": "none"},
                "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
                "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
                "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Location.", "x-pii": "none"},
                "tracking": {
                  "type": "array",
                  "description": "Classes, projects and other dimensions the books are cut by.",
                  "x-pii": "none",
                  "items": {
                    "type": "object",
                    "required": ["value"],
                    "properties": {
                      "category_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the dimension.", "x-pii": "none"},
                      "category_name": {"$ref": "types.json#/$defs/text", "description": "Name of the dimension.", "x-pii": "none"},
                      "value_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the value.", "x-pii": "none"},
                      "value": {"$ref": "types.json#/$defs/text", "description": "The value.", "x-pii": "none"}
                    }
                  }
                }
              }
            }
          },
          "reverses_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "journal_entry",
            "description": "The entry it undoes.",
            "x-pii": "none"
          },
          "file_ids": {
            "type": "array",
            "description": "Attachments.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "file"}
          },
          "posted_at": {"$ref": "types.json#/$defs/instant", "description": "When it reached the ledger.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          }
        }
      }
      """#
    ),
    (
      "learner.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:learner:1",
        "title": "Learner",
        "description": "One person who can take courses in a learning system.",
        "type": "object",
        "x-model": "learner",
        "x-plural": "learners",
        "x-area": "learning",
        "x-identity": ["email", "employee_number"],
        "required": [],
        "properties": {
          "email": {
            "$ref": "types.json#/$defs/email",
            "description": "Address; many learning systems know a person only by it.",
            "x-pii": "contact"
          },
          "username": {"$ref": "types.json#/$defs/text", "description": "Login name.", "x-pii": "personal"},
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Given name.", "x-pii": "personal"},
          "last_name": {"$ref": "types.json#/$defs/text", "description": "Family name.", "x-pii": "personal"},
          "display_name": {"$ref": "types.json#/$defs/text", "description": "Name as shown.", "x-pii": "personal"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind the learner.",
            "x-pii": "none"
          },
          "employee_number": {
            "$ref": "types.json#/$defs/text",
            "description": "Employer's number, where the source keeps it.",
            "x-pii": "personal"
          },
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether the person can learn.",
            "x-pii": "none",
            "x-enum": {
              "active": "Can sign in.",
              "invited": "Asked to join.",
              "inactive": "Cannot sign in.",
              "unknown": "No other value fits the source's text."
            }
          },
          "role": {"$ref": "types.json#/$defs/text", "description": "Role in the learning system.", "x-pii": "none"},
          "manager_id": {"$ref": "types.json#/$defs/reference", "x-model": "learner", "description": "Who sees the progress.", "x-pii": "none"},
          "department_name": {"$ref": "types.json#/$defs/text", "description": "Department in the source's words.", "x-pii": "none"},
          "job_title": {"$ref": "types.json#/$defs/text", "description": "Title.", "x-pii": "personal"},
          "language": {"$ref": "types.json#/$defs/language", "description": "Language of courses.", "x-pii": "none"},
          "group_ids": {
            "type": "array",
            "description": "Groups.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "group"}
          },
          "enrolled_at": {"$ref": "types.json#/$defs/instant", "description": "When the person joined.", "x-pii": "none"},
          "last_active_at": {"$ref": "types.json#/$defs/instant", "description": "When last seen.", "x-pii": "none"},
          "profile_url": {"$ref": "types.json#/$defs/url", "description": "Page of the person.", "x-pii": "personal"}
        }
      }
      """#
    ),
    (
      "leave.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:leave:1",
        "title": "Leave",
        "description": "One absence of one employee, asked for or taken: a day of vacation as well as a year of parental leave.",
        "type": "object",
        "x-model": "leave",
        "x-plural": "leaves",
        "x-area": "hris",
        "x-identity": [],
        "required": ["employee_id", "kind", "status", "start_date"],
        "properties": {
          "employee_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who is away.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Reason for the absence; may reveal health or family.",
            "x-pii": "sensitive",
            "x-enum": {
              "vacation": "Paid annual holiday.",
              "sick": "Short illness.",
              "personal": "Personal or emergency day.",
              "parental": "Care of a new child, either parent.",
              "maternity": "Pregnancy and birth.",
              "paternity": "The other parent around a birth.",
              "adoption": "Care of a newly adopted child.",
              "medical": "Longer illness or recovery, often job-protected.",
              "short_term_disability": "Absence paid under a short-term disability plan.",
              "long_term_disability": "Absence paid under a long-term disability plan.",
              "workers_compensation": "Work injury or occupational illness.",
              "family_care": "Care of a family member (family responsibility, FMLA).",
              "compassionate_care": "Care of a dying relative (Canadian EI compassionate care).",
              "critical_illness": "Care of a critically ill child or adult (Canadian EI family caregiver).",
              "bereavement": "Death in the family.",
              "domestic_violence": "Domestic or sexual violence leave.",
              "jury_duty": "Jury or witness service.",
              "voting": "Time off to vote.",
              "volunteer": "Volunteering.",
              "military": "Reservist or military service.",
              "religious": "Religious observance.",
              "traditional_practices": "Traditional Aboriginal practices (Canada Labour Code).",
              "study": "Education or examination.",
              "sabbatical": "Long agreed leave.",
              "compensatory": "Time off in lieu of overtime.",
              "statutory": "Public or statutory holiday.",
              "layoff": "Temporary lay-off.",
              "unpaid": "Unpaid leave with no other reason given.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "type_name": {"$ref": "types.json#/$defs/text", "description": "The employer's own name for this absence.", "x-pii": "sensitive"},
          "type_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the employer's absence type.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Where the request stands.",
            "x-pii": "none",
            "x-enum": {
              "requested": "Waiting for a decision.",
              "approved": "Granted; taken or to be taken.",
              "declined": "Refused.",
              "cancelled": "Withdrawn.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day away.", "x-pii": "none"},
          "end_date": {
            "$ref": "types.json#/$defs/date",
            "description": "Last day away, inclusive; absent or null while open-ended.",
            "x-pii": "none"
          },
          "start_half_day": {"$ref": "types.json#/$defs/boolean", "description": "The first day is half a day.", "x-pii": "none"},
          "end_half_day": {"$ref": "types.json#/$defs/boolean", "description": "The last day is half a day.", "x-pii": "none"},
          "start_time": {
            "$ref": "types.json#/$defs/time",
            "description": "Time of leaving on the first day, in the employee's zone.",
            "x-pii": "none"
          },
          "end_time": {
            "$ref": "types.json#/$defs/time",
            "description": "Time of return on the last day, in the employee's zone.",
            "x-pii": "none"
          },
          "amount": {"$ref": "types.json#/$defs/decimal", "description": "Time off in unit, as the source counts it.", "x-pii": "none"},
          "unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "Unit of amount; never converted.",
            "x-pii": "none",
            "x-enum": {"hours": "Hours.", "days": "Working days.", "weeks": "Weeks.", "unknown": "No other value fits the source's text."}
          },
          "days": {
            "type": "array",
            "description": "Time off day by day.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["date", "amount"],
              "properties": {
                "date": {"$ref": "types.json#/$defs/date", "description": "The day.", "x-pii": "none"},
                "amount": {"$ref": "types.json#/$defs/decimal", "description": "Time off that day, in unit.", "x-pii": "none"}
              }
            }
          },
          "paid": {"$ref": "types.json#/$defs/boolean", "description": "Paid by the employer.", "x-pii": "none"},
          "protected": {"$ref": "types.json#/$defs/boolean", "description": "The job is protected by law during the leave.", "x-pii": "none"},
          "intermittent": {"$ref": "types.json#/$defs/boolean", "description": "Taken in pieces over the period.", "x-pii": "none"},
          "expected_return_date": {"$ref": "types.json#/$defs/date", "description": "Planned first day back.", "x-pii": "none"},
          "actual_return_date": {"$ref": "types.json#/$defs/date", "description": "First day back.", "x-pii": "none"},
          "benefits_continue": {
            "$ref": "types.json#/$defs/boolean",
            "description": "Insured benefits go on; decides what a carrier is told.",
            "x-pii": "none"
          },
          "approver_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who decides.", "x-pii": "none"},
          "requested_at": {"$ref": "types.json#/$defs/instant", "description": "When it was asked for.", "x-pii": "none"},
          "approved_at": {"$ref": "types.json#/$defs/instant", "description": "When it was granted.", "x-pii": "none"},
          "note": {"$ref": "types.json#/$defs/text", "description": "Free text by the employee or manager.", "x-pii": "sensitive"}
        }
      }
      """#
    ),
    (
      "leave_balance.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:leave_balance:1",
        "title": "Leave balance",
        "description": "What one employee has left, has used and will earn of one kind of leave on one day.",
        "type": "object",
        "x-model": "leave_balance",
        "x-plural": "leave_balances",
        "x-area": "hris",
        "x-identity": [],
        "required": ["employee_id", "balance", "unit"],
        "properties": {
          "employee_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Whose balance.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Kind of leave.",
            "x-pii": "sensitive",
            "x-enum": {
              "vacation": "Paid annual holiday.",
              "sick": "Short illness.",
              "personal": "Personal or emergency day.",
              "parental": "Care of a new child, either parent.",
              "maternity": "Pregnancy and birth.",
              "paternity": "The other parent around a birth.",
              "adoption": "Care of a newly adopted child.",
              "medical": "Longer illness or recovery, often job-protected.",
              "short_term_disability": "Absence paid under a short-term disability plan.",
              "long_term_disability": "Absence paid under a long-term disability plan.",
              "workers_compensation": "Work injury or occupational illness.",
              "family_care": "Care of a family member (family responsibility, FMLA).",
              "compassionate_care": "Care of a dying relative (Canadian EI compassionate care).",
              "critical_illness": "Care of a critically ill child or adult (Canadian EI family caregiver).",
              "bereavement": "Death in the family.",
              "domestic_violence": "Domestic or sexual violence leave.",
              "jury_duty": "Jury or witness service.",
              "voting": "Time off to vote.",
              "volunteer": "Volunteering.",
              "military": "Reservist or military service.",
              "religious": "Religious observance.",
              "traditional_practices": "Traditional Aboriginal practices (Canada Labour Code).",
              "study": "Education or examination.",
              "sabbatical": "Long agreed leave.",
              "compensatory": "Time off in lieu of overtime.",
              "statutory": "Public or statutory holiday.",
              "layoff": "Temporary lay-off.",
              "unpaid": "Unpaid leave with no other reason given.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "type_name": {"$ref": "types.json#/$defs/text", "description": "The employer's own name for it.", "x-pii": "sensitive"},
          "type_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the employer's absence type.", "x-pii": "none"},
          "balance": {"$ref": "types.json#/$defs/decimal", "description": "What is left, in unit; may be negative.", "x-pii": "none"},
          "used": {"$ref": "types.json#/$defs/decimal", "description": "Taken in the current period.", "x-pii": "none"},
          "scheduled": {"$ref": "types.json#/$defs/decimal", "description": "Approved but not yet taken.", "x-pii": "none"},
          "accrued": {"$ref": "types.json#/$defs/decimal", "description": "Earned in the current period.", "x-pii": "none"},
          "carried_over": {"$ref": "types.json#/$defs/decimal", "description": "Brought from the period before.", "x-pii": "none"},
          "entitlement": {"$ref": "types.json#/$defs/decimal", "description": "Granted for the whole period.", "x-pii": "none"},
          "unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "Unit of every amount here; never converted.",
            "x-pii": "none",
            "x-enum": {"hours": "Hours.", "days": "Working days.", "weeks": "Weeks.", "unknown": "No other value fits the source's text."}
          },
          "as_of": {"$ref": "types.json#/$defs/date", "description": "Day the amounts are true for.", "x-pii": "none"},
          "period_start": {"$ref": "types.json#/$defs/date", "description": "First day of the accrual period.", "x-pii": "none"},
          "period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of the accrual period.", "x-pii": "none"},
          "carry_over_expiry_date": {"$ref": "types.json#/$defs/date", "description": "Last day to use what was carried over.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "legal_entity.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:legal_entity:1",
        "title": "Legal entity",
        "description": "One company in law: the employer on a contract, the subsidiary in a set of books.",
        "type": "object",
        "x-model": "legal_entity",
        "x-plural": "legal_entities",
        "x-area": "hris",
        "x-identity": [],
        "required": ["legal_name"],
        "properties": {
          "legal_name": {"$ref": "types.json#/$defs/text", "description": "Registered name.", "x-pii": "none"},
          "display_name": {"$ref": "types.json#/$defs/text", "description": "Name as shown.", "x-pii": "none"},
          "registrations": {
            "type": "array",
            "description": "Numbers under which authorities know it.",
            "x-pii": "government_id",
            "items": {
              "type": "object",
              "required": ["kind", "value"],
              "properties": {
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Which number.",
                  "x-pii": "none",
                  "x-enum": {
                    "bn": "Canadian business number, with or without account suffix.",
                    "neq": "Quebec enterprise number.",
                    "ein": "United States employer identification number.",
                    "vat": "Value added tax number.",
                    "company_number": "Number in the companies register.",
                    "payroll_account": "Account for payroll remittances.",
                    "other": "Another number.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "value": {"$ref": "types.json#/$defs/text", "description": "The number.", "x-pii": "government_id"},
                "country": {"$ref": "types.json#/$defs/country", "description": "Country that issued it.", "x-pii": "none"},
                "region": {"$ref": "types.json#/$defs/region", "description": "Province or state that issued it.", "x-pii": "none"}
              }
            }
          },
          "country": {"$ref": "types.json#/$defs/country", "description": "Country of registration.", "x-pii": "none"},
          "address": {"$ref": "types.json#/$defs/address", "description": "Registered address.", "x-pii": "none"},
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Main number.", "x-pii": "none"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Main address.", "x-pii": "none"},
          "website": {"$ref": "types.json#/$defs/url", "description": "Web site.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency it keeps books in.", "x-pii": "none"},
          "fiscal_year_end": {"$ref": "types.json#/$defs/text", "description": "Last day of the fiscal year as MM-DD.", "x-pii": "none"},
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "legal_entity", "description": "Company above.", "x-pii": "none"},
          "active": {"$ref": "types.json#/$defs/boolean", "description": "In use.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "location.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:location:1",
        "title": "Location",
        "description": "One place where people work or records are kept.",
        "type": "object",
        "x-model": "location",
        "x-plural": "locations",
        "x-area": "hris",
        "x-identity": ["code"],
        "required": [],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "The employer's own code.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of place.",
            "x-pii": "none",
            "x-enum": {
              "office": "Office.",
              "site": "Plant, shop, site or warehouse.",
              "home": "A private home.",
              "remote": "No place in particular.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "address": {"$ref": "types.json#/$defs/address", "description": "Where it is.", "x-pii": "none"},
          "country": {"$ref": "types.json#/$defs/country", "description": "Country, where the source gives no address.", "x-pii": "none"},
          "region": {"$ref": "types.json#/$defs/region", "description": "Province or state, where the source gives no address.", "x-pii": "none"},
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Main number.", "x-pii": "none"},
          "timezone": {"$ref": "types.json#/$defs/timezone", "description": "Local zone.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Local currency.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company it belongs to.",
            "x-pii": "none"
          },
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Place it is part of.", "x-pii": "none"},
          "active": {"$ref": "types.json#/$defs/boolean", "description": "In use.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "member.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:member:1",
        "title": "Member",
        "description": "One person covered, or able to be covered, under a group policy: the employee as subscriber, or a dependent of one.",
        "type": "object",
        "x-model": "member",
        "x-plural": "members",
        "x-area": "benefits",
        "x-identity": ["member_number", "national_id"],
        "required": ["role", "relationship", "subscriber_id", "last_name", "status"],
        "properties": {
          "role": {
            "$ref": "types.json#/$defs/enum",
            "description": "Place in the family.",
            "x-pii": "none",
            "x-enum": {"subscriber": "Holds the certificate.", "dependent": "Covered through a subscriber."}
          },
          "relationship": {
            "$ref": "types.json#/$defs/enum",
            "description": "Relation to the subscriber; self exactly when the role is subscriber.",
            "x-pii": "personal",
            "x-enum": {
              "self": "The subscriber.",
              "spouse": "Married spouse.",
              "common_law": "Common-law partner.",
              "domestic_partner": "Domestic or life partner.",
              "child": "Own child.",
              "stepchild": "Child of the spouse.",
              "adopted_child": "Adopted child.",
              "foster_child": "Foster child.",
              "grandchild": "Grandchild.",
              "ward": "Child under guardianship.",
              "parent": "Father or mother.",
              "sibling": "Brother or sister.",
              "ex_spouse": "Former spouse.",
              "survivor": "Surviving spouse or child of a subscriber who died.",
              "other": "Another relation, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "subscriber_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "member",
            "description": "Member record of the subscriber; the subscriber's own id on a subscriber.",
            "x-pii": "none"
          },
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind a subscriber.",
            "x-pii": "none"
          },
          "member_number": {"$ref": "types.json#/$defs/text", "description": "Number issued by the carrier.", "x-pii": "personal"},
          "certificate_number": {
            "$ref": "types.json#/$defs/text",
            "description": "Certificate, where it differs from the member number.",
            "x-pii": "personal"
          },
          "dependent_suffix": {
            "$ref": "types.json#/$defs/text",
            "description": "Suffix that tells members of one certificate apart.",
            "x-pii": "none"
          },
          "group_number": {"$ref": "types.json#/$defs/text", "description": "Policy.", "x-pii": "none"},
          "division": {"$ref": "types.json#/$defs/text", "description": "Division of the policy.", "x-pii": "none"},
          "subgroup": {"$ref": "types.json#/$defs/text", "description": "Account, section or location of the policy.", "x-pii": "none"},
          "benefit_class": {"$ref": "types.json#/$defs/text", "description": "Class of the policy.", "x-pii": "none"},
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Legal given name.", "x-pii": "personal"},
          "middle_name": {"$ref": "types.json#/$defs/text", "description": "Legal middle names or initial.", "x-pii": "personal"},
          "last_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Legal family name; the whole name where the source has only one.",
            "x-pii": "personal"
          },
          "preferred_name": {"$ref": "types.json#/$defs/text", "description": "Given name the person goes by.", "x-pii": "personal"},
          "name_suffix": {"$ref": "types.json#/$defs/text", "description": "Suffix after the name.", "x-pii": "personal"},
          "date_of_birth": {"$ref": "types.json#/$defs/date", "description": "Birth date; carriers price on it.", "x-pii": "sensitive"},
          "date_of_death": {"$ref": "types.json#/$defs/date", "description": "Day of death.", "x-pii": "sensitive"},
          "sex": {
            "$ref": "types.json#/$defs/enum",
            "description": "Sex on the policy, which is not gender identity.",
            "x-pii": "sensitive",
            "x-enum": {
              "female": "F on the policy.",
              "male": "M on the policy.",
              "x": "X on the policy.",
              "unknown": "No other value fits the source's text."
            }
          },
          "national_id": {
            "$ref": "types.json#/$defs/text",
            "description": "National number in full; absent where the source masks it.",
            "x-pii": "government_id"
          },
          "national_id_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which national number it is.",
            "x-pii": "none",
            "x-enum": {
              "sin": "Canadian social insurance number.",
              "ssn": "United States social security number.",
              "nino": "British national insurance number.",
              "other": "Another national number; country in national_id_country.",
              "unknown": "No other value fits the source's text."
            }
          },
          "national_id_country": {"$ref": "types.json#/$defs/country", "description": "Country that issued the number.", "x-pii": "none"},
          "national_id_last4": {
            "$ref": "types.json#/$defs/text",
            "description": "Last four characters, where the source masks the rest.",
            "x-pii": "government_id"
          },
          "preferred_language": {"$ref": "types.json#/$defs/language", "description": "Language of correspondence.", "x-pii": "personal"},
          "home_address": {"$ref": "types.json#/$defs/address", "description": "Where the person lives.", "x-pii": "contact"},
          "mailing_address": {"$ref": "types.json#/$defs/address", "description": "Where post goes, if elsewhere.", "x-pii": "contact"},
          "emails": {
            "type": "array",
            "description": "Addresses.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/email", "description": "The address.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches the person.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                }
              }
            }
          },
          "phones": {
            "type": "array",
            "description": "Numbers.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/phone", "description": "The number.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches the person.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                }
              }
            }
          },
          "province_of_residence": {
            "$ref": "types.json#/$defs/region",
            "description": "Province of residence; decides the public plan.",
            "x-pii": "none"
          },
          "province_of_employment": {
            "$ref": "types.json#/$defs/region",
            "description": "Province of employment; decides tax on premiums.",
            "x-pii": "none"
          },
          "provincial_plan": {"$ref": "types.json#/$defs/text", "description": "Public drug or health plan, such as RAMQ.", "x-pii": "none"},
          "marital_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Civil status.",
            "x-pii": "sensitive",
            "x-enum": {
              "single": "Never married.",
              "married": "Married.",
              "domestic_partner": "Registered or domestic partnership.",
              "common_law": "Common-law partner, as Canadian tax law knows it.",
              "separated": "Married or partnered, living apart.",
              "divorced": "Marriage ended by divorce.",
              "widowed": "The spouse or partner has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "student_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Studies of an overage dependent.",
            "x-pii": "sensitive",
            "x-enum": {
              "full_time": "Full-time student.",
              "part_time": "Part-time student.",
              "none": "Not a student.",
              "unknown": "No other value fits the source's text."
            }
          },
          "student_school": {"$ref": "types.json#/$defs/text", "description": "School.", "x-pii": "personal"},
          "student_term_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of the term.", "x-pii": "none"},
          "student_verified_until": {"$ref": "types.json#/$defs/date", "description": "Proof of studies holds until then.", "x-pii": "none"},
          "disabled": {"$ref": "types.json#/$defs/boolean", "description": "Disabled, as the policy defines it.", "x-pii": "health"},
          "disabled_since": {"$ref": "types.json#/$defs/date", "description": "First day of the disability.", "x-pii": "health"},
          "disability_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of disability.",
            "x-pii": "health",
            "x-enum": {
              "short_term": "Short-term.",
              "long_term": "Long-term.",
              "permanent": "Permanent or total.",
              "unknown": "No other value fits the source's text."
            }
          },
          "tobacco": {
            "$ref": "types.json#/$defs/enum",
            "description": "Use of tobacco.",
            "x-pii": "health",
            "x-enum": {"user": "Uses tobacco.", "non_user": "Does not.", "unknown": "No other value fits the source's text."}
          },
          "medicare_plan": {
            "$ref": "types.json#/$defs/enum",
            "description": "United States Medicare.",
            "x-pii": "health",
            "x-enum": {
              "none": "Not enrolled.",
              "part_a": "Part A.",
              "part_b": "Part B.",
              "part_a_and_b": "Parts A and B.",
              "enrolled": "Enrolled, part not told.",
              "unknown": "No other value fits the source's text."
            }
          },
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State under the policy.",
            "x-pii": "none",
            "x-enum": {
              "pending": "Not yet in force.",
              "active": "Covered.",
              "waived": "Declined every cover.",
              "suspended": "Cover is interrupted.",
              "terminated": "Cover has ended.",
              "deceased": "The person has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "benefit_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "On what ground the person is covered.",
            "x-pii": "none",
            "x-enum": {
              "active": "As an active employee or dependent of one.",
              "cobra": "Continuation after leaving, under COBRA.",
              "surviving": "As a survivor.",
              "tefra": "Working past 65 under TEFRA.",
              "retired": "As a retiree.",
              "unknown": "No other value fits the source's text."
            }
          },
          "eligibility_start_date": {"$ref": "types.json#/$defs/date", "description": "First day of eligibility.", "x-pii": "none"},
          "eligibility_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of eligibility.", "x-pii": "none"},
          "employment_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the subscriber's employment, as the carrier knows it.",
            "x-pii": "personal",
            "x-enum": {
              "pending": "Hired or accepted, the first day is still to come.",
              "active": "Employed and at work.",
              "on_leave": "Employed and away on an approved leave.",
              "suspended": "Employed, barred from work for now.",
              "terminated": "Employment has ended.",
              "retired": "Employment has ended by retirement.",
              "deceased": "The person has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "employment_type": {
            "$ref": "types.json#/$defs/enum",
            "description": "Form of the subscriber's employment.",
            "x-pii": "none",
            "x-enum": {
              "full_time": "Regular, full hours.",
              "part_time": "Regular, fewer than full hours.",
              "temporary": "For a fixed term.",
              "seasonal": "For a recurring season.",
              "casual": "On call, without guaranteed hours.",
              "intern": "Internship, co-op or working student.",
              "apprentice": "In vocational training.",
              "contractor": "Supplied under a contract for services.",
              "freelance": "Self-employed.",
              "volunteer": "Unpaid.",
              "unknown": "No other value fits the source's text."
            }
          },
          "hire_date": {"$ref": "types.json#/$defs/date", "description": "First day of the subscriber's employment.", "x-pii": "none"},
          "rehire_date": {"$ref": "types.json#/$defs/date", "description": "First day of the latest return.", "x-pii": "none"},
          "termination_date": {"$ref": "types.json#/$defs/date", "description": "Last day of the subscriber's employment.", "x-pii": "personal"},
          "retirement_date": {"$ref": "types.json#/$defs/date", "description": "First day of retirement.", "x-pii": "none"},
          "weekly_hours": {"$ref": "types.json#/$defs/decimal", "description": "Hours a week.", "x-pii": "none"},
          "occupation": {"$ref": "types.json#/$defs/text", "description": "Occupation.", "x-pii": "personal"},
          "salary": {"$ref": "types.json#/$defs/money", "description": "Insured earnings.", "x-pii": "financial"},
          "salary_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the salary pays for.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "salary_effective_date": {"$ref": "types.json#/$defs/date", "description": "First day of that salary.", "x-pii": "none"},
          "other_coverage": {
            "type": "array",
            "description": "Other insurers, for coordination of benefits.",
            "x-pii": "health",
            "items": {
              "type": "object",
              "required": ["insurer"],
              "properties": {
                "insurer": {"$ref": "types.json#/$defs/text", "description": "Insurer.", "x-pii": "none"},
                "policy_number": {"$ref": "types.json#/$defs/text", "description": "Policy.", "x-pii": "personal"},
                "order": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Who pays first.",
                  "x-pii": "none",
                  "x-enum": {
                    "primary": "Pays first.",
                    "secondary": "Pays second.",
                    "tertiary": "Pays third.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "lines": {
                  "type": "array",
                  "description": "Lines covered there.",
                  "x-pii": "none",
                  "items": {
                    "$ref": "types.json#/$defs/enum",
                    "x-enum": {
                      "medical": "Extended health or major medical.",
                      "hospital": "Hospital rooms or hospital cash.",
                      "dental": "Dental care.",
                      "vision": "Eye care.",
                      "hearing": "Hearing care.",
                      "drug": "Prescription drugs.",
                      "mental_health": "Mental health care.",
                      "preventive": "Preventive care and wellness as insured cover.",
                      "long_term_care": "Long-term care.",
                      "life": "Basic life of the employee.",
                      "optional_life": "Additional life bought by the employee.",
                      "dependent_life": "Life of spouse and children.",
                      "add": "Accidental death and dismemberment.",
                      "accident": "Accident insurance beyond death and dismemberment.",
                      "critical_illness": "Lump sum on a diagnosis.",
                      "std": "Short-term disability or weekly indemnity.",
                      "ltd": "Long-term disability.",
                      "travel": "Out-of-country emergencies.",
                      "eap": "Employee assistance programme.",
                      "hcsa": "Health care spending account (Canada).",
                      "wellness_account": "Personal wellness or lifestyle spending account.",
                      "hsa": "Health savings account (United States).",
                      "fsa": "Flexible spending account (United States).",
                      "hra": "Health reimbursement arrangement (United States).",
                      "pension": "Retirement saving of any kind.",
                      "other": "Another line, named by the source.",
                      "unknown": "No other value fits the source's text."
                    }
                  }
                },
                "start_date": {"$ref": "types.json#/$defs/date", "description": "First day.", "x-pii": "none"},
                "end_date": {"$ref": "types.json#/$defs/date", "description": "Last day.", "x-pii": "none"}
              }
            }
          },
          "maintenance": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the feed asks the carrier to do.",
            "x-pii": "none",
            "x-enum": {
              "add": "Take up.",
              "change": "Change.",
              "terminate": "End.",
              "reinstate": "Take up again.",
              "audit": "Compare with what is on file.",
              "unknown": "No other value fits the source's text."
            }
          },
          "maintenance_reason": {
            "$ref": "types.json#/$defs/enum",
            "description": "Why the carrier is asked.",
            "x-pii": "sensitive",
            "x-enum": {
              "hire": "New employment.",
              "birth": "Birth.",
              "adoption": "Adoption.",
              "marriage": "Marriage.",
              "divorce": "Divorce or separation.",
              "death": "Death.",
              "loss_of_coverage": "Other cover was lost.",
              "enrolment": "Enrolment period or first enrolment.",
              "plan_change": "Another plan or level.",
              "class_change": "Another benefit class.",
              "leave": "Leave of absence or lay-off.",
              "return": "Return from leave or re-enrolment.",
              "termination": "Employment ended.",
              "retirement": "Retirement.",
              "move": "Another address or location.",
              "non_payment": "Premiums were not paid.",
              "data_correction": "Personal data were put right.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "maintenance_date": {"$ref": "types.json#/$defs/date", "description": "First day the change applies.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "message.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:message:1",
        "title": "Message",
        "description": "One message in a channel, a mailbox or a phone conversation.",
        "type": "object",
        "x-model": "message",
        "x-plural": "messages",
        "x-area": "communication",
        "x-identity": ["rfc822_id"],
        "required": ["sent_at"],
        "properties": {
          "channel_id": {"$ref": "types.json#/$defs/reference", "x-model": "channel", "description": "Where it was written.", "x-pii": "none"},
          "author_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "user",
            "description": "Who wrote it; system messages have none.",
            "x-pii": "none"
          },
          "author_name": {"$ref": "types.json#/$defs/text", "description": "Author, where there is no user record.", "x-pii": "personal"},
          "author_address": {"$ref": "types.json#/$defs/text", "description": "Author's e-mail address or phone number.", "x-pii": "contact"},
          "sent_at": {
            "$ref": "types.json#/$defs/instant",
            "description": "When it was sent, or written where it was never sent.",
            "x-pii": "none"
          },
          "edited_at": {"$ref": "types.json#/$defs/instant", "description": "When it was last changed.", "x-pii": "none"},
          "direction": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which way it went.",
            "x-pii": "none",
            "x-enum": {
              "inbound": "To us.",
              "outbound": "From us.",
              "internal": "Between members of the organization.",
              "unknown": "No other value fits the source's text."
            }
          },
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What carries it.",
            "x-pii": "none",
            "x-enum": {
              "chat": "Chat.",
              "email": "E-mail.",
              "sms": "Text message.",
              "call": "Voice call or voicemail.",
              "system": "Written by the system.",
              "other": "Another carrier, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "subject": {"$ref": "types.json#/$defs/text", "description": "Subject.", "x-pii": "personal"},
          "text_plain": {"$ref": "types.json#/$defs/text", "description": "Text without marks.", "x-pii": "personal"},
          "text_html": {"$ref": "types.json#/$defs/text", "description": "Text as HTML.", "x-pii": "personal"},
          "text_markdown": {"$ref": "types.json#/$defs/text", "description": "Text in the source's markup.", "x-pii": "personal"},
          "thread_root_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "message",
            "description": "First message of the thread.",
            "x-pii": "none"
          },
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "message", "description": "Message it answers.", "x-pii": "none"},
          "reply_count": {"$ref": "types.json#/$defs/integer", "description": "Answers so far.", "x-pii": "none"},
          "mentions": {
            "type": "array",
            "description": "Users named in it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "user"}
          },
          "reactions": {
            "type": "array",
            "description": "Reactions.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["name"],
              "properties": {
                "name": {"$ref": "types.json#/$defs/text", "description": "Reaction.", "x-pii": "none"},
                "count": {"$ref": "types.json#/$defs/integer", "description": "How many.", "x-pii": "none"},
                "user_ids": {
                  "type": "array",
                  "description": "By whom.",
                  "x-pii": "none",
                  "items": {"$ref": "types.json#/$defs/reference", "x-model": "user"}
                }
              }
            }
          },
          "file_ids": {
            "type": "array",
            "description": "Attachments.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "file"}
          },
          "to": {"type": "array", "description": "Addresses it goes to.", "x-pii": "contact", "items": {"$ref": "types.json#/$defs/text"}},
          "cc": {"type": "array", "description": "Addresses in copy.", "x-pii": "contact", "items": {"$ref": "types.json#/$defs/text"}},
          "bcc": {"type": "array", "description": "Addresses in blind copy.", "x-pii": "contact", "items": {"$ref": "types.json#/$defs/text"}},
          "rfc822_id": {"$ref": "types.json#/$defs/text", "description": "Message-ID of an e-mail.", "x-pii": "personal"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far it has come.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Not sent.",
              "queued": "Waiting to be sent.",
              "sent": "Sent.",
              "delivered": "Arrived.",
              "read": "Read.",
              "failed": "Could not be delivered.",
              "unknown": "No other value fits the source's text."
            }
          },
          "error_code": {"$ref": "types.json#/$defs/text", "description": "Why it failed.", "x-pii": "none"},
          "price": {"$ref": "types.json#/$defs/money", "description": "What sending cost.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the message.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "pay_statement.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:pay_statement:1",
        "title": "Pay statement",
        "description": "What one employee is paid in one pay run, with the lines that explain it.",
        "type": "object",
        "x-model": "pay_statement",
        "x-plural": "pay_statements",
        "x-area": "payroll",
        "x-identity": ["number"],
        "required": ["employee_id", "payroll_id"],
        "properties": {
          "employee_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who is paid.", "x-pii": "none"},
          "payroll_id": {"$ref": "types.json#/$defs/reference", "x-model": "payroll", "description": "The pay run.", "x-pii": "none"},
          "number": {"$ref": "types.json#/$defs/text", "description": "Number of the stub or cheque.", "x-pii": "none"},
          "period_start": {"$ref": "types.json#/$defs/date", "description": "First day of the pay period.", "x-pii": "none"},
          "period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of the pay period.", "x-pii": "none"},
          "pay_date": {"$ref": "types.json#/$defs/date", "description": "Day of payment.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the payment.",
            "x-pii": "none",
            "x-enum": {
              "pending": "Calculated, not paid.",
              "paid": "Paid.",
              "failed": "Came back.",
              "void": "Cancelled after payment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the statement.", "x-pii": "none"},
          "gross": {"$ref": "types.json#/$defs/money", "description": "Gross pay.", "x-pii": "financial"},
          "net": {"$ref": "types.json#/$defs/money", "description": "Net pay.", "x-pii": "financial"},
          "paid": {"$ref": "types.json#/$defs/money", "description": "What was paid out, with reimbursements.", "x-pii": "financial"},
          "taxable_gross": {"$ref": "types.json#/$defs/money", "description": "Gross pay subject to income tax.", "x-pii": "financial"},
          "employee_deduction_total": {"$ref": "types.json#/$defs/money", "description": "Deductions, without taxes.", "x-pii": "financial"},
          "employee_tax_total": {
            "$ref": "types.json#/$defs/money",
            "description": "Taxes and statutory contributions of the employee.",
            "x-pii": "financial"
          },
          "employer_contribution_total": {
            "$ref": "types.json#/$defs/money",
            "description": "Employer's benefit contributions.",
            "x-pii": "financial"
          },
          "employer_tax_total": {
            "$ref": "types.json#/$defs/money",
            "description": "Employer's taxes and statutory contributions.",
            "x-pii": "financial"
          },
          "reimbursement_total": {"$ref": "types.json#/$defs/money", "description": "Expenses paid back.", "x-pii": "financial"},
          "hours": {"$ref": "types.json#/$defs/decimal", "description": "Hours paid.", "x-pii": "none"},
          "method": {
            "$ref": "types.json#/$defs/enum",
            "description": "How it is paid.",
            "x-pii": "none",
            "x-enum": {
              "direct_deposit": "To a bank account.",
              "cheque": "By cheque.",
              "cash": "In cash.",
              "card": "To a pay card.",
              "other": "Another way, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "province_of_employment": {"$ref": "types.json#/$defs/region", "description": "Province or state whose rules apply.", "x-pii": "none"},
          "lines": {
            "type": "array",
            "description": "Earnings, deductions, contributions and taxes.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "required": ["kind", "name", "amount"],
              "properties": {
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Which part of the statement.",
                  "x-pii": "none",
                  "x-enum": {
                    "earning": "Paid to the employee.",
                    "employee_deduction": "Taken from the employee for a benefit or a third party.",
                    "employee_tax": "Tax or statutory contribution of the employee.",
                    "employer_contribution": "Paid by the employer for a benefit.",
                    "employer_tax": "Tax or statutory contribution of the employer.",
                    "taxable_benefit": "Counts as income without being paid out.",
                    "reimbursement": "Expense paid back.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "type": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "What it is for.",
                  "x-pii": "none",
                  "x-enum": {
                    "salary": "Salary.",
                    "wage": "Hourly wage.",
                    "overtime": "Overtime.",
                    "double_time": "Overtime at twice the rate.",
                    "bonus": "Bonus.",
                    "commission": "Commission.",
                    "tips": "Tips.",
                    "vacation_pay": "Vacation paid out or paid on each run.",
                    "holiday_pay": "Public holiday.",
                    "sick_pay": "Sick time.",
                    "leave_pay": "Another paid leave.",
                    "severance": "Severance or termination pay.",
                    "retroactive": "Pay for an earlier period.",
                    "allowance": "Allowance.",
                    "expense": "Expense.",
                    "federal_income_tax": "Federal income tax.",
                    "provincial_income_tax": "Provincial or state income tax.",
                    "local_income_tax": "City or county income tax.",
                    "cpp": "Canada pension plan, base and first additional.",
                    "cpp2": "Canada pension plan, second additional.",
                    "qpp": "Quebec pension plan, base and first additional.",
                    "qpp2": "Quebec pension plan, second additional.",
                    "ei": "Employment insurance.",
                    "qpip": "Quebec parental insurance plan.",
                    "employer_health_tax": "Employer health tax or health services fund.",
                    "workers_compensation": "Workers' compensation premium.",
                    "cnesst": "Quebec labour standards and safety contribution.",
                    "social_security": "United States social security.",
                    "medicare": "United States Medicare.",
                    "unemployment": "United States unemployment tax, federal or state.",
                    "national_insurance": "British national insurance.",
                    "rrsp": "Group registered retirement savings plan.",
                    "rpp": "Registered pension plan.",
                    "dpsp": "Deferred profit sharing plan.",
                    "tfsa": "Group tax-free savings account.",
                    "retirement_other": "Another retirement plan, such as 401(k).",
                    "health_insurance": "Medical, dental, vision or drug premium.",
                    "life_insurance": "Life or accident premium.",
                    "disability_insurance": "Disability premium.",
                    "spending_account": "Health or wellness spending account.",
                    "union_dues": "Union dues.",
                    "garnishment": "Seizure by court or tax authority.",
                    "loan": "Repayment of a loan or advance.",
                    "charity": "Donation.",
                    "other": "Another type, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "name": {"$ref": "types.json#/$defs/text", "description": "Text on the statement.", "x-pii": "none"},
                "code": {"$ref": "types.json#/$defs/text", "description": "The payroll system's code.", "x-pii": "none"},
                "amount": {
                  "$ref": "types.json#/$defs/money",
                  "description": "Amount; always positive, the kind gives the direction.",
                  "x-pii": "financial"
                },
                "amount_year_to_date": {
                  "$ref": "types.json#/$defs/money",
                  "description": "Sum of the calendar year so far.",
                  "x-pii": "financial"
                },
                "hours": {"$ref": "types.json#/$defs/decimal", "description": "Hours paid by this line.", "x-pii": "none"},
                "rate": {"$ref": "types.json#/$defs/money", "description": "Pay for one hour or unit.", "x-pii": "financial"},
                "pre_tax": {"$ref": "types.json#/$defs/boolean", "description": "Taken before income tax.", "x-pii": "none"},
                "plan_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "plan",
                  "description": "Benefit plan it pays for.",
                  "x-pii": "none"
                }
              }
            }
          }
        }
      }
      """#
    ),
    (
      "payment.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:payment:1",
        "title": "Payment",
        "description": "One movement of money in or out, and the documents it settles.",
        "type": "object",
        "x-model": "payment",
        "x-plural": "payments",
        "x-area": "accounting",
        "x-identity": ["reference"],
        "required": ["direction", "date", "amount"],
        "properties": {
          "direction": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which way the money goes.",
            "x-pii": "none",
            "x-enum": {"in": "Received, from a customer or as a refund.", "out": "Paid, to a supplier or as a refund."}
          },
          "date": {"$ref": "types.json#/$defs/date", "description": "Day of payment.", "x-pii": "none"},
          "amount": {"$ref": "types.json#/$defs/money", "description": "Amount; always positive, direction tells the rest.", "x-pii": "none"},
          "customer_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "customer",
            "description": "Customer on the other side.",
            "x-pii": "none"
          },
          "supplier_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "supplier",
            "description": "Supplier on the other side.",
            "x-pii": "none"
          },
          "account_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "account",
            "description": "Bank or clearing account.",
            "x-pii": "none"
          },
          "number": {"$ref": "types.json#/$defs/text", "description": "Number as shown.", "x-pii": "none"},
          "exchange_rate": {
            "$ref": "types.json#/$defs/decimal",
            "description": "Base currency for one unit of the payment's currency.",
            "x-pii": "none"
          },
          "fee": {"$ref": "types.json#/$defs/money", "description": "Kept by the bank or processor.", "x-pii": "none"},
          "method": {
            "$ref": "types.json#/$defs/enum",
            "description": "How it was paid.",
            "x-pii": "none",
            "x-enum": {
              "card": "Credit card.",
              "debit": "Debit card or direct debit.",
              "ach": "United States bank transfer.",
              "eft": "Electronic funds transfer.",
              "wire": "Wire.",
              "cash": "Cash.",
              "cheque": "Cheque.",
              "credit_note": "Settled with a credit note.",
              "other": "Another way, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "reference": {"$ref": "types.json#/$defs/text", "description": "Reference on the payment.", "x-pii": "none"},
          "memo": {"$ref": "types.json#/$defs/text", "description": "Free text.", "x-pii": "personal"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the payment.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Not sent.",
              "authorised": "Agreed, on its way.",
              "paid": "Done.",
              "rejected": "Came back.",
              "refunded": "Paid back in full.",
              "voided": "Cancelled.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "allocations": {
            "type": "array",
            "description": "Documents it settles.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["amount"],
              "properties": {
                "document_kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Sort of document.",
                  "x-pii": "none",
                  "x-enum": {
                    "invoice": "The ordinary demand for payment.",
                    "credit_note": "Reduces what is owed; amounts stay positive.",
                    "debit_note": "Raises what is owed.",
                    "receipt": "Paid on the spot.",
                    "proforma": "Not yet a demand for payment.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "invoice_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "invoice",
                  "description": "Invoice, when money comes in.",
                  "x-pii": "none"
                },
                "bill_id": {
                  "$ref": "types.json#/$defs/reference",
                  "x-model": "bill",
                  "description": "Bill, when money goes out.",
                  "x-pii": "none"
                },
                "amount": {"$ref": "types.json#/$defs/money", "description": "How much, in the payment's currency.", "x-pii": "none"},
                "applied_amount": {"$ref": "types.json#/$defs/money", "description": "How much, in the document's currency.", "x-pii": "none"},
                "date": {"$ref": "types.json#/$defs/date", "description": "When it was set against.", "x-pii": "none"}
              }
            }
          },
          "unallocated_amount": {"$ref": "types.json#/$defs/money", "description": "Not yet set against a document.", "x-pii": "none"},
          "reconciliation_state": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether the bank agrees.",
            "x-pii": "none",
            "x-enum": {
              "unreconciled": "No bank line found yet.",
              "matched": "A bank line is proposed.",
              "reconciled": "A bank line is confirmed.",
              "unknown": "No other value fits the source's text."
            }
          },
          "bank_transaction_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "bank_transaction",
            "description": "The bank line.",
            "x-pii": "none"
          },
          "matched_by": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who found the bank line.",
            "x-pii": "none",
            "x-enum": {
              "provider": "By the accounting system.",
              "rule": "By a rule of ours.",
              "person": "By hand.",
              "unknown": "No other value fits the source's text."
            }
          },
          "reconciled_at": {"$ref": "types.json#/$defs/instant", "description": "When it was confirmed.", "x-pii": "none"},
          "reconciliation_difference": {"$ref": "types.json#/$defs/money", "description": "Payment less bank line.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          }
        }
      }
      """#
    ),
    (
      "payroll.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:payroll:1",
        "title": "Payroll",
        "description": "One pay run: the calculation and payment of wages of a group of employees for one period.",
        "type": "object",
        "x-model": "payroll",
        "x-plural": "payrolls",
        "x-area": "payroll",
        "x-identity": [],
        "required": ["period_start", "period_end", "pay_date"],
        "properties": {
          "number": {"$ref": "types.json#/$defs/text", "description": "Number as shown.", "x-pii": "none"},
          "name": {"$ref": "types.json#/$defs/text", "description": "Name as shown.", "x-pii": "none"},
          "period_start": {"$ref": "types.json#/$defs/date", "description": "First day of the pay period.", "x-pii": "none"},
          "period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of the pay period.", "x-pii": "none"},
          "pay_date": {"$ref": "types.json#/$defs/date", "description": "Day the money is paid.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far the run has come.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Being prepared.",
              "approved": "Calculated and agreed.",
              "processing": "Payments are on their way.",
              "paid": "Paid.",
              "failed": "Could not be paid.",
              "closed": "Booked; no further change.",
              "cancelled": "Withdrawn.",
              "unknown": "No other value fits the source's text."
            }
          },
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Why it is run.",
            "x-pii": "none",
            "x-enum": {
              "regular": "The scheduled run.",
              "off_cycle": "Outside the schedule.",
              "correction": "Puts an earlier run right.",
              "bonus": "Bonus only.",
              "termination": "Final pay.",
              "other": "Another reason, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "frequency": {
            "$ref": "types.json#/$defs/enum",
            "description": "Rhythm of the schedule.",
            "x-pii": "none",
            "x-enum": {
              "daily": "Every day.",
              "weekly": "Every week.",
              "biweekly": "Every two weeks.",
              "semimonthly": "Twice a month.",
              "monthly": "Every month.",
              "quarterly": "Every quarter.",
              "semiannually": "Twice a year.",
              "annually": "Once a year.",
              "per_pay": "With each pay run, whatever its rhythm.",
              "once": "One time only.",
              "unknown": "No other value fits the source's text."
            }
          },
          "schedule_name": {"$ref": "types.json#/$defs/text", "description": "Pay group or schedule.", "x-pii": "none"},
          "legal_entity_id": {"$ref": "types.json#/$defs/reference", "x-model": "legal_entity", "description": "Employer.", "x-pii": "none"},
          "approved_at": {"$ref": "types.json#/$defs/instant", "description": "When it was agreed.", "x-pii": "none"},
          "approval_deadline_at": {
            "$ref": "types.json#/$defs/instant",
            "description": "Last moment to agree and still pay on the pay date.",
            "x-pii": "none"
          },
          "employee_count": {"$ref": "types.json#/$defs/integer", "description": "Persons paid.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the run.", "x-pii": "none"},
          "gross_total": {"$ref": "types.json#/$defs/money", "description": "Gross pay of everybody.", "x-pii": "none"},
          "net_total": {"$ref": "types.json#/$defs/money", "description": "Net pay of everybody.", "x-pii": "none"},
          "employee_deduction_total": {
            "$ref": "types.json#/$defs/money",
            "description": "Deductions of everybody, without taxes.",
            "x-pii": "none"
          },
          "employee_tax_total": {
            "$ref": "types.json#/$defs/money",
            "description": "Taxes and statutory contributions of the employees.",
            "x-pii": "none"
          },
          "employer_contribution_total": {"$ref": "types.json#/$defs/money", "description": "Employer's benefit contributions.", "x-pii": "none"},
          "employer_tax_total": {
            "$ref": "types.json#/$defs/money",
            "description": "Employer's taxes and statutory contributions.",
            "x-pii": "none"
          },
          "reimbursement_total": {"$ref": "types.json#/$defs/money", "description": "Expenses paid back.", "x-pii": "none"},
          "debit_total": {"$ref": "types.json#/$defs/money", "description": "What leaves the employer's account.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "pension_member.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:pension_member:1",
        "title": "Pension member",
        "description": "One person's membership of one retirement plan.",
        "type": "object",
        "x-model": "pension_member",
        "x-plural": "pension_members",
        "x-area": "pension",
        "x-identity": ["member_number", "national_id"],
        "required": ["plan_id", "last_name", "status"],
        "properties": {
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "The plan.", "x-pii": "none"},
          "member_number": {"$ref": "types.json#/$defs/text", "description": "Number issued by the plan.", "x-pii": "personal"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind the member.",
            "x-pii": "none"
          },
          "employee_number": {"$ref": "types.json#/$defs/text", "description": "Employer's number.", "x-pii": "personal"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Participating employer.",
            "x-pii": "none"
          },
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Legal given name.", "x-pii": "personal"},
          "middle_name": {"$ref": "types.json#/$defs/text", "description": "Legal middle names or initial.", "x-pii": "personal"},
          "last_name": {
            "$ref": "types.json#/$defs/text",
            "description": "Legal family name; the whole name where the source has only one.",
            "x-pii": "personal"
          },
          "preferred_name": {"$ref": "types.json#/$defs/text", "description": "Given name the person goes by.", "x-pii": "personal"},
          "national_id": {
            "$ref": "types.json#/$defs/text",
            "description": "National number in full; absent where the source masks it.",
            "x-pii": "government_id"
          },
          "national_id_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which national number it is.",
            "x-pii": "none",
            "x-enum": {
              "sin": "Canadian social insurance number.",
              "ssn": "United States social security number.",
              "nino": "British national insurance number.",
              "other": "Another national number; country in national_id_country.",
              "unknown": "No other value fits the source's text."
            }
          },
          "national_id_country": {"$ref": "types.json#/$defs/country", "description": "Country that issued the number.", "x-pii": "none"},
          "national_id_last4": {
            "$ref": "types.json#/$defs/text",
            "description": "Last four characters, where the source masks the rest.",
            "x-pii": "government_id"
          },
          "date_of_birth": {"$ref": "types.json#/$defs/date", "description": "Birth date.", "x-pii": "sensitive"},
          "date_of_death": {"$ref": "types.json#/$defs/date", "description": "Day of death.", "x-pii": "sensitive"},
          "sex": {
            "$ref": "types.json#/$defs/enum",
            "description": "Sex in the plan's records.",
            "x-pii": "sensitive",
            "x-enum": {
              "female": "F on the policy.",
              "male": "M on the policy.",
              "x": "X on the policy.",
              "unknown": "No other value fits the source's text."
            }
          },
          "marital_status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Civil status; decides death benefits.",
            "x-pii": "sensitive",
            "x-enum": {
              "single": "Never married.",
              "married": "Married.",
              "domestic_partner": "Registered or domestic partnership.",
              "common_law": "Common-law partner, as Canadian tax law knows it.",
              "separated": "Married or partnered, living apart.",
              "divorced": "Marriage ended by divorce.",
              "widowed": "The spouse or partner has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "preferred_language": {"$ref": "types.json#/$defs/language", "description": "Language of correspondence.", "x-pii": "personal"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Address.", "x-pii": "contact"},
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Number.", "x-pii": "contact"},
          "home_address": {"$ref": "types.json#/$defs/address", "description": "Where the person lives.", "x-pii": "contact"},
          "employment_start_date": {"$ref": "types.json#/$defs/date", "description": "First day of employment.", "x-pii": "none"},
          "employment_end_date": {"$ref": "types.json#/$defs/date", "description": "Last day of employment.", "x-pii": "none"},
          "eligibility_date": {"$ref": "types.json#/$defs/date", "description": "First day the person may join.", "x-pii": "none"},
          "join_date": {"$ref": "types.json#/$defs/date", "description": "First day in the plan.", "x-pii": "none"},
          "leave_date": {"$ref": "types.json#/$defs/date", "description": "Last day of active membership.", "x-pii": "none"},
          "vesting_date": {"$ref": "types.json#/$defs/date", "description": "Day the employer's money becomes the member's.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State of the membership.",
            "x-pii": "none",
            "x-enum": {
              "eligible": "May join, has not.",
              "active": "Contributes or earns service.",
              "opted_out": "Chose not to take part.",
              "suspended": "Contributions are interrupted.",
              "deferred": "Left the employer, keeps the entitlement.",
              "retired": "Draws a pension.",
              "transferred": "Money has gone to another plan.",
              "refunded": "Money was paid out.",
              "deceased": "The person has died.",
              "unknown": "No other value fits the source's text."
            }
          },
          "status_effective_date": {"$ref": "types.json#/$defs/date", "description": "First day of the status.", "x-pii": "none"},
          "salary": {"$ref": "types.json#/$defs/money", "description": "Earnings.", "x-pii": "financial"},
          "salary_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the salary pays for.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "salary_definition": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which earnings are meant.",
            "x-pii": "none",
            "x-enum": {
              "base": "Base pay.",
              "pensionable": "Pensionable earnings as the plan defines them.",
              "total": "All earnings.",
              "unknown": "No other value fits the source's text."
            }
          },
          "employee_rate": {
            "$ref": "types.json#/$defs/percent",
            "description": "Member's contribution as a share of earnings.",
            "x-pii": "financial"
          },
          "employer_rate": {
            "$ref": "types.json#/$defs/percent",
            "description": "Employer's contribution as a share of earnings.",
            "x-pii": "financial"
          },
          "credited_service_years": {"$ref": "types.json#/$defs/decimal", "description": "Years that count for the pension.", "x-pii": "none"},
          "province_of_employment": {"$ref": "types.json#/$defs/region", "description": "Province whose pension law applies.", "x-pii": "none"},
          "spouse_name": {"$ref": "types.json#/$defs/text", "description": "Spouse, for death benefits.", "x-pii": "personal"},
          "spouse_date_of_birth": {"$ref": "types.json#/$defs/date", "description": "Spouse's birth date.", "x-pii": "sensitive"},
          "beneficiaries": {
            "type": "array",
            "description": "Who receives a death benefit.",
            "x-pii": "sensitive",
            "items": {
              "type": "object",
              "required": ["name"],
              "properties": {
                "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "personal"},
                "relationship": {"$ref": "types.json#/$defs/text", "description": "Relation to the member.", "x-pii": "personal"},
                "date_of_birth": {"$ref": "types.json#/$defs/date", "description": "Birth date.", "x-pii": "sensitive"},
                "share_percent": {"$ref": "types.json#/$defs/percent", "description": "Share.", "x-pii": "none"},
                "revocable": {
                  "$ref": "types.json#/$defs/boolean",
                  "description": "May be changed without the beneficiary's consent.",
                  "x-pii": "none"
                },
                "contingent": {"$ref": "types.json#/$defs/boolean", "description": "Receives only if those before cannot.", "x-pii": "none"},
                "trustee_name": {"$ref": "types.json#/$defs/text", "description": "Trustee of a minor.", "x-pii": "personal"}
              }
            }
          }
        }
      }
      """#
    ),
    (
      "permission.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:permission:1",
        "title": "Permission",
        "description": "What one grantee may do with one file, folder or drive.",
        "type": "object",
        "x-model": "permission",
        "x-plural": "permissions",
        "x-area": "documents",
        "x-identity": [],
        "required": ["grantee_kind", "roles"],
        "properties": {
          "file_id": {"$ref": "types.json#/$defs/reference", "x-model": "file", "description": "The file.", "x-pii": "none"},
          "folder_id": {"$ref": "types.json#/$defs/reference", "x-model": "folder", "description": "The folder.", "x-pii": "none"},
          "drive_id": {"$ref": "types.json#/$defs/reference", "x-model": "drive", "description": "The drive.", "x-pii": "none"},
          "grantee_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Who is let in.",
            "x-pii": "none",
            "x-enum": {
              "user": "One user.",
              "group": "A group.",
              "domain": "Everybody in an organization.",
              "link": "Whoever has the link.",
              "anyone": "Everybody.",
              "unknown": "No other value fits the source's text."
            }
          },
          "user_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "The user.", "x-pii": "none"},
          "group_id": {"$ref": "types.json#/$defs/reference", "x-model": "group", "description": "The group.", "x-pii": "none"},
          "domain": {"$ref": "types.json#/$defs/text", "description": "The organization.", "x-pii": "none"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Address of the grantee, where there is no record.", "x-pii": "contact"},
          "roles": {
            "type": "array",
            "description": "What they may do.",
            "x-pii": "none",
            "items": {
              "$ref": "types.json#/$defs/enum",
              "x-enum": {
                "read": "Read.",
                "comment": "Comment.",
                "write": "Change.",
                "manage": "Change, move and share.",
                "owner": "Everything.",
                "unknown": "No other value fits the source's text."
              }
            }
          },
          "inherited": {"$ref": "types.json#/$defs/boolean", "description": "Comes from a folder above.", "x-pii": "none"},
          "inherited_from_id": {"$ref": "types.json#/$defs/reference", "x-model": "folder", "description": "That folder.", "x-pii": "none"},
          "discoverable": {"$ref": "types.json#/$defs/boolean", "description": "Found by searching.", "x-pii": "none"},
          "expires_at": {"$ref": "types.json#/$defs/instant", "description": "When it ends.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "plan.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:plan:1",
        "title": "Plan",
        "description": "One benefit plan an employer offers, as one line of insurance or saving with one carrier.",
        "type": "object",
        "x-model": "plan",
        "x-plural": "plans",
        "x-area": "benefits",
        "x-identity": ["code"],
        "required": ["name", "line"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "line": {
            "$ref": "types.json#/$defs/enum",
            "description": "Line of insurance or saving.",
            "x-pii": "none",
            "x-enum": {
              "medical": "Extended health or major medical.",
              "hospital": "Hospital rooms or hospital cash.",
              "dental": "Dental care.",
              "vision": "Eye care.",
              "hearing": "Hearing care.",
              "drug": "Prescription drugs.",
              "mental_health": "Mental health care.",
              "preventive": "Preventive care and wellness as insured cover.",
              "long_term_care": "Long-term care.",
              "life": "Basic life of the employee.",
              "optional_life": "Additional life bought by the employee.",
              "dependent_life": "Life of spouse and children.",
              "add": "Accidental death and dismemberment.",
              "accident": "Accident insurance beyond death and dismemberment.",
              "critical_illness": "Lump sum on a diagnosis.",
              "std": "Short-term disability or weekly indemnity.",
              "ltd": "Long-term disability.",
              "travel": "Out-of-country emergencies.",
              "eap": "Employee assistance programme.",
              "hcsa": "Health care spending account (Canada).",
              "wellness_account": "Personal wellness or lifestyle spending account.",
              "hsa": "Health savings account (United States).",
              "fsa": "Flexible spending account (United States).",
              "hra": "Health reimbursement arrangement (United States).",
              "pension": "Retirement saving of any kind.",
              "other": "Another line, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "code": {"$ref": "types.json#/$defs/text", "description": "The carrier's code.", "x-pii": "none"},
          "carrier": {"$ref": "types.json#/$defs/text", "description": "Carrier or administrator.", "x-pii": "none"},
          "group_number": {"$ref": "types.json#/$defs/text", "description": "Policy.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What it covers.", "x-pii": "none"},
          "pension_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Kind of retirement plan, when the line is pension.",
            "x-pii": "none",
            "x-enum": {
              "db": "Defined benefit registered pension plan.",
              "dc": "Defined contribution registered pension plan.",
              "hybrid": "Both defined benefit and defined contribution.",
              "rrsp": "Group registered retirement savings plan.",
              "dpsp": "Deferred profit sharing plan.",
              "tfsa": "Group tax-free savings account.",
              "fhsa": "First home savings account.",
              "prpp": "Pooled registered plan, with the Quebec VRSP.",
              "non_registered": "Non-registered savings.",
              "lira": "Locked-in account after leaving a plan.",
              "us_401k": "United States 401(k).",
              "us_roth_401k": "United States Roth 401(k).",
              "us_403b": "United States 403(b).",
              "us_457b": "United States 457(b).",
              "us_simple_ira": "United States SIMPLE IRA.",
              "workplace_pension": "British auto-enrolment scheme.",
              "superannuation": "Australian superannuation fund.",
              "other": "Another kind, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "registration_number": {"$ref": "types.json#/$defs/text", "description": "Number with the pension or tax authority.", "x-pii": "none"},
          "plan_year_start": {"$ref": "types.json#/$defs/date", "description": "First day of the plan year.", "x-pii": "none"},
          "plan_year_end": {"$ref": "types.json#/$defs/date", "description": "Last day of the plan year.", "x-pii": "none"},
          "tiers": {
            "type": "array",
            "description": "Levels of cover offered.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["tier"],
              "properties": {
                "tier": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Level.",
                  "x-pii": "none",
                  "x-enum": {
                    "employee_only": "The employee alone.",
                    "employee_spouse": "Employee and spouse or partner.",
                    "employee_child": "Employee and one child.",
                    "employee_children": "Employee and children.",
                    "employee_one_dependent": "Employee and one dependent of either kind.",
                    "employee_dependents": "Employee and dependents of either kind.",
                    "employee_family": "Employee, spouse and children.",
                    "single": "One person (Canadian tier).",
                    "couple": "Two persons (Canadian tier).",
                    "family": "Three persons or more, or all (Canadian tier).",
                    "spouse_only": "The spouse alone.",
                    "children_only": "Children alone.",
                    "spouse_children": "Spouse and children, without the employee.",
                    "dependents_only": "Dependents, without the employee.",
                    "other": "Another tier, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "name": {"$ref": "types.json#/$defs/text", "description": "Name of the level.", "x-pii": "none"},
                "employee_cost": {"$ref": "types.json#/$defs/money", "description": "Employee's premium.", "x-pii": "none"},
                "employer_cost": {"$ref": "types.json#/$defs/money", "description": "Employer's premium.", "x-pii": "none"},
                "frequency": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "How often the premium is due.",
                  "x-pii": "none",
                  "x-enum": {
                    "daily": "Every day.",
                    "weekly": "Every week.",
                    "biweekly": "Every two weeks.",
                    "semimonthly": "Twice a month.",
                    "monthly": "Every month.",
                    "quarterly": "Every quarter.",
                    "semiannually": "Twice a year.",
                    "annually": "Once a year.",
                    "per_pay": "With each pay run, whatever its rhythm.",
                    "once": "One time only.",
                    "unknown": "No other value fits the source's text."
                  }
                }
              }
            }
          },
          "options": {
            "type": "array",
            "description": "Choices within the plan.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["name"],
              "properties": {
                "code": {"$ref": "types.json#/$defs/text", "description": "Code.", "x-pii": "none"},
                "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"}
              }
            }
          },
          "employer_contribution_percent": {
            "$ref": "types.json#/$defs/percent",
            "description": "Employer's share of the premium or of earnings.",
            "x-pii": "none"
          },
          "employer_contribution_amount": {"$ref": "types.json#/$defs/money", "description": "Employer's fixed contribution.", "x-pii": "none"},
          "employer_match_percent": {
            "$ref": "types.json#/$defs/percent",
            "description": "Employer's match of the member's contribution.",
            "x-pii": "none"
          },
          "contribution_frequency": {
            "$ref": "types.json#/$defs/enum",
            "description": "How often contributions are due.",
            "x-pii": "none",
            "x-enum": {
              "daily": "Every day.",
              "weekly": "Every week.",
              "biweekly": "Every two weeks.",
              "semimonthly": "Twice a month.",
              "monthly": "Every month.",
              "quarterly": "Every quarter.",
              "semiannually": "Twice a year.",
              "annually": "Once a year.",
              "per_pay": "With each pay run, whatever its rhythm.",
              "once": "One time only.",
              "unknown": "No other value fits the source's text."
            }
          },
          "eligible_classes": {
            "type": "array",
            "description": "Benefit classes that may enrol.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/text"}
          },
          "waiting_period_days": {"$ref": "types.json#/$defs/integer", "description": "Days from hire to eligibility.", "x-pii": "none"},
          "minimum_weekly_hours": {"$ref": "types.json#/$defs/decimal", "description": "Hours a week needed.", "x-pii": "none"},
          "mandatory": {"$ref": "types.json#/$defs/boolean", "description": "Enrolment is not a choice.", "x-pii": "none"},
          "taxable_benefit": {
            "$ref": "types.json#/$defs/boolean",
            "description": "The employer's share is income of the employee.",
            "x-pii": "none"
          },
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the plan.", "x-pii": "none"},
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day it is offered.", "x-pii": "none"},
          "end_date": {"$ref": "types.json#/$defs/date", "description": "Last day it is offered.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether it is offered.",
            "x-pii": "none",
            "x-enum": {
              "active": "In use.",
              "archived": "Kept for history, not for new records.",
              "pending": "Not yet usable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "legal_entity_id": {"$ref": "types.json#/$defs/reference", "x-model": "legal_entity", "description": "Employer.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "position.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:position:1",
        "title": "Position",
        "description": "One job in the organization, filled or not: the chair, not the person who sits on it.",
        "type": "object",
        "x-model": "position",
        "x-plural": "positions",
        "x-area": "hris",
        "x-identity": ["code"],
        "required": ["title"],
        "properties": {
          "title": {"$ref": "types.json#/$defs/text", "description": "Title.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "The employer's own code.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "Duties.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether somebody may sit on it.",
            "x-pii": "none",
            "x-enum": {
              "open": "Waiting to be filled.",
              "filled": "Held by somebody.",
              "frozen": "Not to be filled for now.",
              "closed": "Abolished.",
              "unknown": "No other value fits the source's text."
            }
          },
          "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
          "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Location.", "x-pii": "none"},
          "legal_entity_id": {"$ref": "types.json#/$defs/reference", "x-model": "legal_entity", "description": "Employer.", "x-pii": "none"},
          "reports_to_id": {"$ref": "types.json#/$defs/reference", "x-model": "position", "description": "Position above.", "x-pii": "none"},
          "employment_type": {
            "$ref": "types.json#/$defs/enum",
            "description": "Form of the employment.",
            "x-pii": "none",
            "x-enum": {
              "full_time": "Regular, full hours.",
              "part_time": "Regular, fewer than full hours.",
              "temporary": "For a fixed term.",
              "seasonal": "For a recurring season.",
              "casual": "On call, without guaranteed hours.",
              "intern": "Internship, co-op or working student.",
              "apprentice": "In vocational training.",
              "contractor": "Supplied under a contract for services.",
              "freelance": "Self-employed.",
              "volunteer": "Unpaid.",
              "unknown": "No other value fits the source's text."
            }
          },
          "fte": {"$ref": "types.json#/$defs/decimal", "description": "Share of a full-time job.", "x-pii": "none"},
          "headcount": {"$ref": "types.json#/$defs/integer", "description": "How many persons it is meant for.", "x-pii": "none"},
          "level": {"$ref": "types.json#/$defs/text", "description": "Grade or level.", "x-pii": "none"},
          "job_family": {"$ref": "types.json#/$defs/text", "description": "Job family.", "x-pii": "none"},
          "pay_minimum": {"$ref": "types.json#/$defs/money", "description": "Lower end of the pay range.", "x-pii": "none"},
          "pay_maximum": {"$ref": "types.json#/$defs/money", "description": "Upper end of the pay range.", "x-pii": "none"},
          "pay_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the range is counted in.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day it exists.", "x-pii": "none"},
          "end_date": {"$ref": "types.json#/$defs/date", "description": "Last day it exists.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "project.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:project:1",
        "title": "Project",
        "description": "One undertaking that time and money are counted for.",
        "type": "object",
        "x-model": "project",
        "x-plural": "projects",
        "x-area": "time",
        "x-identity": ["code"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "Code.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What it is about.", "x-pii": "none"},
          "customer_id": {"$ref": "types.json#/$defs/reference", "x-model": "customer", "description": "For whom.", "x-pii": "none"},
          "customer_name": {
            "$ref": "types.json#/$defs/text",
            "description": "For whom, where the source gives a name and no id.",
            "x-pii": "personal"
          },
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far it has come.",
            "x-pii": "none",
            "x-enum": {
              "not_started": "To come.",
              "in_progress": "Under way.",
              "on_hold": "Interrupted.",
              "completed": "Done.",
              "cancelled": "Given up.",
              "unknown": "No other value fits the source's text."
            }
          },
          "active": {"$ref": "types.json#/$defs/boolean", "description": "Time can be booked on it.", "x-pii": "none"},
          "billable": {"$ref": "types.json#/$defs/boolean", "description": "Charged to a customer.", "x-pii": "none"},
          "billing": {
            "$ref": "types.json#/$defs/enum",
            "description": "How it is charged.",
            "x-pii": "none",
            "x-enum": {
              "fixed": "One price.",
              "time_and_materials": "By time and expenses.",
              "milestone": "By milestones.",
              "non_billable": "Not charged.",
              "unknown": "No other value fits the source's text."
            }
          },
          "rate": {"$ref": "types.json#/$defs/money", "description": "Price of one hour.", "x-pii": "none"},
          "fee": {"$ref": "types.json#/$defs/money", "description": "The fixed price.", "x-pii": "none"},
          "budget": {"$ref": "types.json#/$defs/money", "description": "Money planned.", "x-pii": "none"},
          "budget_minutes": {"$ref": "types.json#/$defs/integer", "description": "Time planned.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency.", "x-pii": "none"},
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day.", "x-pii": "none"},
          "end_date": {"$ref": "types.json#/$defs/date", "description": "Last day.", "x-pii": "none"},
          "manager_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who leads it.", "x-pii": "none"},
          "member_ids": {
            "type": "array",
            "description": "Who works on it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "employee"}
          },
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project above.", "x-pii": "none"},
          "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
          "legal_entity_id": {"$ref": "types.json#/$defs/reference", "x-model": "legal_entity", "description": "Company.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the project.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "screening_package.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:screening_package:1",
        "title": "Screening package",
        "description": "One set of background checks that can be ordered together.",
        "type": "object",
        "x-model": "screening_package",
        "x-plural": "screening_packages",
        "x-area": "screening",
        "x-identity": ["code"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "Code to order it by.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What it is for.", "x-pii": "none"},
          "checks": {
            "type": "array",
            "description": "What is checked, in the source's words.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/text"}
          },
          "price": {"$ref": "types.json#/$defs/money", "description": "Price.", "x-pii": "none"},
          "regions": {
            "type": "array",
            "description": "Provinces or states it is offered in.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/region"}
          },
          "country": {"$ref": "types.json#/$defs/country", "description": "Country it is offered in.", "x-pii": "none"},
          "drug_test": {"$ref": "types.json#/$defs/boolean", "description": "Contains a drug test.", "x-pii": "none"},
          "turnaround_days": {"$ref": "types.json#/$defs/integer", "description": "Usual length.", "x-pii": "none"},
          "active": {"$ref": "types.json#/$defs/boolean", "description": "Can be ordered.", "x-pii": "none"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page to order it.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "statement.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:statement:1",
        "title": "Statement",
        "description": "One statement of a member's account in a retirement plan on one day.",
        "type": "object",
        "x-model": "statement",
        "x-plural": "statements",
        "x-area": "pension",
        "x-identity": [],
        "required": ["pension_member_id", "as_of"],
        "properties": {
          "pension_member_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "pension_member",
            "description": "The member.",
            "x-pii": "none"
          },
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "The plan.", "x-pii": "none"},
          "as_of": {"$ref": "types.json#/$defs/date", "description": "Day the statement is true for.", "x-pii": "none"},
          "period_start": {"$ref": "types.json#/$defs/date", "description": "First day of the period.", "x-pii": "none"},
          "period_end": {"$ref": "types.json#/$defs/date", "description": "Last day of the period.", "x-pii": "none"},
          "opening": {"$ref": "types.json#/$defs/money", "description": "Value at the start.", "x-pii": "financial"},
          "contributions": {
            "type": "array",
            "description": "Paid in during the period.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "required": ["kind", "amount"],
              "properties": {
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Whose, and why.",
                  "x-pii": "none",
                  "x-enum": {
                    "employee_required": "Required of the member.",
                    "employee_voluntary": "Chosen by the member beyond what is required.",
                    "employer_required": "Required of the employer.",
                    "employer_match": "Employer's match of what the member gives.",
                    "employer_discretionary": "Employer's free contribution.",
                    "profit_sharing": "Employer's share of profit (DPSP).",
                    "lump_sum": "One-off payment.",
                    "past_service": "Buys or repairs earlier service.",
                    "salary_exchange": "Given up as salary, paid by the employer.",
                    "transfer_in": "Brought from another plan.",
                    "other": "Another kind, named by the source.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "amount": {"$ref": "types.json#/$defs/money", "description": "Amount.", "x-pii": "financial"}
              }
            }
          },
          "earnings": {"$ref": "types.json#/$defs/money", "description": "Gains; negative for losses.", "x-pii": "financial"},
          "withdrawals": {"$ref": "types.json#/$defs/money", "description": "Paid out, as a positive amount.", "x-pii": "financial"},
          "transfers_in": {"$ref": "types.json#/$defs/money", "description": "Brought from other plans.", "x-pii": "financial"},
          "transfers_out": {
            "$ref": "types.json#/$defs/money",
            "description": "Taken to other plans, as a positive amount.",
            "x-pii": "financial"
          },
          "fees": {"$ref": "types.json#/$defs/money", "description": "Charged, as a positive amount.", "x-pii": "financial"},
          "closing": {"$ref": "types.json#/$defs/money", "description": "Value at the end.", "x-pii": "financial"},
          "vested": {"$ref": "types.json#/$defs/money", "description": "Part that is the member's.", "x-pii": "financial"},
          "funds": {
            "type": "array",
            "description": "Where the money is invested.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "required": ["name"],
              "properties": {
                "code": {"$ref": "types.json#/$defs/text", "description": "Code of the fund.", "x-pii": "none"},
                "name": {"$ref": "types.json#/$defs/text", "description": "Name of the fund.", "x-pii": "none"},
                "units": {"$ref": "types.json#/$defs/decimal", "description": "Units held.", "x-pii": "financial"},
                "price": {"$ref": "types.json#/$defs/decimal", "description": "Price of one unit.", "x-pii": "financial"},
                "value": {"$ref": "types.json#/$defs/money", "description": "Value.", "x-pii": "financial"},
                "share_percent": {"$ref": "types.json#/$defs/percent", "description": "Share of the account.", "x-pii": "financial"}
              }
            }
          },
          "projected_pension": {
            "$ref": "types.json#/$defs/money",
            "description": "Pension expected, in pay of projected_pension_unit.",
            "x-pii": "financial"
          },
          "projected_pension_unit": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the projection pays for.",
            "x-pii": "none",
            "x-enum": {
              "hour": "Per hour worked.",
              "day": "Per day worked.",
              "week": "Per week.",
              "two_weeks": "Per two weeks.",
              "half_month": "Per half month.",
              "month": "Per month.",
              "quarter": "Per quarter.",
              "year": "Per year.",
              "piece": "Per piece, task or assignment.",
              "unknown": "No other value fits the source's text."
            }
          },
          "file_id": {"$ref": "types.json#/$defs/reference", "x-model": "file", "description": "The statement as a document.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "supplier.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:supplier:1",
        "title": "Supplier",
        "description": "One person or company we buy from, as the books know them.",
        "type": "object",
        "x-model": "supplier",
        "x-plural": "suppliers",
        "x-area": "accounting",
        "x-identity": ["number", "tax_number", "email"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name the books use.", "x-pii": "personal"},
          "company_name": {"$ref": "types.json#/$defs/text", "description": "Registered name of a company.", "x-pii": "none"},
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Given name of a person or contact.", "x-pii": "personal"},
          "last_name": {"$ref": "types.json#/$defs/text", "description": "Family name of a person or contact.", "x-pii": "personal"},
          "number": {"$ref": "types.json#/$defs/text", "description": "Customer or supplier number as shown.", "x-pii": "none"},
          "person": {"$ref": "types.json#/$defs/boolean", "description": "A natural person rather than a company.", "x-pii": "none"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Main address.", "x-pii": "contact"},
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Main number.", "x-pii": "contact"},
          "emails": {
            "type": "array",
            "description": "Every address the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/email", "description": "The address.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches them.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "phones": {
            "type": "array",
            "description": "Every number the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/phone", "description": "The number.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches them.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "website": {"$ref": "types.json#/$defs/url", "description": "Web site.", "x-pii": "none"},
          "billing_address": {"$ref": "types.json#/$defs/address", "description": "Address on documents.", "x-pii": "contact"},
          "shipping_address": {"$ref": "types.json#/$defs/address", "description": "Address for delivery.", "x-pii": "contact"},
          "tax_number": {"$ref": "types.json#/$defs/text", "description": "VAT, GST or other tax number.", "x-pii": "government_id"},
          "registration_number": {"$ref": "types.json#/$defs/text", "description": "Number in the companies register.", "x-pii": "government_id"},
          "tax_exempt": {"$ref": "types.json#/$defs/boolean", "description": "No tax is charged.", "x-pii": "none"},
          "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Usual tax rate.", "x-pii": "none"},
          "account_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Usual account for lines.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Usual currency.", "x-pii": "none"},
          "payment_terms": {"$ref": "types.json#/$defs/text", "description": "Usual terms by name.", "x-pii": "none"},
          "payment_terms_days": {"$ref": "types.json#/$defs/integer", "description": "Usual days to pay.", "x-pii": "none"},
          "balance": {"$ref": "types.json#/$defs/money", "description": "Owed at the time of reading.", "x-pii": "none"},
          "language": {"$ref": "types.json#/$defs/language", "description": "Language of documents.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether new documents may use it.",
            "x-pii": "none",
            "x-enum": {
              "active": "In use.",
              "archived": "Kept for history, not for new records.",
              "pending": "Not yet usable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "supplier", "description": "Record it belongs under.", "x-pii": "none"},
          "note": {"$ref": "types.json#/$defs/text", "description": "Free text.", "x-pii": "personal"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          },
          "is_contractor": {
            "$ref": "types.json#/$defs/boolean",
            "description": "Paid as a contractor and reported to the tax authority.",
            "x-pii": "none"
          },
          "bank_accounts": {
            "type": "array",
            "description": "Where they are paid.",
            "x-pii": "financial",
            "items": {
              "type": "object",
              "properties": {
                "name": {"$ref": "types.json#/$defs/text", "description": "Label or bank name.", "x-pii": "financial"},
                "country": {"$ref": "types.json#/$defs/country", "description": "Country of the account.", "x-pii": "none"},
                "bank_code": {"$ref": "types.json#/$defs/text", "description": "Routing, sort or institution code.", "x-pii": "financial"},
                "branch_code": {"$ref": "types.json#/$defs/text", "description": "Transit or branch number.", "x-pii": "financial"},
                "account_number": {"$ref": "types.json#/$defs/text", "description": "Account number or IBAN.", "x-pii": "financial"},
                "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the account.", "x-pii": "none"}
              }
            }
          }
        }
      }
      """#
    ),
    (
      "task.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:task:1",
        "title": "Task",
        "description": "One kind of work, or one piece of work, that time can be booked on.",
        "type": "object",
        "x-model": "task",
        "x-plural": "tasks",
        "x-area": "time",
        "x-identity": ["code"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "Code.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "What is to be done.", "x-pii": "none"},
          "project_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "project",
            "description": "Project, where the task belongs to one only.",
            "x-pii": "none"
          },
          "parent_id": {"$ref": "types.json#/$defs/reference", "x-model": "task", "description": "Task above.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far it has come.",
            "x-pii": "none",
            "x-enum": {
              "open": "To be done.",
              "in_progress": "Under way.",
              "completed": "Done.",
              "cancelled": "Given up.",
              "unknown": "No other value fits the source's text."
            }
          },
          "active": {"$ref": "types.json#/$defs/boolean", "description": "Time can be booked on it.", "x-pii": "none"},
          "billable": {"$ref": "types.json#/$defs/boolean", "description": "Charged unless said otherwise.", "x-pii": "none"},
          "rate": {"$ref": "types.json#/$defs/money", "description": "Price of one hour.", "x-pii": "none"},
          "assignee_ids": {
            "type": "array",
            "description": "Who does it.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "employee"}
          },
          "estimate_minutes": {"$ref": "types.json#/$defs/integer", "description": "Time planned.", "x-pii": "none"},
          "tracked_minutes": {"$ref": "types.json#/$defs/integer", "description": "Time booked so far.", "x-pii": "none"},
          "start_date": {"$ref": "types.json#/$defs/date", "description": "First day.", "x-pii": "none"},
          "due_date": {"$ref": "types.json#/$defs/date", "description": "Last day.", "x-pii": "none"},
          "completed_at": {"$ref": "types.json#/$defs/instant", "description": "When it was done.", "x-pii": "none"}
        }
      }
      """#
    ),
    (
      "tax_rate.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:tax_rate:1",
        "title": "Tax rate",
        "description": "One tax or combination of taxes that a line can carry.",
        "type": "object",
        "x-model": "tax_rate",
        "x-plural": "tax_rates",
        "x-area": "accounting",
        "x-identity": ["code"],
        "required": ["name"],
        "properties": {
          "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
          "code": {"$ref": "types.json#/$defs/text", "description": "Code used on lines.", "x-pii": "none"},
          "description": {"$ref": "types.json#/$defs/text", "description": "When it applies.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which tax.",
            "x-pii": "none",
            "x-enum": {
              "gst": "Canadian federal goods and services tax.",
              "hst": "Canadian harmonized sales tax.",
              "pst": "Provincial sales tax (BC, SK, MB).",
              "qst": "Quebec sales tax.",
              "vat": "Value added tax.",
              "sales": "State, county or city sales tax.",
              "withholding": "Tax kept back by the payer.",
              "other": "Another tax.",
              "unknown": "No other value fits the source's text."
            }
          },
          "rate": {"$ref": "types.json#/$defs/percent", "description": "Sum of the components; 13 is thirteen per cent.", "x-pii": "none"},
          "effective_rate": {"$ref": "types.json#/$defs/percent", "description": "Rate after compounding.", "x-pii": "none"},
          "components": {
            "type": "array",
            "description": "Taxes it is made of.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "required": ["name", "rate"],
              "properties": {
                "name": {"$ref": "types.json#/$defs/text", "description": "Name.", "x-pii": "none"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Which tax.",
                  "x-pii": "none",
                  "x-enum": {
                    "gst": "Canadian federal goods and services tax.",
                    "hst": "Canadian harmonized sales tax.",
                    "pst": "Provincial sales tax (BC, SK, MB).",
                    "qst": "Quebec sales tax.",
                    "vat": "Value added tax.",
                    "sales": "State, county or city sales tax.",
                    "withholding": "Tax kept back by the payer.",
                    "other": "Another tax.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "rate": {"$ref": "types.json#/$defs/percent", "description": "Rate.", "x-pii": "none"},
                "compound": {
                  "$ref": "types.json#/$defs/boolean",
                  "description": "Computed on the amount with the taxes before it.",
                  "x-pii": "none"
                }
              }
            }
          },
          "country": {"$ref": "types.json#/$defs/country", "description": "Country.", "x-pii": "none"},
          "region": {"$ref": "types.json#/$defs/region", "description": "Province or state.", "x-pii": "none"},
          "recoverable": {"$ref": "types.json#/$defs/boolean", "description": "May be claimed back.", "x-pii": "none"},
          "applies_to": {
            "$ref": "types.json#/$defs/enum",
            "description": "Which side uses it.",
            "x-pii": "none",
            "x-enum": {"sales": "Sales.", "purchases": "Purchases.", "both": "Both.", "unknown": "No other value fits the source's text."}
          },
          "valid_from": {"$ref": "types.json#/$defs/date", "description": "First day.", "x-pii": "none"},
          "valid_to": {"$ref": "types.json#/$defs/date", "description": "Last day.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Whether new lines may use it.",
            "x-pii": "none",
            "x-enum": {
              "active": "In use.",
              "archived": "Kept for history, not for new records.",
              "pending": "Not yet usable.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          }
        }
      }
      """#
    ),
    (
      "time_entry.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:time_entry:1",
        "title": "Time entry",
        "description": "One piece of work of one person on one day.",
        "type": "object",
        "x-model": "time_entry",
        "x-plural": "time_entries",
        "x-area": "time",
        "x-identity": [],
        "required": ["employee_id", "date", "duration_minutes"],
        "properties": {
          "employee_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who worked.", "x-pii": "none"},
          "date": {"$ref": "types.json#/$defs/date", "description": "Day the work counts for.", "x-pii": "none"},
          "duration_minutes": {
            "$ref": "types.json#/$defs/integer",
            "description": "Whole minutes worked, without unpaid breaks.",
            "x-pii": "none"
          },
          "duration_seconds": {
            "$ref": "types.json#/$defs/integer",
            "description": "Exact length, where the source counts seconds.",
            "x-pii": "none"
          },
          "start_at": {"$ref": "types.json#/$defs/instant", "description": "When it began.", "x-pii": "none"},
          "end_at": {"$ref": "types.json#/$defs/instant", "description": "When it ended.", "x-pii": "none"},
          "start_time": {
            "$ref": "types.json#/$defs/time",
            "description": "Clock time of the beginning, where the source gives no zone.",
            "x-pii": "none"
          },
          "end_time": {
            "$ref": "types.json#/$defs/time",
            "description": "Clock time of the end, where the source gives no zone.",
            "x-pii": "none"
          },
          "timezone": {"$ref": "types.json#/$defs/timezone", "description": "Zone of the work.", "x-pii": "none"},
          "source_utc_offset": {"$ref": "types.json#/$defs/text", "description": "Offset the source gave, such as -05:00.", "x-pii": "none"},
          "running": {"$ref": "types.json#/$defs/boolean", "description": "The timer is still on.", "x-pii": "none"},
          "breaks": {
            "type": "array",
            "description": "Pauses.",
            "x-pii": "none",
            "items": {
              "type": "object",
              "properties": {
                "start_at": {"$ref": "types.json#/$defs/instant", "description": "When it began.", "x-pii": "none"},
                "end_at": {"$ref": "types.json#/$defs/instant", "description": "When it ended.", "x-pii": "none"},
                "duration_minutes": {"$ref": "types.json#/$defs/integer", "description": "Length.", "x-pii": "none"},
                "paid": {"$ref": "types.json#/$defs/boolean", "description": "Counts as work.", "x-pii": "none"}
              }
            }
          },
          "unpaid_break_minutes": {"$ref": "types.json#/$defs/integer", "description": "All unpaid pauses.", "x-pii": "none"},
          "payable_minutes": {"$ref": "types.json#/$defs/integer", "description": "What is paid, after rounding and rules.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What sort of time.",
            "x-pii": "none",
            "x-enum": {
              "regular": "Ordinary time.",
              "overtime": "Overtime.",
              "double_time": "Overtime at twice the rate.",
              "standby": "On call.",
              "travel": "Travel.",
              "leave": "Time off kept in the time system.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
          "task_id": {"$ref": "types.json#/$defs/reference", "x-model": "task", "description": "Task.", "x-pii": "none"},
          "customer_id": {"$ref": "types.json#/$defs/reference", "x-model": "customer", "description": "Customer.", "x-pii": "none"},
          "department_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "department",
            "description": "Department that bears the cost.",
            "x-pii": "none"
          },
          "location_id": {"$ref": "types.json#/$defs/reference", "x-model": "location", "description": "Place of work.", "x-pii": "none"},
          "billable": {"$ref": "types.json#/$defs/boolean", "description": "To be charged to a customer.", "x-pii": "none"},
          "billed": {"$ref": "types.json#/$defs/boolean", "description": "Already on an invoice.", "x-pii": "none"},
          "invoice_id": {"$ref": "types.json#/$defs/reference", "x-model": "invoice", "description": "That invoice.", "x-pii": "none"},
          "rate": {"$ref": "types.json#/$defs/money", "description": "Price of one hour to the customer.", "x-pii": "financial"},
          "cost_rate": {"$ref": "types.json#/$defs/money", "description": "Cost of one hour to the employer.", "x-pii": "financial"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "How far it has come.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Not handed in.",
              "submitted": "Waiting for approval.",
              "approved": "Agreed.",
              "rejected": "Sent back.",
              "locked": "Closed for payroll or billing.",
              "unknown": "No other value fits the source's text."
            }
          },
          "approver_id": {"$ref": "types.json#/$defs/reference", "x-model": "employee", "description": "Who decides.", "x-pii": "none"},
          "approved_at": {"$ref": "types.json#/$defs/instant", "description": "When it was agreed.", "x-pii": "none"},
          "note": {"$ref": "types.json#/$defs/text", "description": "What was done.", "x-pii": "personal"},
          "tags": {"type": "array", "description": "Labels.", "x-pii": "none", "items": {"$ref": "types.json#/$defs/text"}}
        }
      }
      """#
    ),
    (
      "transaction.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:transaction:1",
        "title": "Transaction",
        "description": "One entry of the general ledger, whatever document caused it, with the accounts it moves.",
        "type": "object",
        "x-model": "transaction",
        "x-plural": "transactions",
        "x-area": "accounting",
        "x-identity": [],
        "required": ["date"],
        "properties": {
          "date": {"$ref": "types.json#/$defs/date", "description": "Day it counts for.", "x-pii": "none"},
          "number": {"$ref": "types.json#/$defs/text", "description": "Number as shown.", "x-pii": "none"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "Document behind it.",
            "x-pii": "none",
            "x-enum": {
              "invoice": "Sales invoice.",
              "bill": "Purchase invoice.",
              "credit_note": "Credit note.",
              "payment": "Payment.",
              "expense": "Expense or cash purchase.",
              "sale": "Cash sale.",
              "deposit": "Bank deposit.",
              "transfer": "Between own accounts.",
              "payroll": "Pay run.",
              "journal": "Journal entry.",
              "adjustment": "Inventory or other adjustment.",
              "other": "Another sort, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "amount": {"$ref": "types.json#/$defs/money", "description": "Size of the entry.", "x-pii": "none"},
          "currency": {"$ref": "types.json#/$defs/currency", "description": "Currency of the entry.", "x-pii": "none"},
          "exchange_rate": {"$ref": "types.json#/$defs/decimal", "description": "Base currency for one unit of currency.", "x-pii": "none"},
          "account_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "account",
            "description": "Main account, where the source names one.",
            "x-pii": "none"
          },
          "customer_id": {"$ref": "types.json#/$defs/reference", "x-model": "customer", "description": "Customer.", "x-pii": "none"},
          "supplier_id": {"$ref": "types.json#/$defs/reference", "x-model": "supplier", "description": "Supplier.", "x-pii": "none"},
          "memo": {"$ref": "types.json#/$defs/text", "description": "Free text.", "x-pii": "personal"},
          "reference": {"$ref": "types.json#/$defs/text", "description": "Reference.", "x-pii": "none"},
          "lines": {
            "type": "array",
            "description": "Accounts it moves.",
            "x-pii": "personal",
            "items": {
              "type": "object",
              "properties": {
                "id": {"$ref": "types.json#/$defs/text", "description": "Source id of the line.", "x-pii": "none"},
                "account_id": {"$ref": "types.json#/$defs/reference", "x-model": "account", "description": "Account.", "x-pii": "none"},
                "account_code": {
                  "$ref": "types.json#/$defs/text",
                  "description": "Code of the account, where the source gives no id.",
                  "x-pii": "none"
                },
                "debit": {"$ref": "types.json#/$defs/money", "description": "Amount on the debit side.", "x-pii": "none"},
                "credit": {"$ref": "types.json#/$defs/money", "description": "Amount on the credit side.", "x-pii": "none"},
                "description": {"$ref": "types.json#/$defs/text", "description": "Text.", "x-pii": "personal"},
                "tax_rate_id": {"$ref": "types.json#/$defs/reference", "x-model": "tax_rate", "description": "Tax rate.", "x-pii": "none"},
                "customer_id": {"$ref": "types.json#/$defs/reference", "x-model": "customer", "description": "Customer.", "x-pii": "none"},
                "supplier_id": {"$ref": "types.json#/$defs/reference", "x-model": "supplier", "description": "Supplier.", "x-pii": "none"},
                "project_id": {"$ref": "types.json#/$defs/reference", "x-model": "project", "description": "Project.", "x-pii": "none"},
                "department_id": {"$ref": "types.json#/$defs/reference", "x-model": "department", "description": "Department.", "x-pii": "none"},
                "tracking": {
                  "type": "array",
                  "description": "Classes, projects and other dimensions the books are cut by.",
                  "x-pii": "none",
                  "items": {
                    "type": "object",
                    "required": ["value"],
                    "properties": {
                      "category_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the dimension.", "x-pii": "none"},
                      "category_name": {"$ref": "types.json#/$defs/text", "description": "Name of the dimension.", "x-pii": "none"},
                      "value_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the value.", "x-pii": "none"},
                      "value": {"$ref": "types.json#/$defs/text", "description": "The value.", "x-pii": "none"}
                    }
                  }
                }
              }
            }
          },
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "State in the ledger.",
            "x-pii": "none",
            "x-enum": {
              "draft": "Not yet in the ledger.",
              "posted": "In the ledger.",
              "reversed": "Undone by another entry.",
              "void": "Cancelled.",
              "deleted": "Removed, told by the source as a status.",
              "unknown": "No other value fits the source's text."
            }
          },
          "invoice_id": {"$ref": "types.json#/$defs/reference", "x-model": "invoice", "description": "The invoice behind it.", "x-pii": "none"},
          "bill_id": {"$ref": "types.json#/$defs/reference", "x-model": "bill", "description": "The bill behind it.", "x-pii": "none"},
          "payment_id": {"$ref": "types.json#/$defs/reference", "x-model": "payment", "description": "The payment behind it.", "x-pii": "none"},
          "legal_entity_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "legal_entity",
            "description": "Company whose books these are.",
            "x-pii": "none"
          }
        }
      }
      """#
    ),
    (
      "user.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:user:1",
        "title": "User",
        "description": "One login of a person or a program in a system such as a chat service, a directory or a document store.",
        "type": "object",
        "x-model": "user",
        "x-plural": "users",
        "x-area": "common",
        "x-identity": ["email", "username", "employee_number"],
        "required": ["display_name"],
        "properties": {
          "display_name": {"$ref": "types.json#/$defs/text", "description": "Name as shown.", "x-pii": "personal"},
          "username": {"$ref": "types.json#/$defs/text", "description": "Login name.", "x-pii": "personal"},
          "first_name": {"$ref": "types.json#/$defs/text", "description": "Given name.", "x-pii": "personal"},
          "last_name": {"$ref": "types.json#/$defs/text", "description": "Family name.", "x-pii": "personal"},
          "email": {"$ref": "types.json#/$defs/email", "description": "Main address.", "x-pii": "contact"},
          "emails": {
            "type": "array",
            "description": "Every address the source gives.",
            "x-pii": "contact",
            "items": {
              "type": "object",
              "required": ["value"],
              "properties": {
                "value": {"$ref": "types.json#/$defs/email", "description": "The address.", "x-pii": "contact"},
                "kind": {
                  "$ref": "types.json#/$defs/enum",
                  "description": "Where it reaches the person.",
                  "x-pii": "none",
                  "x-enum": {
                    "work": "At work.",
                    "home": "Private.",
                    "mobile": "Mobile.",
                    "fax": "Fax.",
                    "billing": "For invoices.",
                    "other": "Anything else.",
                    "unknown": "No other value fits the source's text."
                  }
                },
                "primary": {"$ref": "types.json#/$defs/boolean", "description": "The source marks it as the main one.", "x-pii": "none"}
              }
            }
          },
          "phone": {"$ref": "types.json#/$defs/phone", "description": "Main number.", "x-pii": "contact"},
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What stands behind the login.",
            "x-pii": "none",
            "x-enum": {
              "person": "A person of the organization.",
              "guest": "A person from outside.",
              "bot": "A program.",
              "service": "A service account.",
              "resource": "A room or device.",
              "unknown": "No other value fits the source's text."
            }
          },
          "active": {"$ref": "types.json#/$defs/boolean", "description": "Can sign in.", "x-pii": "none"},
          "admin": {"$ref": "types.json#/$defs/boolean", "description": "May administer the system.", "x-pii": "none"},
          "roles": {"type": "array", "description": "Roles in the system.", "x-pii": "none", "items": {"$ref": "types.json#/$defs/text"}},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "Employee behind the user.",
            "x-pii": "none"
          },
          "employee_number": {
            "$ref": "types.json#/$defs/text",
            "description": "Employer's number, where the source keeps it.",
            "x-pii": "personal"
          },
          "job_title": {"$ref": "types.json#/$defs/text", "description": "Title.", "x-pii": "personal"},
          "department_name": {"$ref": "types.json#/$defs/text", "description": "Department in the source's words.", "x-pii": "none"},
          "manager_id": {"$ref": "types.json#/$defs/reference", "x-model": "user", "description": "Manager.", "x-pii": "none"},
          "group_ids": {
            "type": "array",
            "description": "Groups.",
            "x-pii": "none",
            "items": {"$ref": "types.json#/$defs/reference", "x-model": "group"}
          },
          "language": {"$ref": "types.json#/$defs/language", "description": "Language.", "x-pii": "personal"},
          "timezone": {"$ref": "types.json#/$defs/timezone", "description": "Local zone.", "x-pii": "none"},
          "two_factor": {"$ref": "types.json#/$defs/boolean", "description": "Signs in with a second factor.", "x-pii": "none"},
          "external_id": {"$ref": "types.json#/$defs/text", "description": "Id given by the organization's own directory.", "x-pii": "none"},
          "photo_url": {"$ref": "types.json#/$defs/url", "description": "Link to a picture; may expire.", "x-pii": "personal"},
          "last_login_at": {"$ref": "types.json#/$defs/instant", "description": "When last signed in.", "x-pii": "personal"},
          "url": {"$ref": "types.json#/$defs/url", "description": "Page of the user.", "x-pii": "personal"}
        }
      }
      """#
    ),
    (
      "wellness.json",
      #"""
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "cm:wellness:1",
        "title": "Wellness",
        "description": "One entry of a wellness programme: an activity, a credit, or the balance of an account. Off unless turned on.",
        "type": "object",
        "x-model": "wellness",
        "x-plural": "wellness_records",
        "x-area": "benefits",
        "x-identity": [],
        "x-access": "restricted",
        "required": ["kind", "date"],
        "properties": {
          "member_id": {"$ref": "types.json#/$defs/reference", "x-model": "member", "description": "The person, as a member.", "x-pii": "none"},
          "employee_id": {
            "$ref": "types.json#/$defs/reference",
            "x-model": "employee",
            "description": "The person, as an employee.",
            "x-pii": "none"
          },
          "kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What is recorded.",
            "x-pii": "none",
            "x-enum": {
              "enrolment": "Joined a programme.",
              "activity": "Did something.",
              "assessment": "Answered a questionnaire or was measured.",
              "credit": "Earned points or money.",
              "redemption": "Spent points or money.",
              "balance": "What is in the account.",
              "unknown": "No other value fits the source's text."
            }
          },
          "date": {"$ref": "types.json#/$defs/date", "description": "Day of the activity, credit or balance.", "x-pii": "none"},
          "program_id": {"$ref": "types.json#/$defs/text", "description": "Source id of the programme.", "x-pii": "none"},
          "program_name": {"$ref": "types.json#/$defs/text", "description": "Programme.", "x-pii": "health"},
          "program_kind": {
            "$ref": "types.json#/$defs/enum",
            "description": "What the programme is about.",
            "x-pii": "health",
            "x-enum": {
              "fitness": "Movement and sport.",
              "nutrition": "Food.",
              "mental_health": "Mental health.",
              "smoking_cessation": "Giving up smoking.",
              "screening": "Check-ups.",
              "financial": "Money matters.",
              "other": "Another subject, named by the source.",
              "unknown": "No other value fits the source's text."
            }
          },
          "activity_name": {"$ref": "types.json#/$defs/text", "description": "What was done.", "x-pii": "health"},
          "plan_id": {"$ref": "types.json#/$defs/reference", "x-model": "plan", "description": "Wellness account plan.", "x-pii": "none"},
          "status": {
            "$ref": "types.json#/$defs/enum",
            "description": "Where it stands.",
            "x-pii": "none",
            "x-enum": {
              "pending": "Not yet confirmed.",
              "in_progress": "Under way.",
              "completed": "Done.",
              "rejected": "Not accepted.",
              "expired": "Too late.",
              "unknown": "No other value fits the source's text."
            }
          },
          "points": {"$ref": "types.json#/$defs/decimal", "description": "Points.", "x-pii": "none"},
          "amount": {"$ref": "types.json#/$defs/money", "description": "Money.", "x-pii": "financial"},
          "balance": {"$ref": "types.json#/$defs/money", "description": "Money left in the account.", "x-pii": "financial"},
          "points_balance": {"$ref": "types.json#/$defs/decimal", "description": "Points left.", "x-pii": "none"},
          "expiry_date": {"$ref": "types.json#/$defs/date", "description": "Last day to use points or money.", "x-pii": "none"}
        }
      }
      """#
    ),
  ]
}
