import EDI
import Glibc

/// Tokenizes, checks or reads a file, and says how fast: `edi-benchmark scan|check|members FILE`.
@main struct EDIBenchmark {
  static func main() {
    let words = CommandLine.arguments
    guard words.count == 3 else {
      print("usage: edi-benchmark scan|check|members FILE")
      exit(2)
    }
    let descriptor = open(words[2], O_RDONLY)
    guard descriptor >= 0 else {
      print("cannot open \(words[2])")
      exit(2)
    }
    var information = stat()
    fstat(descriptor, &information)
    let start = processorSeconds()
    let count: Int
    switch words[1] {
    case "scan": count = scan(.descriptor(descriptor))
    case "check": count = check(.descriptor(descriptor))
    default: count = members(.descriptor(descriptor))
    }
    let seconds = max(processorSeconds() - start, 1e-9)
    let megabytes = Double(information.st_size) / 1e6
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      "{\"what\":\"\(words[1])\",\"count\":\(count),\"seconds\":\(rounded(seconds)),\"per_second\":\(Int(Double(count) / seconds)),"
        + "\"megabytes_per_second\":\(rounded(megabytes / seconds)),\"peak_megabytes\":\(usage.ru_maxrss / 1024)}"
    )
  }

  private static func scan(_ feed: ByteFeed) -> Int {
    var reader = SegmentReader(feed)
    var segment = Segment()
    var count = 0
    while (try? reader.next(into: &segment)) == true { count += 1 }
    return count
  }

  private static func check(_ feed: ByteFeed) -> Int {
    let check = FileCheck.run(feed)
    if check.hasErrors { print("\(check.issues.count) issues") }
    return check.members
  }

  private static func members(_ feed: ByteFeed) -> Int {
    var reader = MemberReader(feed)
    var count = 0
    while (try? reader.next()) ?? nil != nil { count += 1 }
    return count
  }

  /// User and system time of this process; what others do beside it does not count.
  private static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return seconds(usage.ru_utime) + seconds(usage.ru_stime)
  }

  private static func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }
}
