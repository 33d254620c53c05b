import EDI

/// A small valid file, and what examples of rules make of it.
enum SampleFile {
  static let lines = """
    ISA*00*          *00*          *ZZ*SPONSOR        *ZZ*INSURER        *260401*1200*^*00501*000000001*0*T*:~
    GS*BE*SPONSOR*INSURER*20260401*1200*1*X*005010X220A1~
    ST*834*0001*005010X220A1~
    BGN*00*REF1*20260401*1200****4~
    REF*38*GRP1~
    DTP*007*D8*20260401~
    QTY*TO*2~
    QTY*ET*1~
    QTY*DT*1~
    N1*P5*SPONSOR INC*FI*990000001~
    N1*IN*INSURER INC*FI*990000002~
    INS*Y*18*030*XN*A***FT~
    REF*0F*S001~
    REF*1L*POL1~
    DTP*356*D8*20260101~
    NM1*IL*1*TREMBLAY*LEA****34*900000001~
    N3*100 MAIN ST~
    N4*MONTREAL*QC*H2X1Y4*CA~
    DMG*D8*19800101*F~
    HD*030**HLT*PLAN A*FAM~
    DTP*348*D8*20260101~
    INS*N*19*030*XN*A~
    REF*0F*S001~
    REF*17*CHILD~
    NM1*IL*1*TREMBLAY*MIA~
    DMG*D8*20150101*F~
    SE*25*0001~
    GE*1*1~
    IEA*1*000000001~
    """.split(separator: "\n").map(String.init)

  static let text = text(lines)

  static func text(_ lines: [String]) -> String { lines.joined(separator: "\n") + "\n" }

  static func bytes(_ lines: [String]) -> [UInt8] { Array(text(lines).utf8) }

  /// The file with blocks of lines (`-`) replaced by others (`+`); SE counts again unless the example is about it.
  static func changed(by example: String) -> [String]? {
    var result = lines
    var old: [String] = []
    var new: [String] = []
    var isComplete = true
    func apply() {
      guard !old.isEmpty else { return }
      if let range = range(of: old, in: result) {
        result.replaceSubrange(range, with: new.map(expanded))
      } else {
        isComplete = false
      }
      old = []
      new = []
    }
    for line in example.split(separator: "\n") {
      if line.hasPrefix("- ") {
        if !new.isEmpty { apply() }
        old.append(String(line.dropFirst(2)))
      } else if line.hasPrefix("+ ") {
        new.append(String(line.dropFirst(2)))
      } else if let last = new.indices.last {
        new[last] += "\n" + line
      }
    }
    apply()
    guard isComplete else { return nil }
    return example.contains("SE*") ? result : recounted(result)
  }

  /// Lines that stand together; `...` stands for any lines between two.
  private static func range(of old: [String], in lines: [String]) -> Range<Int>? {
    if let gap = old.firstIndex(of: "...") {
      guard let start = lines.firstIndex(of: old[0]), let end = lines.firstIndex(of: old[gap + 1]) else {
        return nil
      }
      return start..<end + 1
    }
    let starts = 0...max(0, lines.count - old.count)
    return starts.first { Array(lines[$0..<$0 + old.count]) == old }.map { $0..<$0 + old.count }
  }

  /// `{5}` stands for five letters.
  private static func expanded(_ line: String) -> String {
    guard let open = line.firstIndex(of: "{"), let count = Int(line[line.index(after: open)...].dropLast())
    else {
      return line
    }
    return line[..<open] + String(repeating: "A", count: count)
  }

  private static func recounted(_ lines: [String]) -> [String] {
    guard let start = lines.firstIndex(where: { $0.hasPrefix("ST*") }),
      let end = lines.firstIndex(where: { $0.hasPrefix("SE*") })
    else { return lines }
    var lines = lines
    let count = lines[start...end].joined(separator: "\n").split(separator: "~").count
    lines[end] = "SE*\(count)*0001~"
    return lines
  }
}
