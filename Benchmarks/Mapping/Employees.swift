import Language
import Mapping
import Programs

/// The connector of the benchmark: fifteen fields of an employee, as a mapping says them.
enum Employees {
  static let mapping = """
    mapping: 1
    models:
      - model: worker
        source_updated_at: instant(updatedAt)
        fields:
          employee_number: employeeNumber
          first_name: firstName
          last_name: lastName
          display_name: coalesce(preferredName, firstName) + ' ' + lastName
          work_email: emails.work.lowerAscii()
          mobile_phone: contact.phones.mobile
          job_title: job.title
          department: job.department.name
          country: address.country
          manager_id: manager.id
          employment_status: status.upperAscii().replace(' ', '_')
          fte: job.fte
          start_date: date(job.hireDate, 'dd/MM/yyyy')
          updated_at: instant(updatedAt)

    """

  private static let types: [(name: String, type: String)] = [
    ("employee_number", "text"), ("first_name", "text"), ("last_name", "text"), ("display_name", "text"),
    ("work_email", "email"), ("mobile_phone", "phone"), ("job_title", "text"), ("department", "text"),
    ("country", "country"), ("manager_id", "text"), ("employment_status", "text"), ("fte", "decimal"),
    ("start_date", "date"), ("updated_at", "instant"),
  ]

  private static var model: String {
    let properties = types.map { name, type in
      #""\#(name)": {"$ref": "types.json#/$defs/\#(type)", "description": "A field.", "x-pii": "none"}"#
    }
    return """
      {
        "$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "cm:worker:1", "title": "Worker",
        "description": "A worker.", "type": "object", "x-model": "worker", "x-plural": "workers", "x-area": "hris",
        "x-identity": [], "required": ["last_name"], "properties": {\(properties.joined(separator: ","))},
        "additionalProperties": false
      }

      """
  }

  static func program() throws -> MappingProgram {
    let project = ProjectLoader.load(
      MemoryTree([
        "schemas/models/worker.json": model, "mappings/mock/employees.yaml": mapping,
        "connectors/mock/connector.yaml": "spec: 1\nname: mock\n",
      ]))
    guard let file = project.connectors.first?.mapping(of: "employees")?.file else {
      throw RunFailure(.request, "the mapping of the benchmark cannot be read")
    }
    return try MappingProgram(file, models: project.models)
  }
}
