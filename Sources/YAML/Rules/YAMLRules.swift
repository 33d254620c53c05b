package import Diagnostics

/// The rules about YAML itself, whatever the file describes.
package enum YAMLRules {
  package static let all: [Rule] =
    SyntaxRules.all + [
      DuplicateKey.rule,
      AmbiguousScalar.rule,
      NonStringKey.rule,
      FoldedListItem.rule,
      MergeKey.rule,
      UnknownAlias.rule,
      UnknownTag.rule,
      SeveralDocuments.rule,
      EmptyFile.rule,
      NotUTF8.rule,
      ByteOrderMark.rule,
      ControlCharacter.rule,
      InvisibleCharacter.rule,
      TooLarge.rule,
      TooManyNodes.rule,
      TooDeep.rule,
      AliasBudget.rule,
    ]
}
