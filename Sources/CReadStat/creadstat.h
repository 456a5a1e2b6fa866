// ReadStat: writes the released dataset for SPSS.
#include <readstat.h>
