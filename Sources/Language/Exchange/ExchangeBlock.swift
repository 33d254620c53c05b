/// How files are exchanged with a partner.
package struct ExchangeBlock: Construct {
  package static let about = About(
    "exchange", "How files are exchanged with a partner: where they are put and picked up, how they look.",
    details: """
      A file is written under a passing name and renamed when it is whole. What is picked up is first kept in the archive, then \
      worked on once, whatever happens in between: a content that is known is never worked on again. `connector edi exchange NAME` \
      does both directions.
      """,
    example: """
      place:
        type: sftp
        host: ${settings.host}
        user: ${settings.user}
        private_key: ${settings.private_key}
        host_key: ${settings.host_key}
      put: /in
      pick_up: /out
      receives: members
      partner:
        sender: ${settings.sender_id}
        receiver: INSURER
        sponsor: {name: "${settings.company}", id: "${settings.tax_number}"}
        payer: {name: Acme Life, id: "990000002"}
        file_name: members-${file.day}-${file.number}.834
      """)
  package static let place = Field<Block>.required(
    "place", .union(Places.self), "Where files are put and picked up.", aka: ["transport", "location"])
  package static let put = Field<Template>.optional(
    "put", .template(.settings),
    "The folder that files for the partner are put into; without it none are sent.",
    aka: ["inbound", "upload", "in"])
  package static let pickUp = Field<Template>.optional(
    "pick_up", .template(.settings),
    "The folder that files of the partner are picked up from; without it none are received.",
    aka: ["outbound", "download", "out"])
  package static let files = Field<[Placed<String>]>.defaulted(
    "files", .list(.placed(.text)), [], shown: "[]",
    "Names of files that are picked up, `*` for any part; by default all but those that are not finished (`.tmp`, `.part`).",
    aka: ["pattern", "glob"])
  package static let afterwards = Field<PickedUp>.defaulted(
    "afterwards", .choice(), .delete, shown: "delete",
    "What becomes of a file at the partner's place once it is safe in the archive and worked on.")
  package static let movedTo = Field<Template>.optional(
    "moved_to", .template(.settings), "The folder that picked up files are moved to, with `afterwards: move`."
  )
  package static let settle = Field<Milliseconds>.defaulted(
    "settle", .duration, Milliseconds(2000), shown: "2s",
    "A file whose size changes within this time is still being written.")
  package static let archive = Field<Template>.optional(
    "archive", .template(.settings),
    "The folder that keeps every file that was sent or received; by default one beside the store.")
  package static let receives = Field<Placed<String>>.optional(
    "receives", .placed(.text(.streamReference)),
    "The stream whose `decode`, `records` and mapping read what is received; acknowledgements are recognised by themselves.",
    aka: ["stream"])
  package static let pgp = Field<PGPBlock>.optional(
    "pgp", .block(), "Files are encrypted and decrypted with OpenPGP.", aka: ["gpg", "encryption"])
  package static let partner = Field<PartnerBlock>.optional(
    "partner", .block(), "How files for the partner look; without it none are made.", aka: ["profile"])
  package static let fields: [any AnyField] = [
    place, put, pickUp, files, afterwards, movedTo, settle, archive, receives, pgp, partner,
  ]
  package static let constraints: [Constraint] = [.atLeastOne(["put", "pick_up"])]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// What becomes of a file that was picked up.
package enum PickedUp: String, ChoiceValue {
  case delete, move, keep
  package var summary: String {
    switch self {
    case .delete: "it is deleted there"
    case .move: "it is moved to another folder"
    case .keep: "it stays, and is passed over from then on"
    }
  }
}

/// Where files are exchanged.
package enum Places: UnionDeclaration {
  package static let about = About(
    "exchange/place", "Where files are put and picked up.", example: "type: folder\npath: ${settings.folder}")
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("sftp", SFTPPlaceBlock.self), Variant("folder", FolderPlaceBlock.self),
    Variant("https", UploadPlaceBlock.self), Variant("choose", ChosenPlaceBlock.self),
  ]
}

/// A server for files.
package struct SFTPPlaceBlock: Construct {
  package static let about = About(
    "exchange/place/sftp", "A server that speaks SFTP; it must prove to be the one that is meant.",
    example: """
      type: sftp
      host: sftp.example.com
      user: ${settings.user}
      private_key: ${settings.private_key}
      host_key: ${settings.host_key}
      """)
  package static let host = Field<Template>.required("host", .template(.settings), "The server's name.")
  package static let port = Field<Template>.optional(
    "port", .template(.settings), "The server's port; 22 when it comes out empty.")
  package static let user = Field<Template>.required(
    "user", .template(.settings), "Who signs in.", aka: ["username", "login"])
  package static let password = Field<Template>.optional(
    "password", .template(.settings), "The password; used when there is no key.")
  package static let privateKey = Field<Template>.optional(
    "private_key", .template(.settings), "The private key in the form of OpenSSH or PEM.", aka: ["key"])
  package static let passphrase = Field<Template>.optional(
    "passphrase", .template(.settings), "What opens the private key.")
  package static let hostKey = Field<Template>.required(
    "host_key", .template(.settings),
    "The server's key: its fingerprint, `SHA256:...`, or lines of a file `known_hosts`.",
    aka: ["fingerprint", "known_hosts"])
  package static let fields: [any AnyField] = [
    host, port, user, password, privateKey, passphrase, hostKey,
  ]
  package static let constraints: [Constraint] = [
    .atLeastOne(["password", "private_key"]), .needs("passphrase", "private_key"),
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Folders of this machine.
package struct FolderPlaceBlock: Construct {
  package static let about = About(
    "exchange/place/folder",
    "A folder of this machine, in which another program or a share meets the partner.",
    example: "type: folder\npath: ${settings.folder}")
  package static let path = Field<Template>.required(
    "path", .template(.settings), "The folder in which `put` and `pick_up` lie.",
    aka: ["folder", "directory"]
  )
  package static let fields: [any AnyField] = [path]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A web address that takes files.
package struct UploadPlaceBlock: Construct {
  package static let about = About(
    "exchange/place/https",
    "A web address that takes files as bodies of requests; nothing is picked up there.",
    example: """
      type: https
      address: https://upload.example.com/files/
      headers: {Authorization: "Bearer ${settings.token}"}
      """)
  package static let address = Field<Template>.required(
    "address", .template(.settings), "What `put` and the name of the file are appended to.", aka: ["url"])
  package static let method = Field<UploadMethod>.defaulted(
    "method", .choice(), .put, shown: "put", "The method of the request.")
  package static let headers = Field<[Named<Template>]>.defaulted(
    "headers", .map(.template(.settings), keys: .header), [], shown: "{}",
    "Headers by name, credentials among them.")
  package static let fields: [any AnyField] = [address, method, headers]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// How a file is uploaded.
package enum UploadMethod: String, ChoiceValue {
  case put, post, dav
  package var summary: String {
    switch self {
    case .put: "the address is that of the file; repeating it is safe"
    case .dav: "as `put`, but under a passing name that MOVE (WebDAV) changes: nobody sees half of a file"
    case .post: "the address takes any file; what may have arrived is not sent again by itself"
    }
  }
}

/// One of several places.
package struct ChosenPlaceBlock: Construct {
  package static let about = About(
    "exchange/place/choose", "One of several places, chosen by a setting of kind `enum`.",
    example: """
      type: choose
      by: ${settings.place}
      cases:
        folder: {type: folder, path: "${settings.folder}"}
        https: {type: https, address: "${settings.address}"}
      """)
  package static let by = Field<Template>.required(
    "by", .template(.settings), "What decides: the name of a case.")
  package static let cases = Field<[Named<Block>]>.required(
    "cases", .map(.union(Places.self)), "The place for each value.")
  package static let fields: [any AnyField] = [by, cases]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Keys of OpenPGP.
package struct PGPBlock: Construct {
  package static let about = About(
    "exchange/pgp", "Keys of OpenPGP, each as text between its `BEGIN` and `END` lines; `gpg` does the work.",
    example: "encrypt_for: ${settings.partner_key}\ndecrypt_with: ${settings.own_key}")
  package static let encryptFor = Field<Template>.optional(
    "encrypt_for", .template(.settings),
    "The partner's public key; files for the partner are encrypted for it.",
    aka: ["recipient", "public_key"])
  package static let decryptWith = Field<Template>.optional(
    "decrypt_with", .template(.settings), "Our private key; files of the partner are decrypted with it.",
    aka: ["private_key"])
  package static let passphrase = Field<Template>.optional(
    "passphrase", .template(.settings), "What opens our private key.")
  package static let signs = Field<Bool>.defaulted(
    "signs", .boolean, false, shown: "false", "Files for the partner are signed with our private key as well."
  )
  package static let fields: [any AnyField] = [encryptFor, decryptWith, passphrase, signs]
  package static let constraints: [Constraint] = [
    .atLeastOne(["encrypt_for", "decrypt_with"]), .needs("passphrase", "decrypt_with"),
  ]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
