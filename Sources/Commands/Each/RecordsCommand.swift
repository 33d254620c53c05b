internal import Databases
internal import Diagnostics
internal import Expressions
internal import Language
internal import Rows
internal import Storage
internal import Values

/// `connector records`: the canonical rows of a model.
struct RecordsCommand: Command {
  enum Form: String, CaseIterable, Sendable {
    case table, json, csv
  }

  static let condition = Option<String?>.text(
    "where", "EXPRESSION", "Only records for which this is true; their fields are the variables")
  static let format = Option<Form>.choice(
    "format", short: "f", "FORMAT", default: .table, "How records are written"
  ) { form in
    switch form {
    case .table: "for reading: the first columns that hold something, as many as fit on the terminal"
    case .json: "one object on each line, with all fields"
    case .csv: "all columns of the model, safe to open in a spreadsheet"
    }
  }
  static let raw = Option<Bool>.flag(
    "raw", "Show the provider's records instead, one on each line, where `connector sync --raw` has kept them"
  )
  static let deleted = Option<Bool>.flag(
    "deleted", "Show records that are gone as well, marked in every form")

  static let source = Option<Bool>.flag(
    "source",
    "Name the integration and the stream of each record, in every form; a table of several does so anyway")

  let name = "records"
  let summary = "Show canonical records from the store"
  let details = """
    Without a model it tells which models have records. In --where, dates and times are text in the form of ISO 8601, which \
    compares as it reads; a record that lacks a field it asks for is left out.
    """
  let examples = [
    CommandExample("connector records", "the models that have records"),
    CommandExample("connector records employee --where 'hire_date >= \"2024-01-01\"'", "those that match"),
    CommandExample("connector records invoice --format csv > invoices.csv", "all of them, as a file"),
  ]
  let argument: Argument? = Argument("MODEL", .optional, "A canonical model.", completion: .listed(.models))
  let options: [any AnyOption] = [
    Self.condition, Self.format, ListLimit.option, Self.deleted, Self.source, Self.raw,
    RuntimeOptions.store,
    RuntimeOptions.organization,
    RuntimeOptions.integration,
  ]
  let exitCodes: [ExitCode] = [.negative, .nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    do throws(NamedConnector.Refusal) {
      let store = try await ExistingStore.open(invocation)
      guard let name = invocation.arguments.first else { return try await listModels(store, invocation) }
      let shape = try Self.shape(named: name, invocation)
      var filter: RecordFilter?
      if let condition = invocation[Self.condition] {
        do throws(RecordFilter.Refused) {
          filter = try RecordFilter(condition, shape)
        } catch {
          for problem in error.problems {
            ExpressionComplaint(problem.message, problem.range, condition, problem.suggestions).write(
              invocation)
          }
          return .usage
        }
      }
      return try await RecordListing(shape, filter, invocation).write(from: store)
    } catch {
      return invocation.fail(error)
    }
  }

  /// The columns of a model of the project, or of one that comes with the program.
  static func shape(named name: String, _ invocation: Invocation) throws(NamedConnector.Refusal) -> RowShape {
    let models =
      ProjectFolder.open(invocation)?.load(selecting: ["schemas/models"]).models ?? BuiltInModels.catalogue
    if let model = models[name] { return RowShape(model) }
    throw NamedConnector.Refusal(
      code: .usage, message: "there is no model `\(Visible.word(name))`",
      help: UsageError.guess(
        Suggestions.nearest(to: name, among: models.names, limit: 2),
        else: "`connector explain model` lists them"))
  }

  private func listModels(
    _ store: SQLiteStore, _ invocation: Invocation
  ) async throws(NamedConnector.Refusal) -> ExitCode {
    let models: [(model: String, count: Int)]
    do {
      models = try await store.models(organization: invocation.organization)
    } catch {
      throw NamedConnector.Refusal(error, connector: "")
    }
    guard !models.isEmpty else {
      return invocation.fail(
        .nothing, "the store has no records yet", help: "`connector sync NAME` reads some")
    }
    if invocation[Self.format] == .json {
      for model in models {
        invocation.print(
          JSONText.of(
            .map(MapValue([("model", .string(model.model)), ("records", .int(Int64(model.count)))]))))
      }
      return .success
    }
    invocation.write(
      TextTable(["model", "records"], models.map { [Visible.word($0.model), "\($0.count)"] }).text(
        Emphasis(invocation.outputStyle).strong))
    return .success
  }
}
