// Where libFuzzer comes in.
#include <cstdint>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  opvang::fuzz::Fuzz({reinterpret_cast<const char*>(data), size});
  return 0;
}
