/// An error that a user can mend.
///
/// Its description names what is wrong, where, and what to do about it. A command that meets one
/// prints the description and ends with exit code 2; any other error is ours, and ends with 1.
package protocol UserFacingError: Error, CustomStringConvertible {}
