internal import Rows
internal import Storage

extension SealedPage {
  /// Everything as it is.
  init(open page: PageCommit) {
    self.init(
      rows: page.rows.map { _ in nil }, quarantine: page.quarantined.map(\.raw),
      parents: page.parents.map(\.json))
  }

  /// Nothing is kept that is not needed: there is no key to seal it with.
  init(withholding page: PageCommit) {
    let rows = page.rows.map { batch -> SealedTexts? in
      guard batch.heads.contains(where: { $0.raw != nil }) else { return nil }
      var nothing = SealedTexts()
      nothing.texts = [Range<Int>?](repeating: nil, count: batch.count)
      return nothing
    }
    self.init(
      rows: rows, quarantine: page.quarantined.map { _ in nil }, parents: page.parents.map(\.json))
  }

  /// Every raw record closed for its own row; with `keepsRows` those of rows stay as they are.
  init(_ page: PageCommit, by sealing: any Sealing, keepsRows: Bool) async throws(StoreFailure) {
    let (organization, integration) = (page.lease.organization, page.lease.integration)
    var rows: [SealedTexts?] = []
    for batch in page.rows {
      guard !keepsRows, batch.heads.contains(where: { $0.raw != nil }) else {
        rows.append(nil)
        continue
      }
      let place = SealedPlace.raw(organization, integration, batch.shape.model, sourceID: "")
      rows.append(
        try await sealing.seal(
          PlainTexts(
            place: place, bytes: batch.bytes,
            texts: batch.heads.map { head in head.raw.map { $0.start..<$0.start + $0.length } },
            names: batch.heads.map { $0.sourceID.start..<$0.sourceID.start + $0.sourceID.length })))
    }
    var quarantine: [String?] = []
    for record in page.quarantined {
      let place = SealedPlace.quarantine(organization, integration, record.model, key: record.key)
      quarantine.append(try await sealing.seal(record.raw, for: place))
    }
    var parents: [String] = []
    for parent in page.parents {
      let place = SealedPlace.parent(organization, integration, page.stream, key: parent.key)
      parents.append(try await sealing.seal(parent.json, for: place))
    }
    self.init(rows: rows, quarantine: quarantine, parents: parents)
  }
}

extension SealedPlace {
  static func raw(
    _ organization: OrganizationID, _ integration: IntegrationID, _ model: String, sourceID: String
  ) -> SealedPlace {
    SealedPlace(organization, integration, field: "raw:\(model):\(sourceID)")
  }

  static func quarantine(
    _ organization: OrganizationID, _ integration: IntegrationID, _ model: String, key: String
  ) -> SealedPlace {
    SealedPlace(organization, integration, field: "quarantine:\(model):\(key)")
  }

  static func parent(
    _ organization: OrganizationID, _ integration: IntegrationID, _ stream: String, key: String
  ) -> SealedPlace {
    SealedPlace(organization, integration, field: "parent:\(stream):\(key)")
  }

  static func setting(
    _ organization: OrganizationID, _ integration: IntegrationID, _ name: String
  ) -> SealedPlace {
    SealedPlace(organization, integration, field: "setting:\(name)")
  }

  static func token(
    _ organization: OrganizationID, _ integration: IntegrationID, _ credential: String
  ) -> SealedPlace {
    SealedPlace(organization, integration, field: "token:\(credential)")
  }
}
