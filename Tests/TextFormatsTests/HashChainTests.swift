import Testing
import TextFormats

@Suite struct HashChainTests {
  @Test func `an entry is taken if both of its hashes are right`() {
    var written = HashChain()
    let entries = [["a", "b"], ["c"], [""]].map { fields in
      (fields: fields, previous: written.last, sha256: written.add(fields))
    }
    var read = HashChain()
    for entry in entries {
      let isTaken = read.takes(entry.fields, previous: entry.previous, sha256: entry.sha256)
      #expect(isTaken)
    }
    #expect(read.last == written.last)
  }

  @Test(arguments: [(["a", "B"], ""), (["c"], "")])
  func `an entry that was changed or moved is not`(fields: [String], previous: String) {
    var written = HashChain()
    let sha256 = written.add(["a", "b"])
    var read = HashChain()
    let isTaken = read.takes(fields, previous: previous, sha256: sha256)
    #expect(!isTaken)
  }

  // printf '\0a\0b' | sha256sum.
  @Test func `the hash is over the hash before and the fields, joined by zero bytes`() {
    var chain = HashChain()
    let hash = chain.add(["a", "b"])
    #expect(hash == "3d64310d8364dfb1b0070f0c7ab813c2ed68ec750463847dbff0a5fc0e9d3af4")
  }
}
