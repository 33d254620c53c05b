import Glibc

/// Writes pages of made-up employees, about a kilobyte each, the same ones every time.
enum PageWriter {
  private static let names = ["Zoë", "Łukasz", "Emma", "美咲", "Mary Jane", "D'Arcy", "Oluwaseun", "Benjamin"]
  private static let cities = ["Berlin", "Kraków", "São Paulo", "東京", "New York", "Malmö"]
  private static let recordsPerPage = 500

  static func write(_ pages: Int, to folder: String) {
    for page in 0..<pages {
      let records = (0..<recordsPerPage).map { record(page * recordsPerPage + $0) }.joined(separator: ",")
      guard let file = fopen("\(folder)/p\(page + 1).json", "w") else { exit(1) }
      fputs("{\"data\":[\(records)],\"page\":\(page + 1),\"has_more\":\(page + 1 < pages)}", file)
      fclose(file)
    }
  }

  private static func record(_ number: Int) -> String {
    let first = names[number % names.count]
    let last = names[(number / 3) % names.count]
    let city = cities[number % cities.count]
    let day = 10 + number % 19
    return """
      {"id":"\(100_000 + number)","employeeNumber":"E-\(1_000_000 + number)","firstName":"\(first)",\
      "preferredName":\(number % 5 == 0 ? "\"\(first)\"" : "null"),"lastName":"\(last)",\
      "status":"\(number % 9 == 0 ? "On Leave" : "Active")","gender":null,"dateOfBirth":"1984-03-\(day)",\
      "emails":{"work":"Person.\(number)@Example.com","home":"p\(number)@home.example.com"},\
      "contact":{"phones":{"work":"+49 30 555\(number % 10_000)","workExtension":"12","mobile":null}},\
      "address":{"line1":"Main \\"Street\\" \(number % 300)","line2":null,"city":"\(city)","state":"X",\
      "postalCode":"10115","country":"DE"},"job":{"title":"Engineer","department":{"id":"D-1","name":"R&D"},\
      "division":"EMEA","location":"\(city)","employmentType":"Full-Time","fte":0.\(number % 9)5,\
      "hireDate":"\(day)/11/2020","terminationDate":null},\
      "manager":\(number % 97 == 0 ? "null" : "{\"id\":\"\(100_000 + number / 8)\",\"displayName\":\"Ada\"}"),\
      "compensation":{"salary":{"amount":\(30_000 + number % 500).5,"currency":"EUR"},"payFrequency":"Monthly"},\
      "customFields":[{"id":"cf_1","name":"Cost centre","value":"CC-\(number % 400)"},\
      {"id":"cf_2","name":"Shirt","value":"M"},{"id":"cf_3","name":"Badge","value":true}],\
      "createdAt":"2024-11-\(day)T08:15:30Z","updatedAt":"2025-11-\(day)T10:20:\(day)Z"}
      """
  }
}
