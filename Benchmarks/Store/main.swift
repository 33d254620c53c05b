import Databases
import Glibc
import Language
import Programs
import Rows
import Storage
import Values

// store-benchmark [ROWS] [PAGE] [--no-raw] [--random-keys]   how long the store takes for pages of employees: new, unchanged, and changed in every tenth row.

let arguments = CommandLine.arguments.dropFirst()
let numbers = arguments.compactMap(Int.init)
let rowCount = numbers.first ?? 100_000
let pageSize = numbers.dropFirst().first ?? 500

let clock = SystemClock()
var folder = Array("/tmp/store-benchmark-XXXXXX".utf8CString)
let path = folder.withUnsafeMutableBufferPointer { buffer in
  buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/tmp"
}

/// What the processor did, which other programs on the machine do not lengthen as they do the time on the wall.
func processorTime() -> Duration {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
}

func report(_ name: String, _ wall: Duration, _ processor: Duration, _ counts: RowCounts) {
  func perRow(_ time: Duration) -> Int64 { Int64(time / .nanoseconds(1)) / Int64(max(1, rowCount)) }
  print(
    "\(name): \(Int64(wall / .milliseconds(1))) ms, \(perRow(wall)) ns a row, \(perRow(processor)) of the processor;",
    "created \(counts.created), updated \(counts.updated), unchanged \(counts.unchanged)")
}

guard let model = BuiltInModels.catalogue["employee"] else { exit(1) }
let people = People(
  RowShape(model), keepsRaw: !arguments.contains("--no-raw"),
  hasRandomKeys: arguments.contains("--random-keys"))
var options = SQLiteStore.Options()
options.raw = .plain
let store = try await SQLiteStore.open("\(path)/store.db", options)
let integration = try await store.integration(organization: "acme", connector: "bench", name: "bench")

for (name, round) in [("new", 0), ("unchanged", 0), ("a tenth changed", 1)] {
  let lease = try await store.begin(
    integration.id, RunStart(kind: "full", streams: ["employees"]))
  var counts = RowCounts()
  var wall = Duration.zero
  var processor = Duration.zero
  for first in stride(from: 0, to: rowCount, by: pageSize) {
    var page = PageCommit(lease: lease, stream: "employees")
    page.rows = [people.batch(first..<min(rowCount, first + pageSize), round: round)]
    page.checkpoints = [Checkpoint(stream: "employees", state: "{\"page\": \(first)}")]
    page.notesSeen = true
    let (begun, begunProcessor) = (clock.elapsed, processorTime())
    counts += try await store.commit(page)
    wall += clock.elapsed - begun
    processor += processorTime() - begunProcessor
  }
  report(name, wall, processor, counts)
  try await store.finish(lease, RunEnd(outcome: .succeeded, finishedAt: clock.now, streams: []))
}
await store.close()
var usage = rusage()
getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
print("peak memory: \(usage.ru_maxrss / 1024) MB")
for suffix in ["", "-wal", "-shm"] { unlink("\(path)/store.db\(suffix)") }
rmdir(path)
