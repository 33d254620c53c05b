extension Guide {
  /// 834, benefit enrolment and maintenance, 005010X220A1.
  package static let enrolment = Guide(
    transaction: "834", version: "005010X220A1", group: "BE",
    root: Loop(
      "ST", "transaction set", .required, upTo: .max,
      [
        .segment(
          Part(
            "ST", "transaction set header", .required, size: 3,
            [
              .init(1, .required, .code, 3...3, 143, "transaction", "834"),
              .init(2, .required, .text, 4...9, 329, "control number"),
              .init(3, .required, .text, 1...35, 1705, "guide"),
            ])),
        .segment(beginning),
        Part.reference("master policy number", .situational, "38"),
        Part.date("file effective date", .situational, upTo: .max, "007 090 091 303 382 388"),
        .segment(
          Part(
            "QTY", "control totals", .situational, upTo: 3, size: 4, notes: [.oneOf(2, 4), .exclusive(2, 4)],
            [
              .init(1, .required, .code, 2...2, 673, "quantity qualifier", "DT ET TO"),
              .init(2, .required, .decimal, 1...15, 380, "quantity"),
            ])),
        .loop(
          Loop(
            "1000A", "sponsor", .required,
            [Part.party("sponsor", "P5", name: .situational, numbers: "24 94 FI")])),
        .loop(
          Loop(
            "1000B", "payer", .required, [Part.party("payer", "IN", name: .situational, numbers: "94 FI XV")])
        ),
        .loop(
          Loop(
            "1000C", "administrator or broker", .situational, upTo: 2,
            [
              Part.party("administrator or broker", "BO TV", name: .required, numbers: "94 FI XV"),
              .loop(Loop("1100C", "account", .situational, [.segment(account)])),
            ])),
        .loop(member),
        .segment(
          Part(
            "SE", "transaction set trailer", .required, size: 2,
            [
              .init(1, .required, .whole, 1...10, 96, "number of segments"),
              .init(2, .required, .text, 4...9, 329, "control number"),
            ])),
      ]))

  private static let beginning = Part(
    "BGN", "beginning", .required, size: 9, notes: [.conditional(5, 4)],
    [
      .init(1, .required, .code, 2...2, 353, "purpose", "00 15 22"),
      .init(2, .required, .text, 1...50, 127, "reference"),
      .init(3, .required, .date, 8...8, 373, "date"),
      .init(4, .required, .time, 4...8, 337, "time"),
      .init(
        5, .situational, .code, 2...2, 623, "time zone",
        """
        01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 AD AS AT CD CS CT ED ES ET GM HD HS HT \
        LT MD MS MT ND NS NT PD PS PT TD TS TT UT
        """),
      .init(6, .situational, .text, 1...50, 127, "original reference"),
      .init(8, .required, .code, 1...2, 306, "action", "2 4 RX"),
    ])

  private static let account = Part(
    "ACT", "account", .required, size: 9, notes: [.paired(3, 4), .conditional(5, 6), .conditional(7, 5)],
    [
      .init(1, .required, .text, 1...35, 508, "account number"),
      .init(6, .situational, .text, 1...35, 508, "account number"),
    ])

  // MARK: The member

  private static let member = Loop(
    "2000", "member", .required, upTo: .max,
    [
      .segment(memberDetail),
      Part.reference("subscriber number", .required, "0F"),
      Part.reference("policy number", .situational, "1L"),
      Part.reference(
        "further number", .situational, upTo: 13, "17 23 3H 4A 6O ABB D3 DX F6 P5 Q4 QQ ZZ"),
      Part.date(
        "member date", .situational, upTo: 24,
        "050 286 296 297 300 301 303 336 337 338 339 340 341 350 351 356 357 383 385 386 393 394 473 474"),
      .loop(memberName),
      .loop(
        Loop(
          "2100B", "earlier name", .situational,
          [
            Part.name(
              "earlier name", "70", types: "1", .full(.required, first: .situational), numbers: "34 ZZ"),
            Part.demographics("earlier demographics", .situational),
          ])),
      .loop(
        Loop(
          "2100C", "mailing address", .situational,
          [
            Part.name("mailing address", "31", types: "1", .none),
            Part.street("mailing street", .required), Part.city("mailing city", .required),
          ])),
      party(
        "2100D", "employer", upTo: 3, "36", types: "1 2", .full(.situational, first: .situational),
        numbers: "24 34", contact: ("EP", "AP BN CP EM EX FX TE", true)),
      party(
        "2100E", "school", upTo: 3, "M8", types: "2", .short(.required), numbers: nil,
        contact: ("SK", "EM EX FX TE", true)),
      party(
        "2100F", "custodial parent", upTo: 1, "S3", types: "1", .full(.required, first: .situational),
        numbers: "34 ZZ", contact: ("PQ", personal, false)),
      party(
        "2100G", "responsible person", upTo: 13, "6Y 9K E1 EI EXS GB GD J6 LR QD S1 TZ X4", types: "1",
        .full(.required, first: .situational), numbers: "34 ZZ", contact: ("RP", personal, false)),
      .loop(
        Loop(
          "2100H", "drop-off location", .situational,
          [
            Part.name("drop-off location", "45", types: "1", .full(.situational, first: .situational)),
            Part.street("drop-off street"), Part.city("drop-off city"),
          ])),
      .loop(disability),
      .loop(coverage),
      .loop(reporting),
    ])

  private static let personal: CodeList = "AP BN CP EM EX FX HP TE WP"

  private static func party(
    _ id: String, _ name: String, upTo limit: Int, _ codes: CodeList, types: CodeList, _ form: Part.NameForm,
    numbers: CodeList?, contact: (function: CodeList, numbers: CodeList, named: Bool)
  ) -> Item {
    .loop(
      Loop(
        id, name, .situational, upTo: limit,
        [
          Part.name(name, codes, types: types, form, numbers: numbers),
          Part.contact("\(name) contact", contact.function, numbers: contact.numbers, named: contact.named),
          Part.street("\(name) street"), Part.city("\(name) city"),
        ]))
  }

  private static let memberDetail = Part(
    "INS", "member", .required, size: 17, notes: [.paired(11, 12)],
    [
      .init(1, .required, .code, 1...1, 1073, "subscriber indicator", "N Y"),
      .init(
        2, .required, .code, 2...2, 1069, "relationship",
        "01 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 23 24 25 26 31 38 53 60 D2 G8 G9"),
      .init(3, .required, .code, 3...3, 875, "maintenance type", "001 021 024 025 030"),
      .init(
        4, .situational, .code, 2...3, 1203, "maintenance reason",
        """
        01 02 03 04 05 06 07 08 09 10 11 14 15 16 17 18 20 21 22 25 26 27 28 29 31 32 33 37 38 39 40 41 43 59 AA AB AC \
        AD AE AF AG AH AI AJ AL EC XN XT
        """),
      .init(5, .required, .code, 1...1, 1216, "benefit status", "A C S T"),
      .init(
        6, .situational, .composite, 1...3, 52, "Medicare status",
        components: [
          .init(1, .required, .code, 1...1, 1218, "Medicare plan", "A B C D E"),
          .init(2, .situational, .code, 1...1, 1701, "Medicare reason", "0 1 2"),
        ]),
      .init(7, .situational, .code, 1...2, 1219, "COBRA event", "1 2 3 4 5 6 7 8 9 10 ZZ"),
      .init(8, .situational, .code, 2...2, 584, "employment status", "AC AO AU FT L1 PT RT TE"),
      .init(9, .situational, .code, 1...1, 1220, "student status", "F N P"),
      .init(10, .situational, .code, 1...1, 1073, "handicap mark", "N Y"),
      .init(11, .situational, .code, 2...3, 1250, "date form", "D8"),
      .init(12, .situational, .period, 1...35, 1251, "death date"),
      .init(13, .situational, .code, 1...1, 1165, "confidentiality", "R U"),
      .init(17, .situational, .whole, 1...9, 1470, "birth sequence"),
    ])

  private static let memberName = Loop(
    "2100A", "member name", .required,
    [
      Part.name("member name", "74 IL", types: "1", .full(.required, first: .situational), numbers: "34 ZZ"),
      Part.contact("member contact", "IP", numbers: personal),
      Part.street("home street"), Part.city("home city", located: true),
      Part.demographics("demographics", .required),
      .segment(
        Part(
          "EC", "employment class", .situational, upTo: .max, size: 6,
          [
            .init(1, .required, .code, 2...3, 1176, "employment class", employmentClasses),
            .init(2, .situational, .code, 2...3, 1176, "employment class", employmentClasses),
            .init(3, .situational, .code, 2...3, 1176, "employment class", employmentClasses),
          ])),
      .segment(
        Part(
          "ICM", "income", .situational, size: 6,
          [
            .init(1, .required, .code, 1...1, 594, "frequency", "1 2 3 4 6 7 8 9 B C H Q S U"),
            .init(2, .required, .decimal, 1...18, 782, "wage"),
            .init(3, .situational, .decimal, 1...15, 380, "hours"),
            .init(4, .situational, .text, 1...30, 310, "location"),
            .init(5, .situational, .text, 1...5, 1214, "salary grade"),
          ])),
      Part.amount("policy amount", upTo: 7),
      .segment(
        Part(
          "HLH", "health", .situational, size: 7,
          [
            .init(1, .required, .code, 1...1, 1212, "health-related code", "N S T U X"),
            .init(2, .situational, .decimal, 1...8, 65, "height"),
            .init(3, .situational, .decimal, 1...10, 81, "weight"),
          ])),
      .segment(
        Part(
          "LUI", "language", .situational, upTo: .max, size: 5,
          notes: [.paired(1, 2), .listConditional(4, 2, 3)],
          [
            .init(1, .situational, .code, 1...2, 66, "code qualifier", "LD LE"),
            .init(2, .situational, .text, 2...80, 67, "language"),
            .init(3, .situational, .text, 1...80, 352, "description"),
            .init(4, .situational, .code, 1...2, 1303, "use", "5 6 7 8"),
          ])),
    ])

  private static let employmentClasses: CodeList =
    "01 02 03 04 05 06 07 08 09 10 11 12 17 18 19 20 21 22 23"

  private static let disability = Loop(
    "2200", "disability", .situational, upTo: .max,
    [
      .segment(
        Part(
          "DSB", "disability", .required, size: 8, notes: [.paired(7, 8)],
          [
            .init(1, .required, .code, 1...1, 1146, "kind of disability", "1 2 3 4"),
            .init(7, .situational, .code, 2...2, 235, "code qualifier", "DX ZZ"),
            .init(8, .situational, .text, 1...15, 1137, "diagnosis"),
          ])),
      Part.date("disability date", .situational, upTo: 2, "360 361"),
    ])

  // MARK: Coverage

  private static let coverage = Loop(
    "2300", "coverage", .situational, upTo: 99,
    [
      .segment(
        Part(
          "HD", "coverage", .required, size: 11,
          [
            .init(1, .required, .code, 3...3, 875, "maintenance type", "001 002 021 024 025 026 030 032"),
            .init(
              3, .required, .code, 2...3, 1205, "insurance line",
              "AG AH AJ AK DCP DEN EPO FAC HE HLT HMO LTC LTD MM MOD PDG POS PPO PRA STD UR VIS"),
            .init(4, .situational, .text, 1...50, 1204, "plan"),
            .init(
              5, .situational, .code, 3...3, 1207, "coverage level",
              "CHD DEP E1D E2D E3D E5D E6D E7D E8D E9D ECH EMP ESP FAM IND SPC SPO TWO"),
            .init(9, .situational, .code, 1...1, 1073, "late enrolment mark", "N Y"),
          ])),
      Part.date("coverage date", .required, upTo: 6, "300 303 343 348 349 543 695", forms: "D8 RD8"),
      Part.amount("coverage amount", upTo: 9),
      Part.reference(
        "coverage number", .situational, upTo: 14, "17 1L 9V CE E8 M7 PID RB X9 XM XX1 XX2 ZX ZZ"),
      Part.reference("months of prior coverage", .situational, "QQ"),
      .segment(
        Part(
          "IDC", "identification card", .situational, upTo: 3, size: 4,
          [
            .init(1, .required, .text, 1...50, 1204, "plan"),
            .init(2, .required, .code, 1...1, 1215, "kind of card", "D H P"),
            .init(3, .situational, .decimal, 1...15, 380, "number of cards"),
            .init(4, .situational, .code, 1...2, 306, "action", "1 2 RX"),
          ])),
      .loop(provider),
      .loop(otherInsurance),
    ])

  private static let provider = Loop(
    "2310", "provider", .situational, upTo: 30,
    [
      .segment(number("provider")),
      Part.name(
        "provider name", "1X 3D 80 FA OD P3 QA QN Y2", types: "1 2", .full(.situational, first: .situational),
        numbers: "34 FI SV XX", relation: "25 26 72"),
      Part.street("provider street", upTo: 2), Part.city("provider city"),
      Part.contact("provider contact", "IC", numbers: personal, upTo: 2),
      .segment(
        Part(
          "PLA", "reason for the change of provider", .situational, size: 5,
          [
            .init(1, .required, .code, 1...2, 306, "action", "2"),
            .init(2, .required, .code, 2...3, 98, "party", "1P"),
            .init(3, .required, .date, 8...8, 373, "date"),
            .init(5, .required, .code, 2...3, 1203, "reason", "14 22 46 AA AB AC AD AE AF AG AH AI AJ"),
          ])),
    ])

  private static func number(_ name: String) -> Part {
    Part("LX", name, .required, size: 1, [.init(1, .required, .whole, 1...6, 554, "assigned number")])
  }

  private static let otherInsurance = Loop(
    "2320", "other insurance", .situational, upTo: 5,
    [
      .segment(
        Part(
          "COB", "other insurance", .required, size: 4,
          [
            .init(1, .required, .code, 1...1, 1138, "order of payment", "P S T U"),
            .init(2, .situational, .text, 1...50, 127, "policy number"),
            .init(3, .required, .code, 1...1, 1143, "coordination code", "1 5 6"),
            .init(
              4, .situational, .code, 1...2, 1365, "service type", "1 35 48 50 54 89 90 A4 AG AL BB", upTo: 9),
          ])),
      Part.reference("other number", .situational, upTo: 4, "60 6P SY ZZ"),
      Part.date("other insurance date", .situational, upTo: 2, "344 345"),
      .loop(
        Loop(
          "2330", "other insurer", .situational, upTo: 3,
          [
            Part.name("other insurer", "36 GW IN", types: "2", .short(.situational), numbers: "FI NI XV"),
            Part.street("other insurer's street"), Part.city("other insurer's city"),
            Part.contact("other insurer's contact", "CN", numbers: "TE", only: 1),
          ])),
    ])

  // MARK: Reporting categories

  private static let reporting = Loop(
    "LS", "additional reporting categories", .situational,
    [
      .segment(mark("LS", "start of the reporting categories")),
      .loop(
        Loop(
          "2700", "reporting category", .situational, upTo: .max,
          [
            .segment(number("reporting category")),
            .loop(
              Loop(
                "2750", "reporting category", .situational,
                [
                  .segment(
                    Part(
                      "N1", "reporting category", .required, size: 6, qualified: true,
                      notes: [.oneOf(2, 3), .paired(3, 4)],
                      [
                        .init(1, .required, .code, 2...3, 98, "party", "75"),
                        .init(2, .required, .text, 1...60, 93, "name"),
                      ])),
                  Part.reference(
                    "category number", .situational,
                    "00 17 18 19 26 3L 6M 9V 9X GE LU PID XX1 XX2 YY ZZ"),
                  Part.date("category date", .situational, "007", forms: "D8 RD8"),
                ])),
          ])),
      .segment(mark("LE", "end of the reporting categories")),
    ])

  private static func mark(_ id: SegmentID, _ name: String) -> Part {
    Part(id, name, .required, size: 1, [.init(1, .required, .code, 1...4, 447, "loop", "2700")])
  }
}
