import CAllocations
import Formats
import Glibc
import JSON
import Mapping
import Programs
import Rows
import Values

/// Measures what a record costs on its way from the bytes of a page to a JSON line: `mapping-benchmark DIR [PAGES] [PHASE]`.
///
/// `mapping-benchmark generate DIR [PAGES]` writes pages to measure with.
/// DIR holds pages `p1.json`, `p2.json`, ... with their records under `data`. PHASE is `parse`, `map` or `write`, each with all
/// before it; without it all three are measured. Under callgrind two pages of one phase are enough.
@main struct MappingBenchmark {
  private enum Phase: String, CaseIterable { case parse, map, write }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 1 else {
      print("usage: mapping-benchmark DIR [PAGES] [parse|map|write] [lines], or generate DIR [PAGES]")
      exit(2)
    }
    if arguments[1] == "generate" {
      return PageWriter.write(
        arguments.count > 3 ? Int(arguments[3]) ?? 40 : 40, to: arguments.count > 2 ? arguments[2] : ".")
    }
    let limit = arguments.count > 2 ? Int(arguments[2]) ?? 1_000 : 1_000
    let phases = arguments.count > 3 ? [Phase(rawValue: arguments[3])].compactMap(\.self) : Phase.allCases
    let pages = (1...limit).lazy.map { read("\(arguments[1])/p\($0).json") }.prefix { !$0.isEmpty }
    let bodies = Array(pages)
    if arguments.last == "lines" { return try run(.write, bodies, isPrinting: true) }
    for phase in phases { try run(phase, bodies) }
  }

  private static func run(_ phase: Phase, _ bodies: [[UInt8]], isPrinting: Bool = false) throws {
    let program = try Employees.program()
    let decoder = BodyDecoder()
    let key = RecordKey(["id"])
    var page = program.page()
    var buffer: [UInt8] = []
    let writer = RowJSONWriter(page.rows[0].shape)
    var (records, problems, bytes) = (0, 0, 0)
    let blocks = callocations_count()
    let start = ContinuousClock().now
    for body in bodies {
      guard case .map(let map) = try decoder.decode(body).plain,
        case .list(let list)? = map.value(named: "data")?.plain
      else { exit(1) }
      records += list.count
      if phase == .parse { continue }
      for record in list { program.map(record, key: key.text(of: record) ?? "", into: &page) }
      problems += page.quarantined.count
      if phase == .write {
        for row in 0..<page.rows[0].count { writer.write(row, of: page.rows[0], to: &buffer) }
        bytes += buffer.count
        if isPrinting { buffer.withUnsafeBytes { _ = Glibc.write(1, $0.baseAddress, $0.count) } }
        buffer.removeAll(keepingCapacity: true)
      }
      page.removeAll()
    }
    if isPrinting { return }
    let seconds = Double((ContinuousClock().now - start) / .nanoseconds(1)) / 1e9
    let each = seconds / Double(max(1, records)) * 1e6
    let perRecord = Double(callocations_count() - blocks) / Double(max(1, records))
    print(
      "\(phase.rawValue)\t\(records) records\t\(Int(Double(records) / seconds)) per second\t\(rounded(each)) us each",
      "\t\(rounded(perRecord)) blocks each\t\(problems) problems\t\(bytes) bytes")
  }

  private static func rounded(_ number: Double) -> Double { (number * 1_000).rounded() / 1_000 }

  private static func read(_ path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: max(0, size)) { buffer, count in
      count = fread(buffer.baseAddress, 1, buffer.count, file)
    }
  }
}
