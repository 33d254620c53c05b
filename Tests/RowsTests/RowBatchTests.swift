import Language
import Rows
import Testing

@Suite struct RowBatchTests {
  private static func batch() throws -> RowBatch {
    RowBatch(RowShape(try #require(BuiltInModels.catalogue["department"])))
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

  /// Stores keep hashes: another value for the same row would make every row of every store look changed.
  @Test(arguments: [
    ("", RowHash(high: 0x8358_2AF8_9EE1_CD4D, low: 0xB217_C579_5870_806C)),
    ("a", RowHash(high: 0xA5A0_6706_3A7F_E98A, low: 0xD2CD_A5FC_2B5D_E918)),
    ("abcdefg", RowHash(high: 0x6C8A_E9CC_841C_6717, low: 0xA0A1_EFEA_6F6B_C394)),
    ("abcdefgh", RowHash(high: 0x6643_F47C_0314_C9F0, low: 0x82FE_8790_0A37_80FF)),
    ("abcdefghi", RowHash(high: 0x038D_9B87_6284_773B, low: 0x9536_5951_ABEE_2AA1)),
    ("abcdefghijklmno", RowHash(high: 0x5464_4E63_53FE_3EB7, low: 0x6F42_A963_CC22_D022)),
    ("abcdefghijklmnop", RowHash(high: 0x04F9_915D_A1AB_F621, low: 0x0569_0701_BA0C_6749)),
    ("abcdefghijklmnopqrstuvw", RowHash(high: 0x1F7B_E038_71E0_69E7, low: 0x481E_C87E_AF7C_C006)),
    ("abcdefghijklmnopqrstuvwxyz é", RowHash(high: 0xC99B_3A76_E3C0_67EF, low: 0x633E_2B0D_56DA_E5BA)),
  ])
  func `the hash of a row is the same in every version`(_ text: String, _ hash: RowHash) throws {
    let own = try Self.hash { batch in
      Self.set(&batch, 0, text)
      batch.setNull(1)
      batch.setInteger(2, -5)
    }
    #expect(own == hash)
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
