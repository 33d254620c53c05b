import JSON
import Testing

@Suite struct JSONPathSetTests {
  @Test func `paths that begin alike share their steps`() {
    var paths = JSONPathSet()
    let name = paths.add([.key("job"), .key("unit"), .key("name")])
    #expect(paths.add([.key("job"), .key("unit"), .key("name")]) == name)
    let before = paths.count
    _ = paths.add([.key("job"), .key("title")])
    #expect(paths.count == before + 1)
    #expect(paths.add([.key("job"), .key("unit")]) != name && paths.count == before + 1)
  }

  @Test func `a walk tells of each path where it ends or why it does not`() throws {
    var paths = JSONPathSet()
    let root = paths.add([])
    let inner = paths.add([.key("a"), .key("b")])
    let element = paths.add([.key("list"), .position(1)])
    let beyond = paths.add([.key("list"), .position(2)])
    let missing = paths.add([.key("none"), .key("b")])
    let throughNull = paths.add([.key("nothing"), .key("b")])
    let throughText = paths.add([.key("text"), .key("b")])
    let keyOfList = paths.add([.key("list"), .key("b")])
    let positionOfObject = paths.add([.key("a"), .position(0)])
    let walker = JSONPathWalker(paths)
    var hints = Array(repeating: JSONTape.Hint.none, count: walker.count)
    var ends = Array(repeating: 0, count: walker.count)
    // The same keys at the same places, at other places, and in other numbers: with a hint that holds, moves, and does not hold.
    let texts = [
      #"{"a":{"b":"x"},"list":[1,"y"],"nothing":null,"text":"t"}"#,
      #"{"a":{"b":"x"},"list":[1,"y"],"nothing":null,"text":"t"}"#,
      #"{"a":{"c":[2,3],"b":"x"},"list":[1,"y"],"nothing":null,"text":"t"}"#,
      #"{"text":"t","nothing":null,"more":1,"list":[{},"y"],"a":{"b":"z","b":"x"}}"#,
    ]
    for text in texts {
      let document = try JSONDocument(text: text)
      let tape = document.tape
      hints.withUnsafeMutableBufferPointer { hints in
        ends.withUnsafeMutableBufferPointer { ends in
          guard let hint = hints.baseAddress, let end = ends.baseAddress else { return }
          walker.walk(tape, from: 0, hint, end)
        }
      }
      #expect(ends[root] == 0)
      #expect(tape.isString(ends[inner]) && tape.says(ends[inner], "x"))
      #expect(tape.isString(ends[element]) && tape.says(ends[element], "y"))
      #expect(ends[beyond] == JSONPathEnd.unfit && ends[keyOfList] == JSONPathEnd.unfit)
      #expect(ends[missing] == JSONPathEnd.missing && ends[throughNull] == JSONPathEnd.throughNull)
      #expect(ends[throughText] == JSONPathEnd.unfit && ends[positionOfObject] == JSONPathEnd.unfit)
    }
  }
}
