internal import Glibc

/// The processors of the machine that are in use.
package enum Processors {
  package static let count = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
}
