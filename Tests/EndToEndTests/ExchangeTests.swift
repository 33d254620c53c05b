internal import Glibc
internal import Testing

/// Files exchanged with partners: folders, a real server with a real `gpg`, and a process that dies at every step.
@Suite(.timeLimit(.minutes(10)))
struct ExchangeTests {
  let workspace = Workspace()
  private static let top = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  /// A project with the connector for enrolment files, and a file of two members from a payroll system.
  init() throws {
    let made = try workspace.run(
      """
      mkdir -p connectors mappings hr/in hr/out hub/in hub/out
      cp -r \(Self.top)/connectors/edi-834 connectors/; cp -r \(Self.top)/mappings/edi-834 mappings/
      sed -n '/^ISA/,/^IEA/p' connectors/edi-834/recordings/members.http > first.834
      sed 's/MONTREAL/LAVAL/; s/000000001/000000002/' first.834 > second.834
      cat > with <<'END'
      P="--set sponsor_id=990000001 --set payer_id=990000002 --set receiver_id=INSURER --set sender_id=ACME"
      HR="--integration hr --set place=folder --set folder=$PWD/hr $P"
      INS="--integration insurer --set place=folder --set folder=$PWD/hub --members-of hr $P"
      END
      """)
    #expect(made.code == 0, "\(made.errors)")
  }

  private func run(_ script: String) throws -> ChildProcess { try workspace.run(". ./with; " + script) }

  @Test func `what changed is told, and told again when it is refused`() throws {
    let first = try run(
      """
      cp first.834 hr/out/; $CONNECTOR edi exchange edi-834 $HR && $CONNECTOR edi send edi-834 $INS
      """)
    #expect(first.code == 0, "\(first.errors)")
    #expect(first.output.contains("processed  first.834 (number 1): 2 read, 4 created"))
    #expect(try run("grep -c '^INS.*021' hub/in/*1.834").output == "2\n")
    #expect(try run("$CONNECTOR edi send edi-834 $INS").output.hasPrefix("nothing to send"))
    let second = try run(
      """
      cp second.834 hr/out/; $CONNECTOR edi receive edi-834 $HR >&2 && $CONNECTOR edi send edi-834 $INS >&2
      grep '^INS\\|^N4' hub/in/*2.834
      """)
    #expect(second.output == "INS*Y*18*001*AI*A***FT~\nN4*LAVAL*QC*H2X1Y4*CA~\n", "\(second.errors)")
    let third = try run(
      """
      $CONNECTOR edi ack hub/in/*2.834 | sed 's/AK9.A.1.1.1/AK9*R*1*1*0/; s/IK5.A/IK5*R*5/' > hub/out/no.999
      $CONNECTOR edi exchange edi-834 $INS; echo $?; grep -c LAVAL hub/in/*3.834
      $CONNECTOR edi ack hub/in/*3.834 > yes.999; $CONNECTOR edi match yes.999; $CONNECTOR edi send edi-834 $INS
      """)
    let lines = third.output.split(separator: "\n").map(String.init)
    #expect(lines.first?.hasPrefix("rejected  members-") == true, "\(third.errors)")
    #expect(lines.dropFirst(2).prefix(2) == ["1", "1"])
    #expect(lines.dropFirst(4).first?.hasPrefix("accepted  members-") == true)
    #expect(lines.last?.hasPrefix("nothing to send") == true)
  }

  /// Every step at which a process may die; the name of the file stands for itself.
  static let steps = [
    "after first.834 is in the archive", "after first.834 is noted", "after the rows of first.834",
    "after first.834 is settled", "before first.834.000", "after first.834.000000001.999 is put",
    "after first.834.000000001.999 is noted", "after first.834 is cleared",
  ]

  @Test(arguments: steps) func `receiving that dies is gone on with`(_ step: String) throws {
    let process = try run(
      """
      cp first.834 hr/out/
      CONNECTOR_TEST_DIES='\(step)' $CONNECTOR edi receive edi-834 $HR > /dev/null 2>&1; echo $?
      $CONNECTOR edi receive edi-834 $HR >/dev/null; echo $?
      ls hr/out hr/in | grep -c 834; ls hr/in | grep -c '999$'
      $CONNECTOR records member | grep -c TREMBLAY
      $CONNECTOR edi files --format json | grep -c '"direction":"received".*"state":"processed"'
      """)
    let lines = process.output.split(separator: "\n").map(String.init)
    #expect(lines == ["137", "0", "1", "1", "2", "1"], "\(step): \(process.errors)")
  }

  static let sending = [
    "after the number is given", "before the file is noted", "after the file is noted", "before members-",
    "after members-20", "after members-",
  ]

  @Test(arguments: sending) func `sending that dies sends once`(_ step: String) throws {
    let process = try run(
      """
      cp first.834 hr/out/; $CONNECTOR edi receive edi-834 $HR > /dev/null
      CONNECTOR_TEST_DIES='\(step)' $CONNECTOR edi send edi-834 $INS > /dev/null 2>&1; echo $?
      $CONNECTOR edi send edi-834 $INS >/dev/null; echo $?
      $CONNECTOR edi send edi-834 $INS | head -c 15; echo
      ls hub/in | wc -l; cat hub/in/* | grep -c '^INS'
      """)
    let lines = process.output.split(separator: "\n").map(String.init)
    #expect(lines == ["137", "0", "nothing to send", "1", "2"], "\(step): \(process.errors)")
  }

  @Test func `only what is whole is picked up, and a content once`() throws {
    let process = try run(
      """
      cp first.834 hr/out/a.834.part; head -c 300 first.834 > hr/out/cut.834
      $CONNECTOR edi receive edi-834 $HR; echo $?
      rm hr/out/cut.834; mv hr/out/a.834.part hr/out/a.834; $CONNECTOR edi receive edi-834 $HR > /dev/null
      cp first.834 hr/out/again.834; $CONNECTOR edi receive edi-834 $HR; ls hr/out | wc -l; ls hr/in | wc -l
      """)
    #expect(
      process.output == """
        left  cut.834: it has no IEA at its end: not finished, or cut
        1
        known  again.834: the same as file 1, processed
        0
        1

        """, "\(process.errors)")
  }

  @Test func `a number that comes again with other content is refused, and the same content is known`() throws
  {
    let process = try run(
      """
      cp first.834 hr/out/a.834; $CONNECTOR edi receive edi-834 $HR > /dev/null
      sed 's/MONTREAL/LAVAL/' first.834 > hr/out/b.834; $CONNECTOR edi receive edi-834 $HR; echo $?
      cp first.834 hr/out/c.834; $CONNECTOR edi receive edi-834 $HR; echo $?
      $CONNECTOR records member --format json | grep -c LAVAL; grep -h TA1 hr/in/b.834*
      sed 's/MONTREAL/LAVAL/; s/000000001/000000009/' first.834 > hr/out/d.834; $CONNECTOR edi receive edi-834 $HR > /dev/null
      $CONNECTOR records member --format json | grep -c LAVAL
      $CONNECTOR edi files show 1 | grep again; $CONNECTOR edi files | grep -Ec 'rejected|came again'
      """)
    #expect(
      process.output == """
        rejected  b.834 (number 1): interchange control number 1 came before with other content, in a.834 (file 1) (edi/duplicate-control-number, line 1)
        sent  b.834.000000002.999 (number 2)
        1
        known  c.834: the same as file 1, processed
        0
        0
        TA1*000000001*260401*1200*R*025~
        1
        came again  once
        2

        """, "\(process.errors)")
  }

  @Test func `a carrier gets columns, and its certificates come back`() throws {
    let process = try run(
      """
      cp -r \(Self.top)/connectors/{file-exchange,sun-life} connectors/; cp -r \(Self.top)/mappings/sun-life mappings/
      cp first.834 hr/out/; $CONNECTOR edi receive edi-834 $HR > /dev/null
      SUN="--set folder=$PWD/hub --set columns=Action=maintenance,Certificate=subscriber_number,Last=last_name --members-of hr"
      $CONNECTOR edi exchange sun-life $SUN > /dev/null; cat hub/in/*.csv
      printf 'member_number,certificate_number,last_name,first_name\\nS001,42,Tremblay,Lea\\n' > hub/out/back.csv
      $CONNECTOR edi exchange sun-life $SUN; $CONNECTOR records member --integration sun-life --format json | cut -c1-60
      """)
    #expect(
      process.output == """
        Action,Certificate,Last\r
        021,S001,TREMBLAY\r
        021,S001,TREMBLAY\r
        processed  back.csv: 1 read, 1 created, 0 updated
        nothing to send: the partner knows everything
        {"id":"S001","role":"subscriber","relationship":"self","subs

        """, "\(process.errors)")
  }

  @Test func `a file that is not sound is refused and answered, and nothing of it is kept`() throws {
    let process = try run(
      """
      sed 's/^SE.*/SE*99*0001~/' first.834 > hr/out/bad.834
      $CONNECTOR edi receive edi-834 $HR | head -1; grep -h 'AK9' hr/in/*.999; $CONNECTOR records member; echo $?
      """)
    let lines = process.output.split(separator: "\n").map(String.init)
    #expect(
      lines.first?.hasPrefix("rejected  bad.834 (number 1): SE01 counts 99") == true, "\(process.errors)")
    #expect(lines.dropFirst().first == "AK9*R*1*1*0~")
  }

  /// Starts a server that takes uploads; `send` tells one line of what came of sending, `state` what the ledger says.
  private static func server(_ method: String) -> String {
    """
    server=$(mktemp -d /tmp/connector-dav-XXXXXX)
    python3 \(top)/Tests/CurlTests/Servers/dav.py $server > port 2>/dev/null &
    for i in $(seq 2400); do [ -s port ] && break; sleep 0.05; done
    sed -i 's/type: https$/type: https\\n        method: \(method)/' connectors/edi-834/connector.yaml
    printf made-up > token; printf wrong > wrong
    WEB="--integration insurer $P --members-of hr --allow-host localhost --allow-host 127.0.0.1 --set place=https
      --set upload_address=https://localhost:$(cat port)"
    TRUST="--ca-file $server/ca.pem"
    send() { $CONNECTOR edi send edi-834 $WEB "$@" 2>&1 | sed 's/2[0-9]*-/DAY-/; s/:[0-9][0-9]*/:PORT/' | head -1; }
    state() {
      line=$($CONNECTOR edi files --format json --limit 1)
      echo $(echo "$line" | grep -o '"state":"[a-z]*"' | head -1) $(echo "$line" | grep -o '"attempts":[0-9]')
    }
    cp first.834 hr/out/; $CONNECTOR edi receive edi-834 $HR > /dev/null
    """
  }

  @Test(
    .enabled(if: access("/usr/sbin/nginx", X_OK) == 0, "no nginx"),
    arguments: ["put", "dav"])
  func `an upload arrives once, whatever the server does`(_ method: String) throws {
    let process = try run(
      Self.server(method) + """

        echo "another authority: $(send --set upload_token=@token | grep -c certificate)"; state
        echo "wrong token: $(send $TRUST --set upload_token=@wrong)"; state
        touch $server/broken; echo "broken: $(send $TRUST --set upload_token=@token)"; state; rm $server/broken
        echo members- > $server/lose; echo "lost: $(send $TRUST --set upload_token=@token | cut -c1-6)"; state
        ls $server/files/in | wc -l; rm $server/lose
        send $TRUST --set upload_token=@token; state
        ls $server/files/in | sed 's/2[0-9]*-/DAY-/'; grep -c '^INS' $server/files/in/*
        send $TRUST --set upload_token=@token
        awk '/^INS.N/ { for (i = 0; i < 200; i++) {
            print "INS*N*19*030*XN*A~"; print "REF*0F*S001~"; print "REF*23*D" i "~"
            print "NM1*IL*1*TREMBLAY*MIA~"; print "DMG*D8*20150101*F~" } } { print }' first.834 \
          | sed 's/QTY.TO.2/QTY*TO*202/; s/QTY.DT.1/QTY*DT*201/; s/SE.25/SE*1025/; s/000000001/000000003/' > hr/out/many.834
        $CONNECTOR edi receive edi-834 $HR > /dev/null
        echo "too large: $(send $TRUST --set upload_token=@token)"; state
        rm $server/running
        """)
    #expect(
      process.output == """
        another authority: 1
        "state":"prepared" "attempts":0
        wrong token: error: https://localhost:PORT refuses the credentials (status 401)
        "state":"prepared" "attempts":0
        broken: error: https://localhost:PORT did not take the file (status 500)
        "state":"prepared" "attempts":1
        lost: error:
        "state":"prepared" "attempts":2
        1
        sent again  members-DAY-000000001.834 (number 1)
        "state":"sent" "attempts":3
        members-DAY-000000001.834
        2
        nothing to send: the partner knows everything
        too large: error: https://localhost:PORT does not take files as large as this one (status 413)
        "state":"prepared" "attempts":0

        """, "\(process.errors)")
  }

  @Test(.enabled(if: access("/usr/sbin/nginx", X_OK) == 0, "no nginx"))
  func `what cannot be repeated is sent again only on request`() throws {
    let process = try run(
      Self.server("post") + """

        echo "wrong token: $(send $TRUST --set upload_token=@wrong)"; state
        touch $server/broken; echo "broken: $(send $TRUST --set upload_token=@token)"; state
        echo "later: $(send $TRUST --set upload_token=@token)"; state
        $CONNECTOR edi files show 3 | grep -c '^why .*did not take the file'
        $CONNECTOR edi files resend 3 ${WEB#--integration insurer} $TRUST --set upload_token=@token > /dev/null 2>&1; state
        rm $server/running
        """)
    #expect(
      process.output == """
        wrong token: error: https://localhost:PORT refuses the credentials (status 401)
        "state":"prepared" "attempts":0
        broken: error: https://localhost:PORT did not take the file (status 500)
        "state":"prepared" "attempts":1
        later: error: members-DAY-000000001.834 may have arrived at https://localhost:PORT before; `connector edi files resend 3` sends it again
        "state":"prepared" "attempts":1
        1
        "state":"prepared" "attempts":2

        """, "\(process.errors)")
  }

  @Test func `an upload by POST is sent once, and again only on request when its reply was lost`() throws {
    let process = try run(
      """
      server=$(mktemp -d /tmp/connector-takes-XXXXXX)
      python3 \(Self.top)/Tests/CurlTests/Servers/takes.py $server > port &
      for i in $(seq 2400); do [ -s port ] && break; sleep 0.05; done
      sed -i 's/type: https$/type: https\\n        method: post/' connectors/edi-834/connector.yaml
      printf made-up > token; printf wrong > wrong
      WEB="$P --members-of hr --allow-host 127.0.0.1 --allow-host localhost --ca-file $server/ca.pem --set place=https
        --set upload_address=https://localhost:$(cat port)"
      send() { $CONNECTOR edi send edi-834 --integration insurer $WEB "$@" 2>&1 | sed 's/2[0-9]*-/DAY-/; s/:[0-9][0-9]*/:PORT/' | head -1; }
      cp first.834 hr/out/; $CONNECTOR edi receive edi-834 $HR > /dev/null
      echo "wrong token: $(send --set upload_token=@wrong)"
      touch $server/lose; echo "lost: $(send --set upload_token=@token | cut -c1-6)"; rm $server/lose
      echo "later: $(send --set upload_token=@token)"; ls $server/files | wc -l
      $CONNECTOR edi files resend 3 $WEB --set upload_token=@token | cut -c1-10
      cmp $server/files/1 $server/files/2 && grep -c '^INS' $server/files/2
      send --set upload_token=@token
      awk '/^INS.N/ { for (i = 0; i < 2000; i++) {
          print "INS*N*19*030*XN*A~"; print "REF*0F*S001~"; print "REF*23*D" i "~"
          print "NM1*IL*1*TREMBLAY*MIA~"; print "DMG*D8*20150101*F~" } } { print }' first.834 \
        | sed 's/QTY.TO.2/QTY*TO*2002/; s/QTY.DT.1/QTY*DT*2001/; s/SE.25/SE*10025/; s/000000001/000000003/' > hr/out/many.834
      $CONNECTOR edi receive edi-834 $HR > /dev/null
      echo "too large: $(send --set upload_token=@token)"; ls $server/files | wc -l
      rm $server/running
      """)
    #expect(
      process.output == """
        wrong token: error: https://localhost:PORT refuses the credentials (status 401)
        lost: error:
        later: error: members-DAY-000000001.834 may have arrived at https://localhost:PORT before; `connector edi files resend 3` sends it again
        1
        sent again
        2
        nothing to send: the partner knows everything
        too large: error: https://localhost:PORT does not take files as large as this one (status 413)
        2

        """, "\(process.errors)")
  }

  @Test(
    .enabled(if: access("/usr/sbin/sshd", X_OK) == 0 && access("/usr/bin/gpg", X_OK) == 0, "no sshd or gpg"))
  func `an exchange with a server and encrypted files`() throws {
    let process = try run(
      """
      server=$(mktemp -d /tmp/connector-sftp-XXXXXX)
      python3 \(Self.top)/Tests/CurlTests/Servers/sftp.py $server > port 2>/dev/null &
      for i in $(seq 2400); do [ -s port ] && break; sleep 0.05; done
      mkdir -p $server/files/in $server/files/out keys; chmod 700 keys
      key() { gpg --homedir keys --batch --quiet --pinentry-mode loopback --passphrase '' "$@" 2>/dev/null; }
      key --quick-gen-key us@example.com future-default default never; key --quick-gen-key them@example.com future-default default never
      key --armor --export them@example.com > them.pub; key --armor --export-secret-keys us@example.com > us.key
      cp first.834 hr/out/; $CONNECTOR edi receive edi-834 $HR > /dev/null
      SFTP="--integration insurer $P --members-of hr --allow-host 127.0.0.1 --set host=127.0.0.1 --set port=$(cat port)
        --set user=$(cat $server/user) --set private_key=@$server/client --set passphrase=@pass
        --set put=$server/files/in --set pick_up=$server/files/out --set partner_key=@them.pub --set own_key=@us.key"
      printf made-up > pass
      $CONNECTOR edi send edi-834 $SFTP --set host_key=SHA256:$(printf 'A%.0s' $(seq 43)) >/dev/null 2>&1; echo wrong key: $?
      PIN="--set host_key=$(cat $server/fingerprint)"
      CONNECTOR_TEST_DIES='after members-' $CONNECTOR edi send edi-834 $SFTP $PIN > /dev/null 2>&1; echo died: $?
      $CONNECTOR edi send edi-834 $SFTP $PIN | sed 's/2[0-9]*-/DAY-/'
      ls $server/files/in | wc -l
      key --decrypt $server/files/in/*.pgp | tr -d '\\r' > plain.834; grep -c '^INS' plain.834
      $CONNECTOR edi ack plain.834 > plain.999
      key --armor --trust-model always -r us@example.com --output $server/files/out/a.999.asc --encrypt plain.999
      cp plain.999 $server/files/out/b.999.tmp
      $CONNECTOR edi receive edi-834 $SFTP $PIN | sed 's/2[0-9]*-/DAY-/'; echo received: $?
      ls $server/files/out
      rm $server/running; gpgconf --homedir keys --kill all
      """)
    #expect(
      process.output == """
        wrong key: 5
        died: 137
        sent again  members-DAY-000000001.834.pgp (number 1)
        nothing to send: the partner knows everything
        1
        2
        accepted  members-DAY-000000001.834.pgp (number 1)
        received: 0
        b.999.tmp

        """, "\(process.errors)")
  }
}
