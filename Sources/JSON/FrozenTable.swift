/// Elements that are written once and read often, at an address of their own: an access counts no references and checks no bounds.
///
/// For tables that a compiler makes and that only its own runs read, at positions that it has made as well.
package struct FrozenTable<Element: Sendable>: ~Copyable, @unchecked Sendable {
  // Written before anybody else knows of them and freed with the table: that is what makes `Sendable` true.
  package let start: UnsafePointer<Element>
  package let count: Int

  package init(_ elements: [Element]) {
    count = elements.count
    // Room for one at least, so that there is an address even for nothing.
    let room = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
    for (place, element) in elements.enumerated() { (room + place).initialize(to: element) }
    start = UnsafePointer(room)
  }

  deinit {
    let room = UnsafeMutablePointer(mutating: start)
    room.deinitialize(count: count)
    room.deallocate()
  }
}
