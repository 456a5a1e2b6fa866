#pragma once

#include <stdint.h>

/// The columns that a code point takes in a terminal by the C library's table; -1 where it has none.
int CWidthOf(uint32_t codePoint);
