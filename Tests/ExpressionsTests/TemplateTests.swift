import Expressions
import Testing

@Suite struct TemplateTests {
  private func describe(_ template: TemplateText) -> [String] {
    template.parts.map { part in
      switch part {
      case .literal(let text, let range): "'\(text)' \(range)"
      case .expression(let text, let range): "<\(text)> \(range)"
      }
    }
  }

  @Test(arguments: [
    ("plain", ["'plain' 0..<5"]), ("", []), ("${a}", ["<a> 2..<3"]),
    ("https://${settings.sub}.x", ["'https://' 0..<8", "<settings.sub> 10..<22", "'.x' 23..<25"]),
    ("$${a} ${b}", ["'${a} ' 0..<6", "<b> 8..<9"]), ("${ {'a': 1}.a }", ["< {'a': 1}.a > 2..<14"]),
    ("${'}'}", ["<'}'> 2..<5"]), ("${\"a\\\"}\"}x", ["<\"a\\\"}\"> 2..<8", "'x' 9..<10"]),
    ("${r'\\'}y", ["<r'\\'> 2..<6", "'y' 7..<8"]),
    ("é${a}", ["'é' 0..<2", "<a> 4..<5"]), ("5$ and $", ["'5$ and $' 0..<8"]),
    ("${'''}'''}", ["<'''}'''> 2..<9"]), ("$${x}", ["'${x}' 0..<5"]),
  ])
  func partsAndRanges(_ row: (String, [String])) {
    let template = TemplateText(row.0)
    #expect(describe(template) == row.1)
    #expect(template.problems.isEmpty)
  }

  @Test(arguments: [("a ${b", 2..<5), ("${'}", 0..<4), ("${}", 0..<3), ("x${ }", 1..<5)])
  func brokenParts(_ row: (String, Range<Int>)) {
    #expect(TemplateText(row.0).problems.map(\.range) == [row.1])
  }
}
