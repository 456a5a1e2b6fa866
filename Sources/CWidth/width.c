#define _XOPEN_SOURCE 700
#include "CWidth.h"

#include <locale.h>
#include <pthread.h>
#include <wchar.h>
#ifdef __APPLE__
#include <xlocale.h>
#endif

static locale_t unicode;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void openUnicode(void) {
  unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  if (!unicode) unicode = newlocale(LC_CTYPE_MASK, "en_US.UTF-8", (locale_t)0);
}

int CWidthOf(uint32_t codePoint) {
  pthread_once(&once, openUnicode);
  locale_t before = unicode ? uselocale(unicode) : (locale_t)0;
  int width = wcwidth((wchar_t)codePoint);
  if (unicode) uselocale(before);
  return width;
}
