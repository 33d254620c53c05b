import Glibc
import Testing

@testable import Threads

/// How many threads are worth their memory.
@Suite(.timeLimit(.minutes(10))) struct ProcessorsTests {
  @Test(arguments: [
    ("Name:\tconnector\nCpus_allowed:\t3\nCpus_allowed_list:\t0-1\n", 2),
    ("Cpus_allowed:\tff,ffffffff,80000001\n", 42),
    ("Cpus_allowed:\t0\n", nil), ("Name:\tconnector\n", nil), ("", nil),
  ])
  func `those that a program is kept from do not count`(status: String, count: Int?) {
    #expect(Processors.allowed(inStatus: status) == count)
  }

  @Test(arguments: [
    ("100000 100000\n", 1), ("150000 100000\n", 2), ("50000 100000\n", 1), ("max 100000\n", nil),
    ("9223372036854775807 1\n", Int.max), ("1 0\n", nil), ("-1 100000\n", nil), ("", nil),
  ])
  func `a container's share of time is a number of processors`(quota: String, count: Int?) {
    #expect(Processors.share(inQuota: quota) == count)
  }

  @Test func `there is one at least, and none that the machine does not have`() {
    #expect((1...max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))).contains(Processors.count))
  }
}
