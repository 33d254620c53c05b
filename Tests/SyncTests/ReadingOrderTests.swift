import Interpreter
import Language
import TestSupport
import Testing

@testable import Sync

/// Whoever tells what is gone is read before those it tells of in the first run, and after them from then on.
struct ReadingOrderTests {
  private func streams(_ text: String) throws -> [StreamProgram] {
    let project = ExampleProject.project(ExampleProject.overlaid(with: "streams:\n" + text))
    return try ConnectorProgram(try #require(project.connector("acme"))).streams
  }

  /// The streams in the order in which they are read when one is read at a time.
  private func order(_ streams: [StreamProgram], begun: Set<String>) -> [String] {
    let order = ReadingOrder(streams, begun: begun)
    var waiting = streams.map(\.name)
    var done: [String] = []
    while let next = waiting.firstIndex(where: { order.isReady($0, after: done) }) {
      done.append(waiting.remove(at: next))
    }
    return done
  }

  private static let news = """
      news: {read: {get: /news}, records: body.data, key: id, pages: {type: none}}
      employees:
        read: {get: /employees}
        records: body.data
        key: id
        pages: {type: none}
        deletions: {type: stream, stream: news, key: id}

    """

  @Test func `news are read first until some were read`() throws {
    let streams = try streams(Self.news)
    #expect(order(streams, begun: []) == ["news", "employees"])
    #expect(order(streams, begun: ["employees"]) == ["news", "employees"])
    #expect(order(streams, begun: ["news"]) == ["employees", "news"])
    #expect(order(streams, begun: ["news", "employees"]) == ["employees", "news"])
  }

  @Test func `whoever is not read is not waited for`() throws {
    let streams = try streams(Self.news).filter { $0.name == "employees" }
    #expect(order(streams, begun: ["news"]) == ["employees"])
  }

  @Test(arguments: [Set<String>(), ["news"]]) func `parents come first in any case`(_ begun: Set<String>)
    throws
  {
    let streams = try streams(
      """
        news:
          for_each: {type: parent, stream: employees, as: person}
          read: {get: "/employees/${person.id}/news"}
          records: body.data
          key: id
          pages: {type: none}
        employees:
          read: {get: /employees}
          records: body.data
          key: id
          pages: {type: none}
          deletions: {type: stream, stream: news, key: id}

      """)
    #expect(order(streams, begun: begun) == ["employees", "news"])
  }
}
