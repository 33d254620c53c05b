package import Curl
package import HTTP
internal import Language
package import Programs

/// A server that speaks SFTP.
package struct SFTPPlace: FilePlace {
  private let client: SFTPClient
  package let title: String

  package init(_ client: SFTPClient, title: String) {
    self.client = client
    self.title = title
  }

  package var canList: Bool { true }
  package var isRepeatable: Bool { true }

  package func list(_ folder: String) async throws(RunFailure) -> [PlacedFile] {
    try await ask { () async throws(HTTPFailure) in
      try await client.entries(Self.absolute(folder)).filter { !$0.isFolder }.map {
        PlacedFile(name: $0.name, size: $0.size)
      }
    }
  }

  package func fetch(_ name: String, in folder: String) async throws(RunFailure) -> BodyFile {
    try await ask { () async throws(HTTPFailure) in
      try await client.fetch(path(folder, name), limit: FilePlaces.largestFile)
    }
  }

  package func put(_ content: BodyFile, as name: String, in folder: String) async throws(RunFailure) {
    try await ask { () async throws(HTTPFailure) in try await client.put(content, to: path(folder, name)) }
  }

  package func remove(_ name: String, in folder: String) async throws(RunFailure) {
    try await ask { () async throws(HTTPFailure) in try await client.delete(path(folder, name)) }
  }

  package func move(_ name: String, in folder: String, to other: String) async throws(RunFailure) {
    try await ask { () async throws(HTTPFailure) in
      try await client.rename(path(folder, name), to: path(other, name))
    }
  }

  private func path(_ folder: String, _ name: String) -> String {
    FilePlaces.path(Self.absolute(folder), name)
  }

  /// A folder that does not begin with `/` is one of the account's own.
  private static func absolute(_ folder: String) -> String {
    folder.hasPrefix("/") ? folder : "/~/" + folder
  }

  private func ask<Result: Sendable>(
    _ body: () async throws(HTTPFailure) -> Result
  ) async throws(RunFailure) -> Result {
    do {
      return try await body()
    } catch {
      throw RunFailure(exchanging: error)
    }
  }
}

extension RunFailure {
  /// What went wrong between us and a place.
  init(exchanging failure: HTTPFailure) {
    switch failure.kind {
    case .tls, .certificate: self.init(.credentials, failure.message)
    case .refusedAddress, .malformed, .tooManyRedirects, .tooLarge: self.init(.not_found, failure.message)
    default: self.init(.provider, failure.message, isPassing: true)
    }
    isOutcomeUnknown = failure.mayHaveBeenReceived
  }
}
