// libzip: reads the parts of a workbook from its zip archive.
#include <zip.h>
