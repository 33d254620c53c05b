internal import Databases
internal import JSON
internal import Language
internal import Mapping
internal import Programs
internal import Rows
internal import Storage
internal import Values

/// `connector why`: where a canonical value comes from.
struct WhyCommand: Command {
  let name = "why"
  let summary = "Tell where a value of a record comes from: expression, path, request"
  let details = """
    The record is the one with this source id; FIELD is a canonical field, or `custom.NAME`. The rule is that of the mapping as it is now. What \
    the provider sent is shown when the integration keeps records: `connector sync NAME --raw`.
    """
  let examples = [
    CommandExample("connector why employee 4711 hire_date", "one value, back to the request"),
    CommandExample("connector why employee 4711", "every field of the record"),
  ]
  let argument: Argument? = Argument(
    "MODEL ID [FIELD]", .any, "A canonical model, a source id, a field.", completion: .listed(.models), .none)
  let options: [any AnyOption] = [
    AnswerForm.option, RuntimeOptions.store, RuntimeOptions.organization, RuntimeOptions.integration,
  ]
  let exitCodes: [ExitCode] = [.nothing]

  func run(_ invocation: Invocation) async -> ExitCode {
    let words = invocation.arguments
    guard (2...3).contains(words.count) else {
      return invocation.fail(
        .usage, "`connector why` takes a MODEL, an ID and perhaps a FIELD",
        help: "connector why employee 4711 hire_date")
    }
    do throws(NamedConnector.Refusal) {
      let store = try await ExistingStore.open(invocation)
      let shape = try RecordsCommand.shape(named: words[0], invocation)
      let field = words.count == 3 ? words[2] : nil
      if let field, shape.field(field) == nil, !RecordOrigin.isCustom(field) {
        throw NamedConnector.Refusal(
          code: .usage, message: "the model `\(shape.model)` has no field `\(Visible.word(field))`",
          help: "connector explain \(shape.model); fields that a mapping adds are `custom.NAME`")
      }
      var query = RowQuery(organization: invocation.organization)
      query.integration = invocation[RuntimeOptions.integration]
      query.sourceID = words[1]
      query.includesDeleted = true
      query.includesRaw = true
      let rows: StoredRows
      do {
        rows = try await store.rows(shape, query)
      } catch {
        throw NamedConnector.Refusal(error, connector: "")
      }
      guard rows.count > 0 else {
        throw NamedConnector.Refusal(
          code: .nothing,
          message: "the store has no record of `\(shape.model)` with the id `\(Visible.word(words[1]))`",
          help: "`connector records \(shape.model)` lists those there are")
      }
      let project = ProjectFolder.open(invocation)
      for index in 0..<rows.count {
        let connector = rows.heads[index].integration.connector
        let loaded = project?.load(selecting: ["connectors/\(connector)", "mappings/\(connector)"])
        let origin = RecordOrigin(rows, index, loaded)
        switch invocation[AnswerForm.option] {
        case .text: invocation.write(origin.text(of: field, invocation.outputStyle))
        case .json: invocation.print(JSONText.of(origin.value(of: field)))
        }
      }
      return .success
    } catch {
      return invocation.fail(error)
    }
  }
}
