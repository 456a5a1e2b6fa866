// The small text files that the binary carries, so that it works when it is moved.
#pragma once
#include <stddef.h>

typedef struct {
  const char *path;
  const unsigned char *bytes;
  size_t count;
} CBundledFile;

/// The file at the index, or a file without a path behind the last.
CBundledFile CBundleFile(size_t index);
