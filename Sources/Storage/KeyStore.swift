package import Values

/// A data key of an organization as it is kept: wrapped by a master key.
package struct WrappedKey: Sendable, Hashable {
  package let organization: OrganizationID
  /// Counts up from 1; the highest seals, all open.
  package let version: Int
  /// Text that only the master key can open.
  package let wrapped: String
  package let created: Instant

  package init(organization: OrganizationID, version: Int, wrapped: String, created: Instant) {
    self.organization = organization
    self.version = version
    self.wrapped = wrapped
    self.created = created
  }
}

/// What a sealed value belongs to; it opens nowhere else.
package struct SealedPlace: Sendable, Hashable {
  package let organization: OrganizationID
  package let integration: IntegrationID
  /// `setting:api_key`, `token:auth`, `raw`.
  package let field: String

  package init(_ organization: OrganizationID, _ integration: IntegrationID, field: String) {
    self.organization = organization
    self.integration = integration
    self.field = field
  }
}

/// A sealed value and where the store keeps it.
package struct SealedValue: Sendable, Hashable {
  /// The store's own mark of the row and column; grows in the order of `sealedValues`.
  package let id: String
  package let place: SealedPlace
  package let sealed: String

  package init(id: String, place: SealedPlace, sealed: String) {
    self.id = id
    self.place = place
    self.sealed = sealed
  }
}

/// Keeps the wrapped data keys, and shows what was sealed with them so that it can be sealed anew.
package protocol KeyStore: Sendable {
  /// The data keys of an organization, or of all; lowest version first.
  func dataKeys(_ organization: OrganizationID?) async throws(StoreFailure) -> [WrappedKey]
  /// Adds a data key; false when somebody else has added that version meanwhile.
  func add(_ key: WrappedKey) async throws(StoreFailure) -> Bool
  /// Puts another wrapping in place of a key's; false when it is no longer the one given.
  func rewrap(_ key: WrappedKey, as wrapped: String) async throws(StoreFailure) -> Bool
  /// Forgets a data key; refused while a value is sealed with it.
  func remove(_ key: WrappedKey) async throws(StoreFailure) -> Bool
  /// Sealed values of an organization whose text does not begin with `prefix`, after a mark, in order.
  func sealedValues(
    _ organization: OrganizationID, notBeginning prefix: String, after id: String?, limit: Int
  ) async throws(StoreFailure) -> [SealedValue]
  /// Puts another text in place of a sealed one; false when it changed meanwhile.
  func reseal(_ value: SealedValue, as sealed: String) async throws(StoreFailure) -> Bool
}

/// Seals what may not stand on the disk in plain text, and opens it again.
package protocol Sealing: Sendable {
  func seal(_ text: String, for place: SealedPlace) async throws(StoreFailure) -> String
  /// Fails with `sealed` when the text is damaged, was sealed for another place, or its key is missing.
  func open(_ sealed: String, for place: SealedPlace) async throws(StoreFailure) -> String
  /// The same as `seal` for each of the texts, packed.
  func seal(_ texts: PlainTexts) async throws(StoreFailure) -> SealedTexts
}

/// Many texts of one kind that lie in one stretch of memory, each to be sealed for a place of its own.
package struct PlainTexts: Sendable {
  /// The field is what the fields of all begin with; the name of each stands behind it.
  package let place: SealedPlace
  package let bytes: [UInt8]
  /// Within `bytes`; nil where there is nothing to seal.
  package let texts: [Range<Int>?]
  package let names: [Range<Int>]

  package init(place: SealedPlace, bytes: [UInt8], texts: [Range<Int>?], names: [Range<Int>]) {
    self.place = place
    self.bytes = bytes
    self.texts = texts
    self.names = names
  }
}

/// Sealed texts in one stretch of memory, packed, in the order of the plain ones.
package struct SealedTexts: Sendable {
  package var bytes: [UInt8] = []
  /// Within `bytes`; nil where there was nothing to seal.
  package var texts: [Range<Int>?] = []

  package init() {}
}

extension Sealing {
  package func seal(_ texts: PlainTexts) async throws(StoreFailure) -> SealedTexts {
    var sealed = SealedTexts()
    for (text, name) in zip(texts.texts, texts.names) {
      guard let text else {
        sealed.texts.append(nil)
        continue
      }
      let place = SealedPlace(
        texts.place.organization, texts.place.integration,
        field: texts.place.field + String(decoding: texts.bytes[name], as: UTF8.self))
      let start = sealed.bytes.count
      let whole = try await seal(String(decoding: texts.bytes[text], as: UTF8.self), for: place)
      guard let packed = PackedSeal.packed(whole) else {
        throw StoreFailure(.failed, "a sealed value is not of the form that is kept")
      }
      sealed.bytes += packed
      sealed.texts.append(start..<sealed.bytes.count)
    }
    return sealed
  }
}
