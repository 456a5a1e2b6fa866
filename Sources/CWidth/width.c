#define _XOPEN_SOURCE 700
#include "CWidth.h"

#include <wchar.h>

// Swift's view of the C library leaves wcwidth out.
int CWidthOf(uint32_t codePoint) { return wcwidth((wchar_t)codePoint); }
