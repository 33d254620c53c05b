/// Every command, in the order help shows them.
package enum CommandList {
  package static let all: [any Command] = [
    LintCommand(),
    ExplainCommand(),
    NewCommand(),
    FmtCommand(),
    TestCommand(),
    PreviewCommand(),
    RecordCommand(),
    DiffCommand(),
    EvalCommand(),
    CheckCommand(),
    SyncCommand(),
    RunsCommand(),
    RecordsCommand(),
    WhyCommand(),
    IdentitiesCommand(),
    MockCommand(),
    ListCommand(),
    SchemaCommand(),
    EdiCommand(),
    AuthCommand(),
    KeysCommand(),
    AuditCommand(),
    BackupCommand(),
    CompletionsCommand(),
    HelpCommand(),
    CompleteCommand(),
    GenerateCommand(),
  ]

  static var shown: [any Command] { all.filter { !$0.isHidden } }
}
