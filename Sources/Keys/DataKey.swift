internal import Cryptography
package import Storage
internal import Values

/// A data key of an organization, unwrapped.
struct DataKey: Sendable, Hashable {
  let organization: OrganizationID
  let version: Int
  let key: SymmetricKey

  /// `m1.<master key>.<base64>`.
  func wrapped(by master: MasterKey) throws(CryptographyFailure) -> String {
    let sealed = try AuthenticatedEncryption.seal(
      key.bytes, with: master.key, bound: Self.bound(organization, version))
    return "m1.\(master.id).\(Base64.encode(sealed))"
  }

  /// The name of the master key that a wrapped key needs; nil when it is no wrapped key.
  static func masterID(of wrapped: String) -> String? {
    let parts = wrapped.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "m1" ? String(parts[1]) : nil
  }

  init(organization: OrganizationID, version: Int, key: SymmetricKey = SymmetricKey()) {
    self.organization = organization
    self.version = version
    self.key = key
  }

  /// Nil when it was wrapped by another master key or is damaged.
  init?(_ wrapped: WrappedKey, masters: MasterKeys) {
    let parts = wrapped.wrapped.split(separator: ".", omittingEmptySubsequences: false)
    guard let id = Self.masterID(of: wrapped.wrapped), let master = masters.named(id),
      let sealed = parts.last.flatMap({ Base64.decode(String($0)) }),
      let bytes = try? AuthenticatedEncryption.open(
        sealed, with: master.key, bound: Self.bound(wrapped.organization, wrapped.version)),
      let key = SymmetricKey(bytes)
    else { return nil }
    self.init(organization: wrapped.organization, version: wrapped.version, key: key)
  }

  private static func bound(_ organization: OrganizationID, _ version: Int) -> [UInt8] {
    Array("connector data key|\(organization.number)|\(version)".utf8)
  }

  /// `v1.<version>.<base64>`, bound to its place.
  func seal(_ text: String, for place: SealedPlace) throws(CryptographyFailure) -> String {
    let sealed = try AuthenticatedEncryption.seal(
      Array(text.utf8), with: key, bound: Self.bound(place, version))
    return Self.prefix(version) + Base64.encode(sealed)
  }

  /// Each of the texts as `seal` would have it, packed, with nothing allocated for any of them.
  func seal(_ texts: PlainTexts) throws(CryptographyFailure) -> SealedTexts {
    var series = try SealingSeries(key)
    var sealed = SealedTexts()
    let prefix = Array(Self.prefix(version).utf8)
    let length = texts.texts.reduce(0) { sum, text in
      sum + (text.map { prefix.count + SealingSeries.length(of: $0.count) } ?? 0)
    }
    sealed.bytes.reserveCapacity(length)
    sealed.texts.reserveCapacity(texts.texts.count)
    var bound = Self.bound(texts.place, version)
    let common = bound.count
    try texts.bytes.withUnsafeBufferPointer { (bytes) throws(CryptographyFailure) in
      for (text, name) in zip(texts.texts, texts.names) {
        guard let text else {
          sealed.texts.append(nil)
          continue
        }
        bound.removeLast(bound.count - common)
        bound += bytes[name]
        let start = sealed.bytes.count
        sealed.bytes += prefix
        try series.seal(UnsafeBufferPointer(rebasing: bytes[text]), bound: bound, into: &sealed.bytes)
        sealed.texts.append(start..<sealed.bytes.count)
      }
    }
    return sealed
  }

  func open(_ sealed: String, for place: SealedPlace) throws(CryptographyFailure) -> String {
    guard sealed.hasPrefix(Self.prefix(version)),
      let bytes = Base64.decode(String(sealed.dropFirst(Self.prefix(version).count)))
    else { throw .notAuthentic }
    let opened = try AuthenticatedEncryption.open(bytes, with: key, bound: Self.bound(place, version))
    guard let text = String(validating: opened, as: UTF8.self) else { throw .notAuthentic }
    return text
  }

  /// What every value sealed with a version begins with.
  static func prefix(_ version: Int) -> String { "v1.\(version)." }

  static func version(of sealed: String) -> Int? {
    let parts = sealed.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "v1" ? Int(parts[1]) : nil
  }

  private static func bound(_ place: SealedPlace, _ version: Int) -> [UInt8] {
    Array(
      "connector value|\(version)|\(place.organization.number)|\(place.integration.number)|\(place.field)"
        .utf8)
  }
}

/// Seals and opens values of one organization without waiting for anything; made by `KeyRing.sealer`.
package struct OrganizationSealer: Sendable {
  let organization: OrganizationID
  let current: DataKey
  let all: [Int: DataKey]

  package func seal(_ text: String, for place: SealedPlace) throws(StoreFailure) -> String {
    guard place.organization == organization else { throw Self.misplaced }
    do {
      return try current.seal(text, for: place)
    } catch {
      throw StoreFailure(.failed, "a value cannot be sealed: \(error)")
    }
  }

  package func seal(_ texts: PlainTexts) throws(StoreFailure) -> SealedTexts {
    guard texts.place.organization == organization else { throw Self.misplaced }
    do {
      return try current.seal(texts)
    } catch {
      throw StoreFailure(.failed, "records cannot be sealed: \(error)")
    }
  }

  package func open(_ sealed: String, for place: SealedPlace) throws(StoreFailure) -> String {
    guard place.organization == organization else { throw Self.misplaced }
    guard let version = DataKey.version(of: sealed) else {
      throw StoreFailure(.sealed, "a sealed value is damaged")
    }
    guard let key = all[version] else {
      throw StoreFailure(.sealed, "a sealed value needs version \(version) of its key, which is gone")
    }
    do {
      return try key.open(sealed, for: place)
    } catch {
      throw StoreFailure(.sealed, "a sealed value is damaged, or was moved from another place")
    }
  }

  private static let misplaced = StoreFailure(.failed, "a value of another organization")
}
