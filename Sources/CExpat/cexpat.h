// Expat: parses the XML of a workbook's parts as a stream.
#include <expat.h>
