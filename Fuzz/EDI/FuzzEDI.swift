import EDI

/// Checks the input as a file, answers it, and reads its members; every place must lie in the input.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzzEDI(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let check = FileCheck.run(.memory(bytes))
  for issue in check.issues {
    precondition(issue.place.offset >= 0 && issue.place.offset <= count, "a place lies in its file")
    precondition(issue.place.line >= 1, "lines are counted from 1")
  }
  _ = AckWriter.text(for: check, .init(day: "20260101", time: "0000", controlNumber: 1))
  var reader = MemberReader(.memory(bytes))
  var members = 0
  while let member = (try? reader.next()) ?? nil {
    members += 1
    let lines = MemberDifference.lines(of: member)
    precondition(MemberDifference(from: lines, to: lines) == nil, "nobody differs from himself")
  }
  precondition(check.hasErrors || members == check.members, "a sound file gives all its members")
  return 0
}
