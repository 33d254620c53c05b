import Databases
import Storage
import TestSupport
import Testing

/// Small values that processes share.
@Suite(.timeLimit(.minutes(10))) struct MemoryTests {
  @Test func `of many who change a value at once none is lost`() async throws {
    let folder = TemporaryFolder()
    let path = folder.path + "/connector.db"
    let stores = [try await SQLiteStore.open(path), try await SQLiteStore.open(path)]
    let integration = try await stores[0].integration(organization: "a", connector: "b", name: "c").id
    try await withThrowingTaskGroup(of: Void.self) { group in
      for store in stores {
        group.addTask {
          for _ in 0..<20 {
            try await store.amend(memory: "limits", of: integration) { "\((Int($0 ?? "") ?? 0) + 1)" }
            try await store.amend(limitsOf: "b") { "\((Int($0 ?? "") ?? 0) + 1)" }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await stores[1].memory(integration, "limits") == "40")
    try await stores[0].amend(limitsOf: "b") { text in
      #expect(text == "40")
      return nil
    }
    try await stores[1].amend(limitsOf: "b") { text in
      #expect(text == nil)
      return text
    }
    for store in stores { await store.close() }
  }
}
