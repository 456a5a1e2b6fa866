import Testing

@testable import SurveyWeb

@Suite struct AddressRangeTests {
  /// Expected by Python 3.11: `ip_address(ADDRESS) in ip_network(RANGE, strict=False)`.
  @Test(arguments: [
    ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false),
    ("10.0.0.0/8", "9.255.255.255", false), ("192.168.1.64/26", "192.168.1.127", true),
    ("192.168.1.64/26", "192.168.1.128", false), ("192.168.1.64/26", "192.168.1.63", false),
    // An address within the range names it as well as its first one.
    ("192.168.1.77/26", "192.168.1.64", true),
    ("203.0.113.7", "203.0.113.7", true), ("203.0.113.7", "203.0.113.6", false),
    ("203.0.113.7/32", "203.0.113.7", true), ("203.0.113.6/31", "203.0.113.7", true),
    ("0.0.0.0/0", "255.255.255.255", true),
    ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::1", false),
    ("2001:db8::/33", "2001:db8:8000::", false), ("::1", "::1", true), ("::1", "::2", false),
    ("::/0", "2001:db8::1", true), ("fe80::/10", "febf::1", true), ("fe80::/10", "fec0::1", false),
  ])
  func `an address belongs to the ranges that share its first bits`(
    range: String, address: String, belongs: Bool
  ) throws {
    #expect(
      try #require(AddressRange(range)).contains(#require(NetworkAddress(address))) == belongs)
  }

  @Test func `an IPv4 address is the same written as an IPv6 one`() throws {
    // A server that listens on IPv6 hears of IPv4 callers this way (RFC 4291, section 2.5.5.2).
    let mapped = try #require(NetworkAddress("::ffff:10.1.2.3"))
    #expect(mapped == NetworkAddress("10.1.2.3"))
    #expect(try #require(AddressRange("10.0.0.0/8")).contains(mapped))
    #expect(try !#require(AddressRange("11.0.0.0/8")).contains(mapped))
    // No IPv4 range holds an IPv6 address, whatever its last four bytes are.
    let other = try #require(NetworkAddress("2001:db8::a01:203"))
    #expect(try !#require(AddressRange("0.0.0.0/0")).contains(other))
  }

  @Test(arguments: [
    ("192.0.2.1:4711", "192.0.2.1"), (" 192.0.2.1 ", "192.0.2.1"),
    ("[2001:db8::1]:443", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
    ("fe80::1%eth0", "fe80::1"), ("2001:0DB8:0:0::1", "2001:db8::1"),
  ])
  func `an address is read as proxies write it`(text: String, address: String) throws {
    let found = try #require(NetworkAddress(text))
    #expect(found == NetworkAddress(address))
  }

  @Test(arguments: [
    "", " ", "unknown", "localhost", "_hidden", "256.0.0.1", "1.2.3", "1.2.3.4.5", "01.2.3.400",
    "2001:db8::1::2", "[", "[]", "12345::", "1.2.3.4, 5.6.7.8",
  ])
  func `what is no address is none`(text: String) {
    #expect(NetworkAddress(text) == nil)
  }

  @Test(arguments: [
    "", "/", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/08",
    "10.0.0.0/8/8", "10.0.0.0/x", "::/129", "[::1]", "[::1]/64", "10.0.0.1:80", "10.0.0.0:80/8",
    "proxy.example", "*",
  ])
  func `what is no range is none`(text: String) {
    #expect(AddressRange(text) == nil)
  }
}
