/// Providers that were looked for and have no connector, each with what is publicly known of it.
///
/// A connector would have to invent what a partner alone can tell; `file-exchange` with columns of one's own serves a sponsor
/// who has an agreement.
enum Unconnected {
  static let all: [(names: [String], reason: String)] = [
    (["ComplianceHR", "HR360"], "no public API could be found."),
    (
      ["Canada Pension Plan (CPP)", "Quebec Pension Plan (QPP)"],
      "there is no file of members: contributions are remitted with source deductions, and told once a year by T4 slips to the Canada "
        + "Revenue Agency and RL-1 slips to Revenu Québec, which are files of pay and not of enrolment."
    ),
    (
      ["OPTrust"],
      "a text file of fixed width with transactions 0 to 9 and A for persons, addresses, employment, leaves, salary, contributions and "
        + "terminations; a layout was public until about 2013, and today it is told on request. It needs social insurance numbers, salary "
        + "and contributions, which canonical members do not have."
    ),
    (
      ["OMERS"],
      "a yearly file, Form 119, that employers import into the plan's own web site; its specification is in the help behind the login."
    ),
    (
      ["HOOPP"],
      "CSV files (a header record, commas, ANSI, the social insurance number as key) that employers upload by hand on HOOPP Insight; the "
        + "general rules are public, the columns of the enrolment file could not be read, and canonical members have no such number."
    ),
    (
      ["BC Pension Corporation (Teachers', Municipal, College, Public Service)"],
      "files of fixed fields, known only by name from the help of a payroll vendor."
    ),
    (
      ["LAPP", "PSPP (Alberta)"],
      "files of record types 4, A and 5, known only by name from the help of a payroll vendor."
    ),
    (
      ["RREGOP (Retraite Québec)", "NSPSPP", "MEPP", "SPP", "VRSP and PRPP administrators"],
      "no public file for employers could be found."
    ),
    (
      ["Alberta Blue Cross", "Ontario Blue Cross", "Saskatchewan Blue Cross", "Manitoba Blue Cross"],
      "forms and web sites for plan administrators are public, and no file."
    ),
    (
      ["OTIP"],
      "a workbook of three sheets (members, positions, leaves), each with a header and a trailer record, known from a payroll vendor; "
        + "workbooks are not written here."
    ),
  ]

  static var markdown: String {
    all.map { entry in
      "**\(entry.names.joined(separator: "**, **"))**: \(entry.reason)\n"
    }.joined(separator: "\n")
  }
}
