package import EDI
package import Expressions
package import HTTP
internal import Language
package import Programs

/// A file for a partner while it is made, family by family: whatever its length, it lies on the disk and not in memory.
///
/// What stands before the members counts them, so it is put before them when all are there.
package final class PartnerFile {
  private let profile: PartnerProfile
  private let program: PartnerProgram
  private let variables: Activation
  private var enrolments: EnrolmentWriter
  private let table: TableWriter
  private let body: DraftWriter
  /// Where the members of each transaction set end in the body.
  private var ends: [Int] = []
  package private(set) var members = 0
  /// Of forms that have rows.
  package private(set) var rows = 0

  package init(
    _ profile: PartnerProfile, _ program: PartnerProgram, _ variables: Activation
  ) throws(RunFailure) {
    self.profile = profile
    self.program = program
    self.variables = variables
    enrolments = EnrolmentWriter(profile)
    table = TableWriter(profile)
    body = try DraftWriter("a file for the partner")
  }

  /// Takes a family in; the number of the transaction set that it stands in, where the form has such.
  package func add(_ family: [ToldEnrolment]) throws(RunFailure) -> String? {
    members += family.count
    guard profile.form == .x12 else {
      for member in family {
        for row in table.rows(of: member) {
          rows += 1
          try body.write(try program.encoded(row))
        }
      }
      return nil
    }
    try body.write(try program.encoded(enrolments.add(family.map(\.member))))
    let set = enrolments.sets.count - 1
    if ends.count <= set { ends.append(body.count) } else { ends[set] = body.count }
    return EnrolmentWriter.number(of: set)
  }

  /// The numbers of the transaction sets.
  package var sets: [String] { enrolments.sets.indices.map(EnrolmentWriter.number(of:)) }

  /// What is known of the file, for its name and its lines.
  package func facts(day: String, time: String, number: Int, isFull: Bool) -> PartnerProgram.FileFacts {
    PartnerProgram.FileFacts(
      day: day, time: time, number: number, isFull: isFull, members: members, rows: rows)
  }

  /// The whole file; nobody is added any more.
  package func finish(_ facts: PartnerProgram.FileFacts) throws(RunFailure) -> BodyFile {
    let members = try body.finish()
    let file = try DraftWriter("a file for the partner")
    func put(_ text: String) throws(RunFailure) { try file.write(try program.encoded(text)) }
    guard profile.form == .x12 else {
      let frame = try program.frame(facts, variables)
      try put(table.opening(frame))
      try file.write(0..<members.count, of: members)
      try put(table.ending(frame))
      return try file.finish()
    }
    let stamp = EnrolmentWriter.Stamp(day: facts.day, time: facts.time, controlNumber: facts.number)
    let action = facts.isFull ? "4" : "2"
    try put(enrolments.opening(stamp))
    var start = 0
    for (set, end) in ends.enumerated() {
      try put(enrolments.opening(of: set, action: action, stamp))
      try file.write(start..<end, of: members)
      try put(enrolments.ending(of: set, action: action, stamp))
      start = end
    }
    try put(enrolments.ending(stamp))
    return try file.finish()
  }
}
