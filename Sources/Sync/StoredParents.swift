internal import Interpreter
internal import Language
internal import Programs
internal import Storage

/// Records of parent streams as the store keeps them.
struct StoredParents: ParentSource {
  let store: any Store
  let integration: IntegrationID

  func parents(
    of stream: String, after key: String?, limit: Int
  ) async throws(RunFailure) -> [ParentRecord]? {
    do throws(StoreFailure) {
      let records = try await store.parents(integration, stream: stream, after: key, limit: limit)
      // Nothing from the beginning means that the stream was never read: then it is read now.
      return records.isEmpty && key == nil ? nil : records
    } catch {
      throw RunFailure(.provider, "the store: \(error.message)", isPassing: true)
    }
  }
}
