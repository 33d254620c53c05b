/// The kinds of setting that an organization supplies.
package enum SettingKinds: UnionDeclaration {
  package static let about = About(
    "setting",
    "A value that an organization supplies: the wizard's form, the prompts and the environment variables come from it.",
    example: """
      type: string
      title: Company subdomain
      help: The part before .example.com
      pattern: "[a-z0-9-]+"
      """)
  package static let discriminator: String? = "type"
  package static let variants = [
    Variant("string", StringSetting.self), Variant("integer", IntegerSetting.self),
    Variant("boolean", BooleanSetting.self),
    Variant("enum", EnumSetting.self), Variant("date", DateSetting.self), Variant("url", URLSetting.self),
    Variant("secret", SecretSetting.self), Variant("list", ListSetting.self),
  ]
}

/// What every setting has.
package protocol Setting: Construct {}

/// The keys that every kind of setting has.
package enum SettingFields {
  package static let title = Field<String>.required(
    "title", .text, "The label of the form field.", aka: ["label", "name", "display_name"])
  package static let help = Field<String>.optional(
    "help", .text, "Where the organization finds the value.", aka: ["description", "hint"])
  package static let example = Field<String>.optional(
    "example", .text, "A value as it may look; never a real one.", aka: ["placeholder"])
  package static let optional = Field<Bool>.defaulted(
    "optional", .boolean, false, shown: "false", "The organization may leave it out.",
    aka: ["nullable"])
  package static let order = Field<Int>.optional(
    "order", .integer(0...1000), "The place in the form; by default the order of the file.")
  package static let group = Field<String>.optional(
    "group", .text, "The heading of the form under which it stands.")
  static let all: [any AnyField] = [title, help, example, optional, order, group]
}

/// A text.
package struct StringSetting: Setting {
  package static let about = About(
    "setting/string", "A text.", example: "type: string\ntitle: Company subdomain\npattern: \"[a-z0-9-]+\"")
  package static let pattern = Field<String>.optional(
    "pattern", .text(.pattern), "The whole text must match this (RE2).", aka: ["regex"])
  package static let standard = Field<String>.optional(
    "default", .text, "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [pattern, standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A whole number.
package struct IntegerSetting: Setting {
  package static let about = About(
    "setting/integer", "A whole number.",
    example: "type: integer\ntitle: Days to look back\nminimum: 1\nmaximum: 365\ndefault: 30")
  package static let minimum = Field<Int>.optional(
    "minimum", .integer(.min ... .max), "The smallest value allowed.", aka: ["min"])
  package static let maximum = Field<Int>.optional(
    "maximum", .integer(.min ... .max), "The largest value allowed.", aka: ["max"])
  package static let standard = Field<Int>.optional(
    "default", .integer(.min ... .max), "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [minimum, maximum, standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Yes or no.
package struct BooleanSetting: Setting {
  package static let about = About(
    "setting/boolean", "Yes or no.", example: "type: boolean\ntitle: Include former employees\ndefault: false"
  )
  package static let standard = Field<Bool>.optional(
    "default", .boolean, "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// One of several values.
package struct EnumSetting: Setting {
  package static let about = About(
    "setting/enum", "One of several values.",
    example: "type: enum\ntitle: Region\nvalues: {us: United States, eu: Europe}\ndefault: us")
  package static let values = Field<[Named<String>]>.required(
    "values", .map(.text), "The values, each with its label.", aka: ["options", "choices", "enum"])
  package static let standard = Field<Placed<String>>.optional(
    "default", .placed(.text), "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [values, standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A civil date.
package struct DateSetting: Setting {
  package static let about = About(
    "setting/date", "A civil date.", example: "type: date\ntitle: Read from\ndefault: 2020-01-01")
  package static let standard = Field<String>.optional(
    "default", .text(.date), "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// An address.
package struct URLSetting: Setting {
  package static let about = About(
    "setting/url", "An address that starts with `https://`.",
    example: "type: url\ntitle: Server address\nexample: https://hr.example.com")
  package static let standard = Field<String>.optional(
    "default", .url, "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// A credential.
package struct SecretSetting: Setting {
  package static let about = About(
    "setting/secret",
    "A credential: kept sealed, never shown again, never in an address unless the authentication says so.",
    example: "type: secret\ntitle: API key\nhelp: Made under Settings, Integrations")
  package static let pattern = Field<String>.optional(
    "pattern", .text(.pattern), "The whole text must match this (RE2).", aka: ["regex"])
  package static let multiline = Field<Bool>.defaulted(
    "multiline", .boolean, false, shown: "false",
    "The value has several lines: a certificate or a private key.")
  package static let fields: [any AnyField] = SettingFields.all + [pattern, multiline]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}

/// Several texts.
package struct ListSetting: Setting {
  package static let about = About(
    "setting/list", "Several texts.", example: "type: list\ntitle: Report names\npattern: \"[A-Za-z0-9_]+\"")
  package static let pattern = Field<String>.optional(
    "pattern", .text(.pattern), "Each text must match this (RE2).", aka: ["regex"])
  package static let standard = Field<[Placed<String>]>.optional(
    "default", .list(.placed(.text)), "The value when the organization leaves it out.")
  package static let fields: [any AnyField] = SettingFields.all + [pattern, standard]
  package let block: Block
  package init(_ block: Block) { self.block = block }
}
