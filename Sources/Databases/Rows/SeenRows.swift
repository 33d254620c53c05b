/// Which rows the listings under way have seen; in memory only, because a run that ends early may not sweep anyway.
struct SeenRows {
  struct Listing: Hashable {
    let run: Int64
    let source: Int64
    /// Empty for the records that other streams are read for.
    let model: String
  }

  private var listings: [Listing: RowSet] = [:]

  subscript(listing: Listing) -> RowSet { listings[listing] ?? RowSet() }

  mutating func note(_ ids: [Int64], in listing: Listing) {
    for id in ids { listings[listing, default: RowSet()].insert(id) }
  }

  mutating func forget(run: Int64) {
    listings = listings.filter { $0.key.run != run }
  }
}

/// A set of row numbers: a bit for each, in blocks of 65,536 where there are any.
struct RowSet {
  private static let wordsPerBlock = 1024
  private var blocks: [Int64: [UInt64]] = [:]
  private(set) var count = 0

  mutating func insert(_ id: Int64) {
    let word = Int(id & 0xFFFF) >> 6
    let bit: UInt64 = 1 << UInt64(id & 63)
    let isNew = Self.insert(bit, word, into: &blocks[id >> 16, default: []])
    if isNew { count += 1 }
  }

  func contains(_ id: Int64) -> Bool {
    guard let block = blocks[id >> 16] else { return false }
    return block[Int(id & 0xFFFF) >> 6] & (1 << UInt64(id & 63)) != 0
  }

  private static func insert(_ bit: UInt64, _ word: Int, into block: inout [UInt64]) -> Bool {
    if block.isEmpty { block = [UInt64](repeating: 0, count: wordsPerBlock) }
    if block[word] & bit != 0 { return false }
    block[word] |= bit
    return true
  }
}
