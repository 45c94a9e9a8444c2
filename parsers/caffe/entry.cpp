#include "tensorrt-8/NvCaffeParser.h"

void* createNvCaffeParser_INTERNAL() { return nvcaffeparser1::createCaffeParser(); }
