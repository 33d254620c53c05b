import Formats
import Testing

/// 834 files as bodies of replies.
@Suite struct EnrolmentFormatTests {
  private static let block = "{type: native, format: x12_834}"
  private static let text = """
    ISA*00*          *00*          *ZZ*SPONSOR        *ZZ*INSURER        *260401*1200*^*00501*000000001*0*T*:~
    GS*BE*SPONSOR*INSURER*20260401*1200*1*X*005010X220A1~
    ST*834*0001*005010X220A1~
    BGN*00*REF1*20260401*1200****4~
    N1*P5*SPONSOR INC*FI*990000001~
    N1*IN*INSURER INC*FI*990000002~
    INS*Y*18*030*XN*A***FT~
    REF*0F*S001~
    NM1*IL*1*TREMBLAY*LEA~
    HD*030**DEN*A*FAM~
    DTP*348*D8*20260101~
    SE*10*0001~
    GE*1*1~
    IEA*1*000000001~
    """

  @Test func `members come as records with their coverages`() throws {
    let json = try Decoded.json(Self.block, Array(Self.text.utf8))
    #expect(
      json
        == #"[{"subscriber":true,"relationship":"18","maintenance":"030","reason":"XN","benefit_status":"A","#
        + #""employment_status":"FT","subscriber_number":"S001","key":"S001","last_name":"TREMBLAY","first_name":"LEA","#
        + #""coverages":[{"maintenance":"030","line":"DEN","plan":"A","level":"FAM","dates":{"348":"2026-01-01"}}]}]"#
    )
  }

  @Test func `a file that was cut is a failure, not a short list`() throws {
    for length in [0, 50, 200, 300, Self.text.utf8.count - 3] {
      let outcome = try Decoded.outcome(Self.block, Array(Self.text.utf8.prefix(length)))
      #expect(outcome.contains("the file"), "\(outcome)")
    }
  }
}
