#include <malloc.h>

#include <cstdio>
#include <exception>

#include "server/cli/command_line.h"

int main(int argc, char** argv) {
  // Large blocks go back to the system when they are freed. The C library would take the first one as a sign to keep
  // blocks of its size from then on (mallopt(3)): 1.6 MB more at rest, 10 MB more while a large repository is read.
  constexpr int kLargeBlock = 512 << 10;  // bytes
  mallopt(M_MMAP_THRESHOLD, kLargeBlock);
  try {
    return fingerpost::run_command_line(argc, argv);
  } catch (const std::exception& unexpected) {
    std::fprintf(stderr, "fingerpost: internal error: %s\n", unexpected.what());
    return 3;
  }
}
