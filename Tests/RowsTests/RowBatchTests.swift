import Language
import Rows
import Testing

@Suite struct RowBatchTests {
  private static func batch() throws -> RowBatch {
    RowBatch(RowShape(try #require(ModelCatalogue([])["department"])))
  }

  private static func hash(_ build: (inout RowBatch) -> Void) throws -> RowHash {
    var batch = try batch()
    batch.beginRow()
    build(&batch)
    batch.endRow(RowBatch.Head())
    return batch.heads[0].hash
  }

  private static func set(_ batch: inout RowBatch, _ column: Int, _ text: String) {
    let start = batch.bytes.count
    _ = batch.append(text)
    batch.setText(column, from: start)
  }

  @Test func `the hash tells every difference and nothing else`() throws {
    let texts = ["", "a", "b", "aa", "aaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaa", "\0", "\0\0"]
    var seen: Set<RowHash> = []
    for text in texts {
      let inFirst = try Self.hash { Self.set(&$0, 0, text) }
      let inSecond = try Self.hash { Self.set(&$0, 1, text) }
      #expect(seen.insert(inFirst).inserted && seen.insert(inSecond).inserted)
      let again = try Self.hash { batch in
        // The order of writing and other bytes before do not count.
        _ = batch.append("other")
        Self.set(&batch, 0, text)
      }
      #expect(again == inFirst)
    }
    #expect(seen.insert(try Self.hash { $0.setNull(0) }).inserted)
    #expect(seen.insert(try Self.hash { $0.setInteger(0, 0) }).inserted)
    #expect(seen.insert(try Self.hash { $0.setInteger(0, 1) }).inserted)
    #expect(seen.insert(try Self.hash { _ in }).inserted)
  }

  @Test func `rolling back forgets rows and bytes`() throws {
    var batch = try Self.batch()
    batch.beginRow()
    Self.set(&batch, 0, "kept")
    batch.endRow(RowBatch.Head())
    let mark = batch.mark
    batch.beginRow()
    Self.set(&batch, 0, "whole")
    batch.endRow(RowBatch.Head())
    batch.withdraw("7")
    batch.beginRow()
    Self.set(&batch, 0, "half")
    batch.rollBack(to: mark)
    #expect(batch.count == 1 && batch.withdrawn == [] && batch.text(batch.cell(0, 0)) == "kept")
    #expect(batch.bytes.count == 4 && batch.cells.count == batch.shape.columns.count)
  }
}
