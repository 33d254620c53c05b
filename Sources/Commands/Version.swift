/// The version of this program and of the language it reads.
package enum Version {
  package static let number = "0.1.0"
  /// The edition that `spec: 1` names.
  package static let edition = 1
}
