package import Diagnostics
package import Expressions
package import Language

/// Everything that can be looked up: the language as it describes itself, the models, the rules and the functions.
package struct ReferenceBook: Sendable {
  package let catalogue = ConstructCatalogue.language
  package let models: [Model]
  package let rules: [Rule]
  package let families: [FunctionLibrary]
  package let functions: [FunctionEntry]

  package init(models: [Model], rules: [Rule], functions families: [FunctionLibrary] = FunctionLibrary.all) {
    self.models = models
    self.rules = rules
    self.families = families
    functions = FunctionEntry.all(in: families)
  }
}
