import CZip
import Foundation

/// A zip archive held in memory, from which parts are inflated as they are read.
final class ZipArchive {
  /// The archive's path or name, for errors.
  let file: String
  private let archive: OpaquePointer

  /// Opens the archive in `contents`.
  ///
  /// Throws a ``WorkbookError`` that distinguishes a truncated archive, an old `.xls` workbook, a
  /// workbook with a password, and a file that is something else.
  init(_ contents: [UInt8], file: String) throws(WorkbookError) {
    self.file = file
    // To libzip, nothing is an archive without parts.
    guard !contents.isEmpty else { throw WorkbookError(file: file, .notAnArchive(contents)) }
    var failure = zip_error_t()
    zip_error_init(&failure)
    defer { zip_error_fini(&failure) }
    let size = contents.count
    guard let memory = malloc(size) else {
      throw WorkbookError(file: file, .outOfMemory)
    }
    contents.withUnsafeBytes { _ = memcpy(memory, $0.baseAddress!, size) }
    // libzip owns the memory from here on (freep = 1).
    guard let source = zip_source_buffer_create(memory, UInt64(size), 1, &failure) else {
      free(memory)
      throw WorkbookError(file: file, .outOfMemory)
    }
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &failure) else {
      zip_source_free(source)
      throw WorkbookError(file: file, .notAnArchive(contents))
    }
    self.archive = archive
  }

  deinit { zip_discard(archive) }

  /// Whether the archive has the part; names are compared without regard to case (ECMA-376 part 2,
  /// 6.2.2.3).
  func contains(_ part: String) -> Bool {
    zip_name_locate(archive, part, UInt32(ZIP_FL_NOCASE)) >= 0
  }

  /// The part, opened for reading.
  ///
  /// Throws if the archive has no such part, the part is encrypted, or its stated size is over
  /// `limit` bytes; what is truly inflated is checked by the reader, because a stated size can be
  /// false.
  func open(_ part: String, limit: Int) throws(WorkbookError) -> ZipPart {
    let index = zip_name_locate(archive, part, UInt32(ZIP_FL_NOCASE))
    guard index >= 0 else { throw WorkbookError(file: file, .missingPart(part)) }
    var entry = zip_stat_t()
    zip_stat_init(&entry)
    guard zip_stat_index(archive, UInt64(index), 0, &entry) == 0 else {
      throw WorkbookError(file: file, .damagedPart(part, reason: reason))
    }
    if entry.valid & UInt64(ZIP_STAT_ENCRYPTION_METHOD) != 0,
      Int32(entry.encryption_method) != ZIP_EM_NONE
    {
      throw WorkbookError(file: file, .encrypted)
    }
    if entry.valid & UInt64(ZIP_STAT_SIZE) != 0, entry.size > UInt64(limit) {
      throw WorkbookError(file: file, .oversizedPart(part, limit: limit))
    }
    guard let stream = zip_fopen_index(archive, UInt64(index), 0) else {
      throw WorkbookError(file: file, .damagedPart(part, reason: reason))
    }
    return ZipPart(archive: self, name: part, stream: stream)
  }

  /// libzip's words for the last failure.
  private var reason: String {
    String(cString: zip_error_strerror(zip_get_error(archive)))
  }
}

/// A part of a zip archive, inflated as it is read.
struct ZipPart: ~Copyable {
  let archive: ZipArchive
  let name: String
  private let stream: OpaquePointer

  init(archive: ZipArchive, name: String, stream: OpaquePointer) {
    self.archive = archive
    self.name = name
    self.stream = stream
  }

  deinit { _ = zip_fclose(stream) }

  /// The number of bytes inflated into `memory`, at most `capacity`; 0 at the end, if libzip has
  /// compared size and checksum.
  func read(into memory: UnsafeMutableRawPointer, capacity: Int) throws(WorkbookError) -> Int {
    let count = zip_fread(stream, memory, UInt64(capacity))
    guard count >= 0 else {
      let reason = String(cString: zip_error_strerror(zip_file_get_error(stream)))
      throw WorkbookError(file: archive.file, .damagedPart(name, reason: reason))
    }
    return Int(count)
  }
}
